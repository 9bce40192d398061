package dev.sluice.cli;

import dev.sluice.config.Differing;
import dev.sluice.run.RunScore;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs for people: a table that fits the terminal, or, where none does, a few lines for each run.
 */
final class RunListing {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int WIDEST_VALUE = 24; // columns, of a key that differs

  private final int columns;

  /**
   * @param columns that a line may take, {@link Integer#MAX_VALUE} where nobody reads it at a
   *     terminal
   */
  RunListing(int columns) {
    this.columns = columns;
  }

  /** A column of a table. */
  private record Column(String heading, Function<ListedRun, String> value) {}

  /** One table for each task, and one for the runs without scores. */
  String byTask(List<ListedRun> runs) {
    Map<String, List<ListedRun>> byTask = new LinkedHashMap<>();
    for (ListedRun run : runs) {
      String task = run.isWithoutScores() ? "" : run.task();
      byTask.computeIfAbsent(task, t -> new ArrayList<>()).add(run);
    }
    return byTask.values().stream()
        .map(of -> table(of, /* dated= */ false))
        .collect(Collectors.joining("\n"));
  }

  /**
   * With as many metrics as fit, and one at least.
   *
   * @param dated whether it says when each began
   */
  String table(List<ListedRun> runs, boolean dated) {
    List<String> metrics = metrics(runs);
    List<Column> first = new ArrayList<>(List.of(new Column("run", RunListing::marked)));
    if (dated) {
      first.add(new Column("started", RunListing::started));
    }
    List<Column> others =
        List.of(
            new Column("status", ListedRun::status),
            new Column(">epochs", run -> Integer.toString(run.epochs())));
    for (int n = metrics.size(); n >= Math.min(1, metrics.size()); n--) {
      List<Column> all = new ArrayList<>(first);
      all.addAll(others);
      metrics.subList(0, n).forEach(metric -> all.add(column(metric)));
      TextTable table = table(runs, all);
      if (table.width() <= columns) {
        return table.text() + (n < metrics.size() ? "more metrics: sluice runs --json\n" : "");
      }
    }
    return runs.stream().map(run -> lines(run, dated)).collect(Collectors.joining());
  }

  /** Those that decide first. */
  private static List<String> metrics(List<ListedRun> runs) {
    Set<String> all = new LinkedHashSet<>();
    runs.forEach(run -> run.score().ifPresent(score -> all.add(score.metric())));
    runs.forEach(run -> all.addAll(run.metrics().keySet()));
    return List.copyOf(all);
  }

  private static Column column(String metric) {
    return new Column(">" + metric, run -> number(run.metrics().get(metric)));
  }

  private static TextTable table(List<ListedRun> runs, List<Column> columns) {
    TextTable table = new TextTable(columns.stream().map(Column::heading).toArray(String[]::new));
    for (ListedRun run : runs) {
      table.row(columns.stream().map(of -> of.value().apply(run)).toArray(String[]::new));
    }
    return table;
  }

  private String lines(ListedRun run, boolean dated) {
    List<String> words = new ArrayList<>();
    if (dated) {
      words.add(started(run));
    }
    words.add(run.status());
    words.add(run.epochs() == 1 ? "1 epoch" : run.epochs() + " epochs");
    run.score().ifPresent(score -> words.add(score(score)));
    return marked(run) + "\n" + indented(String.join(", ", words));
  }

  private String indented(String words) {
    return "  " + Paragraph.of(words, "  ", columns - 2);
  }

  private static String marked(ListedRun run) {
    return run.path() + (run.isWithoutScores() || run.skill() ? "" : " !");
  }

  private static String started(ListedRun run) {
    return run.started().map(MINUTE::format).orElse("-");
  }

  private static String score(RunScore score) {
    return score.metric() + " " + number(score.value());
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4g", value);
  }

  /** The score of each run and its values of the keys in which they differ. */
  String differences(List<ListedRun> runs, List<Differing> differing) {
    if (differing.isEmpty()) {
      return runs.size() == 1 ? "There is only one run.\n" : "The configs are the same.\n";
    }
    List<String> names = shortest(differing.stream().map(Differing::key).toList());
    Map<ListedRun, Integer> places = new LinkedHashMap<>();
    runs.forEach(run -> places.put(run, places.size()));
    List<Column> all = new ArrayList<>();
    all.add(new Column("run", RunListing::marked));
    metrics(runs).stream().limit(1).forEach(metric -> all.add(column(metric)));
    for (int i = 0; i < names.size(); i++) {
      List<Optional<String>> values = differing.get(i).values();
      all.add(new Column(names.get(i), run -> shortened(values.get(places.get(run)).orElse("-"))));
    }
    TextTable table = table(runs, all);
    if (table.width() <= columns) {
      return table.text();
    }
    StringBuilder text = new StringBuilder();
    for (ListedRun run : runs) {
      text.append(marked(run)).append('\n');
      run.score().ifPresent(score -> text.append(indented(score(score))));
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        differing
            .get(i)
            .values()
            .get(places.get(run))
            .ifPresent(value -> text.append(indented(name + ": " + value)));
      }
    }
    return text.toString();
  }

  private String shortened(String value) {
    return columns == Integer.MAX_VALUE || value.length() <= WIDEST_VALUE
        ? value
        : value.substring(0, WIDEST_VALUE - 3) + "...";
  }

  /** Of each key the shortest end that no other has; --where takes it as well, if it is no list. */
  private static List<String> shortest(List<String> keys) {
    return keys.stream()
        .map(
            key -> {
              String end = key;
              for (int dot = key.lastIndexOf('.'); dot >= 0; dot = key.lastIndexOf('.', dot - 1)) {
                end = key.substring(dot + 1);
                String tail = "." + end;
                if (keys.stream().filter(other -> ("." + other).endsWith(tail)).count() == 1) {
                  return end;
                }
              }
              return key;
            })
        .toList();
  }

  /** The runs that cannot be read, and why. */
  String broken(List<ListedRun> runs) {
    StringBuilder text = new StringBuilder();
    for (ListedRun run : runs) {
      text.append(run.path())
          .append('\n')
          .append(indented("broken: " + run.broken().orElseThrow()));
    }
    return text.toString();
  }
}
