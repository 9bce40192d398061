package dev.sluice.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** For a sealed type: a user writes a list for one of its two records, a map for the other. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ListOrMap {
  /** Its one component is the list. */
  Class<? extends Record> list();

  /** Its components are the keys of the map. */
  Class<? extends Record> map();
}
