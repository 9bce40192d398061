package dev.sluice.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record whose file may name another file, from which it takes what it does not set itself. The
 * key that names it is not a component: it disappears once the file has been read.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Inherits {
  /** The key with the path of the other file. */
  String key();

  /** What it means, for the user, as in {@link Doc}. */
  String doc();

  /** A value as a user would write it. */
  String example();
}
