package dev.sluice.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of a key that is left out. Defaults are defined here and nowhere else. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /**
   * YAML text, read as if the user had written it: {@code 0.001}, {@code []}, {@code {adam: {}}}.
   */
  String value();
}
