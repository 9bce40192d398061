package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.series.TimeColumn;
import dev.sluice.problem.YamlWord;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/** A config for forecasting series. */
final class SeriesDraft {
  private static final double PART = 0.15; // of the rows, for validation and test each
  private static final Map<String, Integer> USUAL_HORIZONS = Map.of("1d", 7, "1b", 5, "1h", 24);
  private static final int USUAL_HORIZON = 12;
  private static final int LONGEST_HORIZON = 31;
  private static final int FEWEST_ROWS = 6; // two for each part, with a lookback and horizon of 1
  private static final int MOST_LOOKBACK = 96;
  private static final int MOST_WINDOWS = 20_000; // that train
  private static final int MOST_NUMBERS_OF_A_RIDGE = 2_000; // which takes less than an epoch

  private final TableDraft draft;
  private final List<ColumnProfile> targets;
  private final TimeChoice choice;
  private final Optional<ColumnProfile> time;
  private final Table table; // in time order, whole
  private final int rows;
  private final Optional<Panel> panel;

  /**
   * @param panel the series to which this one belongs
   */
  SeriesDraft(
      TableDraft draft, List<ColumnProfile> targets, TimeChoice choice, Optional<Panel> panel) {
    this.draft = draft;
    this.targets = targets;
    this.choice = choice;
    this.panel = panel;
    this.time = choice.column();
    this.table = time.map(choice::series).orElse(draft.table());
    this.rows = table.size();
    targets.forEach(this::requireFirst);
  }

  /** Refuses a missing value in the first row if values are carried forward. */
  private void requireFirst(ColumnProfile target) {
    if (constant().isEmpty() && !masks() && isMissing(0, target)) {
      throw draft.question(
          "column '%s' has no value in the first row, so there is none to carry forward"
              .formatted(target.name()),
          List.of(
              "leave the row out;",
              "or tell the network which values are missing: "
                  + draft.wishes().withMissing("mask").answered(),
              "or fill in a number, such as 0 where nothing was sold: "
                  + draft.wishes().withMissing("0").answered()),
          "");
    }
  }

  private boolean masks() {
    return draft.wishes().missing().filter("mask"::equals).isPresent();
  }

  private OptionalDouble constant() {
    return draft.wishes().missing().filter(ColumnProfile::isNumber).stream()
        .mapToDouble(Double::parseDouble)
        .findFirst();
  }

  private boolean isInserted(int row) {
    return row > 0 && table.recordNumber(row) == table.recordNumber(row - 1);
  }

  private boolean isMissing(int row, ColumnProfile column) {
    return isInserted(row)
        || ColumnProfile.isMissing(table.value(row, draft.indexOf(column)).strip());
  }

  /** Whether there may be gaps, also in rows beyond those that were looked at. */
  private boolean mayHaveGaps() {
    return draft.wishes().missing().isPresent()
        && time.isPresent()
        && (rows > draft.table().size() || !draft.isWhole());
  }

  private Optional<TimeColumn> reading() {
    return time.map(column -> column.readings().get(0));
  }

  String text() {
    if (panel.isEmpty()) {
      draft.requireRows(FEWEST_ROWS);
    } else {
      requireOneOfMany();
    }
    Optional<String> frequency = reading().map(TimeColumn::frequency);
    Optional<Season> season =
        Season.of(
            Arrays.copyOf(observed(targets.get(0)), rows - 2 * (int) Math.round(PART * rows)),
            frequency);
    int horizon =
        season
            .map(Season::rows)
            .filter(r -> r <= LONGEST_HORIZON)
            .orElse(USUAL_HORIZONS.getOrDefault(frequency.orElse(""), USUAL_HORIZON));
    while (horizon > 1 && rows < 12 * horizon) {
      horizon = (horizon + 1) / 2;
    }
    int part = Math.max((int) Math.round(PART * rows), 2 * horizon);
    int lookback =
        Math.max(
            1,
            Math.min(
                Math.min(MOST_LOOKBACK, (rows - 2 * part) / 3),
                Math.max(2 * horizon, season.map(s -> 2 * s.rows()).orElse(4 * horizon))));
    int training = rows - 2 * part;
    int windows =
        panel.isPresent()
            ? panel.get().windows(lookback, horizon, part)
            : training - lookback - horizon + 1;
    int stride = (windows - 1) / MOST_WINDOWS + 1;
    List<ColumnProfile> covariates = covariates(training);
    List<String> names = targets.stream().map(ColumnProfile::name).toList();
    StringBuilder text =
        new StringBuilder(
            panel
                .map(Panel::whole)
                .orElse(draft)
                .beginning("A forecast of " + Yaml.comment(String.join(", ", names))));
    if (panel.isPresent()) {
      text.append(panel.get().line(lookback + horizon + 2 * part));
    }
    text.append(timeLines(season));
    text.append(columnLines(covariates, season, training));
    text.append("  input:\n    series:\n");
    text.append(
        Drafts.line(
            "      lookback: " + lookback,
            season.isPresent() && lookback == 2 * season.get().rows()
                ? "rows that each forecast reads: two seasons"
                : "rows that each forecast reads"));
    if (stride > 1) {
      text.append(
          Drafts.line(
              "      stride: " + stride,
              "trains on every %sth of %s windows, as neighbours are similar"
                  .formatted(stride, windows)));
    }
    text.append(
        Drafts.line(
            "      past_covariates: "
                + Yaml.list(covariates.stream().map(ColumnProfile::name).toList()),
            covariates.isEmpty()
                ? "no other column can help"
                : "the other numbers, up to the time of the forecast"));
    List<String> calendar = calendar(frequency);
    if (!calendar.isEmpty()) {
      text.append(
          Drafts.line(
              "      calendar: " + Yaml.list(calendar), "patterns that depend on the time alone"));
    }
    text.append(
        Drafts.line(
            "      window_scale: {last_value: {}}",
            "each window starts at zero, so that a trend does not matter"));
    text.append(
        Drafts.line(
            "  target: {forecast: {columns: %s, horizon: %s}}".formatted(Yaml.list(names), horizon),
            season.isPresent() && horizon == season.get().rows()
                ? "rows ahead: one season"
                : "rows ahead: a guess, set the number that you need"));
    text.append(
        Drafts.line(
            "  split: {validation: {rows: %s}, test: {rows: %s}}".formatted(part, part),
            panel.isPresent()
                ? "the last rows of each series"
                : "of %s rows, in time order; %s train".formatted(rows, training)));
    int features = targets.size() + covariates.size() + 2 * calendar.size(); // sine and cosine
    text.append(rest(draft.wishes().effort(), windows / stride, lookback * features));
    return text.toString();
  }

  /** Requires one series with enough rows; shorter ones are skipped. */
  private void requireOneOfMany() {
    int longest = Arrays.stream(panel.orElseThrow().lengths()).max().orElseThrow();
    if (longest < FEWEST_ROWS) {
      throw draft.question(
          "has too few rows to train, validate and test: %s in the longest of %s series"
              .formatted(longest, panel.get().lengths().length),
          List.of(),
          "there must be at least %s in one of them".formatted(FEWEST_ROWS));
    }
  }

  private String timeLines(Optional<Season> season) {
    String seasonal = season.map(s -> "season: %s".formatted(s.rows())).orElse("");
    String why =
        season
            .map(Season::why)
            .orElse("no season was found; if there is one, set season to its number of rows");
    if (time.isEmpty()) {
      return season.isEmpty()
          ? "  # no time: the rows are in time order and equally far apart\n" + shifted()
          : Drafts.line("  time: {" + seasonal + "}", why) + shifted();
    }
    TimeColumn reading = reading().orElseThrow();
    String format = reading.format().map(f -> ", format: " + YamlWord.of(f)).orElse("");
    boolean copies = choice.hasCopies(time.get());
    return Drafts.line(
        "  time: {%s%s%s, frequency: %s%s%s%s%s}"
            .formatted(
                draft
                    .timeParts()
                    .map(parts -> "columns: " + Yaml.list(parts.columns()))
                    .orElse("column: " + YamlWord.of(time.get().name())),
                format,
                draft.wishes().zone().map(zone -> ", zone: " + zone).orElse(""),
                reading.frequency(),
                panel.map(Panel::sorted).orElse(reading.ascends()) ? "" : ", order: sort",
                copies ? ", duplicates: first" : "",
                mayHaveGaps() ? ", gaps: insert" : "",
                seasonal.isEmpty() ? "" : ", " + seasonal),
        "one row each %s; %s%s"
            .formatted(reading.frequency(), copies ? "copies of rows are left out; " : "", why));
  }

  private String shifted() {
    return choice.shifted().map(what -> "  # " + Yaml.oneLine(what) + "\n").orElse("");
  }

  private String columnLines(
      List<ColumnProfile> covariates, Optional<Season> season, int training) {
    StringBuilder lines = new StringBuilder();
    for (ColumnProfile target : targets) {
      double[] values = values(target);
      boolean log =
          all(target, value -> value > 0) // otherwise it would be refused
              && Growth.isMultiplicative(
                  Arrays.copyOf(values, training), season.map(Season::rows).orElse(10));
      lines.append(
          columnLine(target, "log", log, "always above 0, with larger changes at higher values"));
    }
    for (ColumnProfile covariate : covariates) {
      double[] values = values(covariate);
      boolean log1p =
          all(covariate, value -> value >= 0) && Growth.isSparse(Arrays.copyOf(values, training));
      lines.append(columnLine(covariate, "log1p", log1p, "mostly small, rarely very large"));
    }
    return lines.length() == 0 ? "" : "  columns:\n" + lines;
  }

  /** Whether all numbers of a column satisfy a predicate, in all series. */
  private boolean all(ColumnProfile column, DoublePredicate such) {
    return Arrays.stream(values(column)).allMatch(such)
        && panel.map(all -> all.all(column, such)).orElse(true);
  }

  private String columnLine(
      ColumnProfile column, String transform, boolean transformed, String why) {
    List<String> keys = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    draft
        .numberForm(column)
        .ifPresent(
            form -> {
              keys.add("number: " + form.inConfig());
              reasons.add("the format of its numbers");
            });
    List<String> marks = marks(column);
    if (!marks.isEmpty()) {
      keys.add("missing_values: " + Yaml.list(marks));
    }
    if (mayHaveGaps() || draft.wishes().missing().isPresent() && column.missing() > 0) {
      String missing = draft.wishes().missing().orElseThrow();
      keys.add(
          "missing: "
              + (constant().isPresent() ? "{constant: {value: " + missing + "}}" : missing));
      reasons.add("fills missing rows and values");
    }
    if (transformed) {
      keys.add("transform: {" + transform + ": {}}");
      reasons.add(why);
    }
    return keys.isEmpty()
        ? ""
        : Drafts.line(
            "    %s: {%s}".formatted(YamlWord.key(column.name()), String.join(", ", keys)),
            String.join("; ", reasons));
  }

  /** The words that mean a missing value. */
  private List<String> marks(ColumnProfile column) {
    return IntStream.range(0, rows)
        .mapToObj(row -> table.value(row, draft.indexOf(column)).strip())
        .filter(cell -> !cell.isEmpty() && ColumnProfile.isMissing(cell))
        .distinct()
        .toList();
  }

  /** What the time alone may tell; none where it never changes in the rows. */
  private List<String> calendar(Optional<String> frequency) {
    if (frequency.isEmpty()) {
      return List.of();
    }
    String unit = frequency.get().replaceAll("\\d+", "");
    boolean varies = rows * stepHours(frequency.get(), unit) > 24;
    return !varies
        ? List.of()
        : switch (unit) {
          case "ms", "s", "min", "h" -> List.of("hour", "weekday");
          case "d", "b" -> rows >= 730 ? List.of("weekday", "day_of_year") : List.of("weekday");
          case "w" -> List.of("week_of_year");
          case "mo" -> List.of("month");
          case "q" -> List.of("quarter");
          default -> List.of();
        };
  }

  private static double stepHours(String frequency, String unit) {
    int count = Integer.parseInt(frequency.replaceAll("\\D+", ""));
    return switch (unit) {
      case "ms" -> count / 3_600_000.0;
      case "s" -> count / 3600.0;
      case "min" -> count / 60.0;
      case "h" -> count;
      default -> 24 * count;
    };
  }

  /**
   * @param numbers of a window
   */
  private static String rest(Effort effort, int windows, int numbers) {
    boolean fast = effort == Effort.FAST;
    boolean ridge = numbers <= MOST_NUMBERS_OF_A_RIDGE;
    return (fast
            ? "# --fast: half the units and a seventh of the epochs\n"
            : effort == Effort.BEST ? "# --best: up to three times the usual time\n" : "")
        + "network:\n"
        + Drafts.line(
            "  - lstm: {units: %s}".formatted(fast ? 16 : 32),
            "%s windows to train on".formatted(windows))
        + "  - dense: {units: 16, activation: relu}\n"
        + Drafts.line(
            "  - output: {linear_skip: true%s}".formatted(ridge ? ", linear_start: ridge" : ""),
            ridge
                ? "adds a linear model of the window, fitted before the training"
                : "adds a linear model of the window")
        + "training:\n"
        + Drafts.line("  epochs: " + (fast ? 15 : 100), "at most; early_stopping ends it sooner")
        + "  batch_size: 32\n"
        + (ridge
            ? Drafts.line(
                "  optimizer: {adam: {learning_rate: 0.0005}}",
                "small steps, to keep the linear model")
            : "  optimizer: {adam: {learning_rate: 0.002}}\n")
        + Drafts.line(
            "  gradient_clipping: {global_norm: 1.0}",
            "keeps rare large gradients from ruining the training")
        + Drafts.line(
            "  early_stopping: {monitor: loss, patience: %s}".formatted(fast ? 3 : 10),
            "the best epoch on the validation part is kept")
        + (effort == Effort.BEST ? Drafts.ensemble() : "");
  }

  /**
   * The other columns of numbers that have no missing value and are not constant in the training
   * part.
   */
  private List<ColumnProfile> covariates(int training) {
    List<ColumnProfile> covariates = new ArrayList<>();
    for (ColumnProfile column : draft.of(Kind.NUMBER)) {
      if (!targets.contains(column)
          && time.filter(column::equals).isEmpty()
          && column.missing() == 0
          && panel.map(all -> all.isFull(column)).orElse(true)) {
        double[] values = values(column);
        if (Arrays.stream(values, 0, training).distinct().limit(2).count() == 2) {
          covariates.add(column);
        }
      }
    }
    return covariates;
  }

  private double[] values(ColumnProfile column) {
    int index = draft.indexOf(column);
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      values[row] =
          isMissing(row, column)
              ? constant().orElse(row > 0 ? values[row - 1] : 0)
              : Double.parseDouble(table.value(row, index).strip());
    }
    return values;
  }

  /** With NaN for missing values, unless a number stands for them. */
  private double[] observed(ColumnProfile column) {
    double[] values = values(column);
    for (int row = 0; row < rows && constant().isEmpty(); row++) {
      values[row] = isMissing(row, column) ? Double.NaN : values[row];
    }
    return values;
  }

  /** How the values of a column are distributed. */
  private static final class Growth {
    private static final double LEAST_CORRELATION = 0.7;
    private static final double LEAST_GROWTH = 1.5;

    private Growth() {}

    /** Whether blocks with a higher mean have a larger spread, and the mean does change. */
    static boolean isMultiplicative(double[] values, int block) {
      int blocks = values.length / block;
      if (blocks < 5 || block < 2) {
        return false;
      }
      double[] means = new double[blocks];
      double[] spreads = new double[blocks];
      for (int b = 0; b < blocks; b++) {
        double[] part = Arrays.copyOfRange(values, b * block, (b + 1) * block);
        double mean = Arrays.stream(part).average().orElseThrow();
        means[b] = mean;
        spreads[b] =
            Math.sqrt(
                Arrays.stream(part).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
      }
      double least = Arrays.stream(means).min().orElseThrow();
      double most = Arrays.stream(means).max().orElseThrow();
      return most >= LEAST_GROWTH * least && correlation(means, spreads) >= LEAST_CORRELATION;
    }

    /** Whether the mean is far above the median. */
    static boolean isSparse(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double mean = Arrays.stream(values).average().orElseThrow();
      boolean many = Arrays.stream(sorted).distinct().limit(11).count() > 10;
      return many && mean > 2 * sorted[sorted.length / 2];
    }

    private static double correlation(double[] x, double[] y) {
      double meanX = Arrays.stream(x).average().orElseThrow();
      double meanY = Arrays.stream(y).average().orElseThrow();
      double xy = 0;
      double xx = 0;
      double yy = 0;
      for (int i = 0; i < x.length; i++) {
        xy += (x[i] - meanX) * (y[i] - meanY);
        xx += (x[i] - meanX) * (x[i] - meanX);
        yy += (y[i] - meanY) * (y[i] - meanY);
      }
      return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }
  }
}
