package dev.sluice.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The pattern of a text; the record's constructor refuses others. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Form {
  /** A regular expression for the whole text, in the syntax that Java and JavaScript share. */
  String value();

  /** A description for the user: {@code a number and a unit of time, such as 15min}. */
  String as();
}
