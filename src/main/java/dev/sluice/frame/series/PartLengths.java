package dev.sluice.frame.series;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.PanelSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks that the parts of all series have enough rows, and says what to do if not. */
final class PartLengths {
  private static final int LISTED = 5;

  private final SeriesLayout layout;
  private final List<String> tooShort = new ArrayList<>();
  private final Map<Part, Integer> longest = new EnumMap<>(Part.class);
  private Optional<SeriesKey> shortestKey = Optional.empty(); // of those that are too short
  private int shortest; // its training rows

  PartLengths(SeriesLayout layout) {
    this.layout = layout;
  }

  /** Whether a series has enough training rows without a gap to learn from. */
  boolean see(SeriesKey key, SeriesSplit split, Stretches stretches) {
    int rows = stretches.longest(split.trainingEnd());
    for (Part part : Part.values()) {
      longest.merge(part, split.end(part) - split.start(part), Math::max);
    }
    if (rows < layout.rowsOfWindow()) {
      tooShort.add("%s (%s rows)".formatted(key, rows));
      if (shortestKey.isEmpty() || rows < shortest) {
        shortestKey = Optional.of(key);
        shortest = rows;
      }
    }
    return rows >= layout.rowsOfWindow();
  }

  /** The series that are too short, each with its training rows. */
  List<String> tooShort() {
    return tooShort;
  }

  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    boolean skip =
        layout.panel().filter(p -> p.shortSeries() == PanelSpec.Short.SKIP).isPresent()
            && longest.get(Part.TRAINING) >= layout.rowsOfWindow();
    if (!tooShort.isEmpty() && !skip) {
      problems.add(layout.panel().isEmpty() ? tooFewRows() : shortSeries());
    }
    int season = layout.season();
    if (season > 1 && longest.get(Part.TRAINING) <= season) {
      problems.add(
          Problem.atKey(
              "data.time.season",
              "season %s needs at least %s training rows; found %s"
                  .formatted(season, season + 1, longest.get(Part.TRAINING)),
              ""));
    }
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      int rows = longest.get(part);
      int horizon = layout.windows().horizon();
      if (rows > 0 && rows < horizon) {
        String name = part.name().toLowerCase(Locale.ROOT);
        problems.add(
            Problem.atKey(
                "data.split." + name,
                "%s has %s rows%s but horizon is %s: no window can be scored"
                    .formatted(
                        name,
                        rows,
                        layout.panel().isPresent() ? " of a series at most" : "",
                        horizon),
                "give it at least %s rows, or reduce the horizon".formatted(horizon)));
      }
    }
    return problems;
  }

  private Problem tooFewRows() {
    return Problem.atKey(
        "data.input.series.lookback",
        "The series has %s training rows; %s needs %s"
            .formatted(shortest, layout.arithmetic(), layout.rowsOfWindow()),
        remedy());
  }

  private Problem shortSeries() {
    String listed = String.join(", ", tooShort.subList(0, Math.min(LISTED, tooShort.size())));
    String skipping =
        longest.get(Part.TRAINING) >= layout.rowsOfWindow()
            ? ", or set data.series.short_series: skip to leave these series out"
            : "";
    return Problem.atKey(
        "data.input.series.lookback",
        "Series %s has %s training rows; %s needs %s%s"
            .formatted(
                shortestKey.orElseThrow(),
                shortest,
                layout.arithmetic(),
                layout.rowsOfWindow(),
                tooShort.size() == 1
                    ? ""
                    : ". %s series have fewer: %s%s"
                        .formatted(
                            tooShort.size(), listed, tooShort.size() > LISTED ? ", ..." : "")),
        remedy() + skipping);
  }

  private String remedy() {
    int lookback = shortest - (layout.rowsOfWindow() - layout.windows().lookback());
    return lookback > 0
        ? "reduce lookback to " + lookback + " or less"
        : "reduce the horizon, or train on more rows";
  }
}
