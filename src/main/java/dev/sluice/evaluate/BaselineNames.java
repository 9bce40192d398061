package dev.sluice.evaluate;

import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.BaselineSpec;

/** The meanings of the names of baselines in results. */
public final class BaselineNames {
  private BaselineNames() {}

  /**
   * A description of the method that can follow "better than"; the name itself if it is of no
   * installed kind.
   */
  public static String inWords(String name) {
    for (Kind<BaselineSpec> kind : Kinds.installed().of(BaselineSpec.class)) {
      if (kind.name().equals(name) && kind.record().getRecordComponents().length == 0) {
        try {
          var constructor = kind.record().getDeclaredConstructor();
          constructor.setAccessible(true);
          return constructor.newInstance().inWords();
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(kind.record().getName() + " cannot be created", e);
        }
      }
    }
    return name.replace('_', ' ');
  }
}
