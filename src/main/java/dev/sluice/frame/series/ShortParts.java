package dev.sluice.frame.series;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Warns of parts in which any two forecasts share rows. */
final class ShortParts implements SeriesCheck {
  @Override
  public List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split) {
    List<Warning> warnings = new ArrayList<>();
    if (layout.panel().isPresent()) {
      return warnings; // this many series have enough forecasts
    }
    int horizon = layout.windows().horizon();
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      int rows = split.end(part) - split.start(part);
      String name = part.name().toLowerCase(Locale.ROOT);
      if (rows > 0 && rows < 2 * horizon) {
        warnings.add(
            new Warning(
                Check.FEW_TEST_WINDOWS,
                Problem.atKey(
                    "data.split." + name,
                    "%s has %s rows, and a forecast has %s: its %s windows overlap"
                        .formatted(name, rows, horizon, rows - horizon + 1),
                    "give it %s rows or more, or reduce the horizon".formatted(2 * horizon)),
                "its scores are hardly more than those of one forecast, and the next one may"
                    + " differ"));
      }
    }
    return warnings;
  }
}
