package dev.sluice.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which quantiles and intervals are shaded behind a forecast, by their names. */
final class Bands {
  private static final String LOWER = "lower_"; // end of an interval of a level in per cent

  private Bands() {}

  /**
   * The lower and the upper end of each interval, else of two quantiles, the widest first.
   *
   * @param names of quantiles and ends of intervals, levels ascending
   */
  static List<List<String>> of(Collection<String> names) {
    List<String> bounds = List.copyOf(names);
    List<List<String>> bands = new ArrayList<>();
    for (String lower : bounds) {
      if (lower.startsWith(LOWER)) {
        bands.add(0, List.of(lower, "upper_" + lower.substring(LOWER.length())));
      }
    }
    for (int i = 0; bands.isEmpty() && i < bounds.size() / 2; i++) {
      bands.add(List.of(bounds.get(i), bounds.get(bounds.size() - 1 - i)));
    }
    return bands;
  }

  /** A description of the shaded areas, as in {@code the 95% interval, q_0.1 to q_0.9}. */
  static Tag note(List<List<String>> bands) {
    return Section.note(
        "Shades: " + String.join(", ", bands.stream().map(Bands::named).toList()) + ".");
  }

  private static String named(List<String> ends) {
    return ends.get(0).startsWith(LOWER)
        ? "the %s%% interval".formatted(ends.get(0).substring(LOWER.length()))
        : String.join(" to ", ends);
  }
}
