package dev.sluice.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record with one component, a list of kinds: a user writes a map with the names of kinds as its
 * keys, each at most once, so that several can be combined.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KindsAsKeys {
  /** The choice whose kinds are the keys. */
  Class<?> value();
}
