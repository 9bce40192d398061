package dev.sluice.spec;

import java.util.List;

/** Shares between 0 and 1. */
final class Levels {
  private Levels() {}

  /**
   * @param key that holds them
   * @throws InvalidSpecException if they are not strictly ascending between 0 and 1, or there are
   *     none
   */
  static List<Double> rising(String key, List<Double> levels) {
    double before = 0;
    boolean rising = !levels.isEmpty();
    for (double level : levels) {
      rising &= level > before && level < 1;
      before = level;
    }
    if (!rising) {
      List<Double> fitting =
          levels.stream().filter(level -> level > 0 && level < 1).sorted().distinct().toList();
      throw new InvalidSpecException(
          key,
          "%s must be increasing, unique, strictly between 0 and 1: %s".formatted(key, levels),
          fitting.isEmpty() ? "" : "write " + fitting);
    }
    return List.copyOf(levels);
  }
}
