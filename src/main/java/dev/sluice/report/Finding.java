package dev.sluice.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that a reader of the scores can act on.
 *
 * @param title what was found
 * @param why the numbers behind it
 * @param changes of the config that may help; those that it does not allow are left out
 */
record Finding(String title, String why, List<Change> changes) {
  /**
   * Another value for a key.
   *
   * @param why its effect
   */
  record Change(String key, String value, String why) {}

  /** Collects the changes that a config allows. */
  static final class Allowed {
    private final Settings settings;
    private final List<Change> changes = new ArrayList<>();

    Allowed(Settings settings) {
      this.settings = settings;
    }

    Allowed add(String key, String value, String why) {
      if (settings.allows(key, value)) {
        changes.add(new Change(key, value, why));
      }
      return this;
    }

    List<Change> list() {
      return List.copyOf(changes);
    }
  }
}
