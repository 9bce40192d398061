package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Columns;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Splits examples into training, validation and test. Parts that are given by files and columns are
 * taken first. Shares and numbers of examples are then drawn at random from the rest, for each
 * class separately, the test part before the validation part, so that the test part does not depend
 * on the size of the validation part. Everything that remains is used for training. An example is
 * never torn apart, however many rows it has.
 *
 * <p>A class has an example in every part if it has enough of them, and always keeps one for
 * training. With {@code split.group}, groups of examples are drawn whole, by {@link GroupDraw}.
 *
 * @param <F> the examples
 */
public final class RowSplit<F extends TableFrame> {
  /** Test before validation: the order in which parts are drawn. */
  private static final List<Part> DRAWN = List.of(Part.TEST, Part.VALIDATION);

  private final SourceSpec source;
  private final SplitSpec split;
  private final Optional<String> stratum;
  private final Cut<F> cut;
  private final F all; // of the source
  private final Part[] owner; // (examples); null while not given to a part
  private final List<Problem> problems = new ArrayList<>();

  private RowSplit(
      SourceSpec source, SplitSpec split, Optional<String> stratum, Cut<F> cut, F all) {
    this.source = source;
    this.split = split;
    this.stratum = stratum;
    this.cut = cut;
    this.all = all;
    this.owner = new Part[all.size()];
  }

  /**
   * The parts that the split names, and the training part.
   *
   * @param table of the source
   * @param input the input columns, by the key of the config that names each
   * @param target what is predicted; files of parts need its columns only if the source has them
   * @param cut how rows become examples
   * @throws UserException if a column or a target is missing, or a part is empty or cannot be made
   */
  public static <F extends TableFrame> Map<Part, F> split(
      DataSpec spec, Table table, Map<String, String> input, TargetColumns target, Cut<F> cut) {
    Map<String, String> columns = new LinkedHashMap<>(input);
    columns.putAll(target.byKey());
    List<Problem> problems = new ArrayList<>();
    columns.forEach((key, column) -> Columns.missing(table, column, key).ifPresent(problems::add));
    stopOn(problems);
    target
        .byKey()
        .forEach(
            (key, column) -> {
              if (input.containsValue(column)) {
                problems.add(
                    Problem.atKey(
                        key,
                        "'%s' is an input: the network would see the answer".formatted(column),
                        "choose another column: " + Columns.listed(table.columns())));
              }
            });
    spec.split()
        .group()
        .filter(target.byKey()::containsValue)
        .ifPresent(
            group ->
                problems.add(
                    Problem.atKey(
                        ExampleGroups.KEY,
                        "'%s' is the target: each of its values would be in only one part"
                            .formatted(group),
                        "choose a column that identifies rows that belong together")));
    stopOn(problems);
    F all = cut.all(table);
    stopOn(target.faults().apply(all));
    return new RowSplit<>(spec.source(), spec.split(), target.stratum(), cut, all)
        .split(columns.values());
  }

  /**
   * The parts of rows that have inputs and target.
   *
   * @param stratum as in {@link TargetColumns}
   * @throws UserException if a part is empty or cannot be made
   */
  public static Map<Part, Rows> split(
      SourceSpec source, SplitSpec split, Table table, Optional<String> stratum) {
    return new RowSplit<>(source, split, stratum, Rows.CUT, Rows.all(table)).split(List.of());
  }

  private static void stopOn(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private Map<Part, F> split(Collection<String> columns) {
    checkSpec();
    stopOn(problems);
    Map<Part, Table> files = new EnumMap<>(Part.class);
    for (Part part : DRAWN) {
      spec(part).flatMap(SplitSpec.Part::file).ifPresent(file -> files.put(part, read(file)));
    }
    files
        .values()
        .forEach(
            file ->
                columns.forEach(column -> Columns.missing(file, column).ifPresent(problems::add)));
    stopOn(problems);
    Map<Part, F> parts = new EnumMap<>(Part.class);
    files.forEach((part, file) -> parts.put(part, cut.all(file)));
    for (Part part : DRAWN) {
      spec(part)
          .filter(p -> p.column().isPresent())
          .ifPresent(p -> takeMarked(part, p.column().get(), p.value().orElseThrow()));
    }
    split.group().map(all::contradictions).ifPresent(problems::addAll);
    stopOn(problems);
    split.group().ifPresentOrElse(this::drawGroups, this::draw);
    stopOn(problems);
    for (Part part : Part.values()) {
      int[] examples =
          IntStream.range(0, owner.length)
              .filter(i -> (owner[i] == null ? Part.TRAINING : owner[i]) == part)
              .toArray();
      if (examples.length > 0) {
        parts.put(part, cut.select(all, examples));
      }
    }
    if (!parts.containsKey(Part.TRAINING)) {
      throw new UserException(
          Problem.atKey(
              "data.split",
              "the other parts take all %s, so none is left for training"
                  .formatted(all.counted(all.size())),
              "make them smaller"));
    }
    return parts;
  }

  private Optional<SplitSpec.Part> spec(Part part) {
    return part == Part.TEST ? split.test() : split.validation();
  }

  private static String key(Part part, String key) {
    return "data.split.%s.%s".formatted(part == Part.TEST ? "test" : "validation", key);
  }

  private void checkSpec() {
    List<SourceSpec> files = new ArrayList<>(List.of(source));
    split
        .group()
        .flatMap(column -> Columns.missing(all.table(), column, ExampleGroups.KEY))
        .ifPresent(problems::add);
    for (Part part : DRAWN) {
      Optional<SplitSpec.Part> p = spec(part);
      p.flatMap(SplitSpec.Part::from)
          .ifPresent(
              from ->
                  problems.add(
                      Problem.atKey(
                          key(part, "from"),
                          "only a series can be split at a time",
                          "use share, rows, file, or column with value")));
      p.flatMap(SplitSpec.Part::column)
          .flatMap(column -> Columns.missing(all.table(), column, key(part, "column")))
          .ifPresent(problems::add);
      p.flatMap(SplitSpec.Part::file)
          .map(file -> source.withPath(file))
          .ifPresent(
              file -> {
                if (files.stream().anyMatch(other -> same(other.path(), file.path()))) {
                  problems.add(
                      Problem.atKey(
                          key(part, "file"),
                          "%s is already used for another part".formatted(file.path()),
                          "a row can only be in one part; use share, rows, or column with value"));
                }
                files.add(file);
              });
    }
  }

  private static boolean same(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException e) {
      return false; // one of them does not exist; this is reported when it is read
    }
  }

  private Table read(Path file) {
    return Sources.newRows(source, file);
  }

  private void takeMarked(Part part, String columnName, String value) {
    int column = all.table().indexOf(columnName);
    problems.addAll(all.contradictions(columnName));
    String wanted = NormalForm.NFC.of(value);
    int taken = 0;
    for (int i = 0; i < all.size(); i++) {
      if (!NormalForm.NFC.of(all.value(i, column)).equals(wanted)) {
        continue;
      }
      if (owner[i] != null) {
        problems.add(
            Problem.atKey(
                key(part, "value"),
                "line %s of %s is already in the test part"
                    .formatted(all.line(i), all.table().name()),
                "a row can only be in one part"));
        return;
      }
      owner[i] = part;
      taken++;
    }
    if (taken == 0) {
      List<String> values =
          IntStream.range(0, all.size())
              .mapToObj(i -> all.value(i, column))
              .distinct()
              .limit(6)
              .toList();
      problems.add(
          Problem.atKey(
              key(part, "value"),
              "no row has '%s' in column '%s'".formatted(value, columnName),
              "the column has: "
                  + String.join(", ", values.subList(0, Math.min(5, values.size())))
                  + (values.size() > 5 ? ", ..." : "")));
    }
  }

  /** Assigns examples at random to the parts that ask for a share or a number of them. */
  private void draw() {
    List<int[]> classes = shuffledFreeByClass();
    int[] given = new int[classes.size()]; // (classes): examples given away so far
    List<Part> drawn = DRAWN.stream().filter(part -> wanted(part).isPresent()).toList();
    for (int i = 0; i < drawn.size(); i++) {
      Part part = drawn.get(i);
      int later = drawn.size() - 1 - i;
      int[] seats = seats(part, wanted(part).orElseThrow(), classes, given, later);
      for (int c = 0; c < seats.length; c++) {
        for (int taken = 0; taken < seats[c]; taken++) {
          owner[classes.get(c)[given[c]++]] = part;
        }
      }
    }
  }

  /** Assigns whole groups, in an order that depends on the seed. */
  private void drawGroups(String column) {
    GroupDraw draw =
        new GroupDraw(
            ExampleGroups.of(
                all, column, IntStream.range(0, owner.length).filter(i -> owner[i] == null)),
            this::stratumOf,
            new Random(split.randomSeed()));
    for (Part part : DRAWN) {
      if (wanted(part).isPresent()) {
        int[] taken = draw.take(wanted(part).get());
        if (taken.length == 0) {
          problems.add(
              Problem.atKey(
                  ExampleGroups.KEY,
                  "none of the %s groups of column '%s' fits into the %s part, which takes %s of %s"
                      .formatted(
                          draw.groups(),
                          column,
                          part.name().toLowerCase(Locale.ROOT),
                          wanted(part).get(),
                          all.counted(all.size())),
                  "make the part larger, or choose a column with smaller groups; each class keeps a"
                      + " group for training"));
        }
        for (int example : taken) {
          owner[example] = part;
        }
      }
    }
  }

  /** How many examples a part asks for; empty if its examples are not drawn. */
  private Optional<Integer> wanted(Part part) {
    return spec(part)
        .flatMap(p -> p.share().map(share -> (int) Math.round(share * all.size())).or(p::rows));
  }

  private String stratumOf(int example) {
    return stratum
        .map(column -> NormalForm.NFC.of(all.value(example, all.table().indexOf(column))))
        .orElse("");
  }

  private List<int[]> shuffledFreeByClass() {
    SortedMap<String, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < owner.length; i++) {
      if (owner[i] == null) {
        byClass.computeIfAbsent(stratumOf(i), c -> new ArrayList<>()).add(i);
      }
    }
    Random random = new Random(split.randomSeed());
    List<int[]> classes = new ArrayList<>();
    for (List<Integer> examples : byClass.values()) {
      int[] shuffled = examples.stream().mapToInt(Integer::intValue).toArray();
      ExampleOrder.shuffle(shuffled, random);
      classes.add(shuffled);
    }
    return classes;
  }

  /**
   * How many examples of each class a part takes: first one of each class, largest class first,
   * then in proportion to the unassigned examples of each class by Webster's method (the next goes
   * to the class with the largest free / (2 taken + 1), the first class on ties).
   *
   * @param later the number of parts still to be drawn, each of which gets one if possible
   */
  private int[] seats(Part part, int wanted, List<int[]> classes, int[] given, int later) {
    int[] limit = limits(classes, given, later);
    if (wanted > Arrays.stream(limit).sum()) {
      limit = limits(classes, given, 0);
    }
    String key = key(part, spec(part).orElseThrow().share().isPresent() ? "share" : "rows");
    int available = Arrays.stream(limit).sum();
    if (wanted == 0 || wanted > available) {
      problems.add(
          Problem.atKey(
              key,
              wanted == 0
                  ? "this is less than one of %s".formatted(all.counted(all.size()))
                  : "needs %s of %s, and only %s are available"
                      .formatted(wanted, all.counted(all.size()), available),
              wanted == 0
                  ? "use a larger share, or rows"
                  : "the others are in another part, or are the last of their class, which stays in"
                      + " training"));
      return new int[classes.size()];
    }
    int[] seats = new int[classes.size()];
    for (int taken = 0; taken < wanted; taken++) {
      int best = -1;
      for (int c = 0; c < seats.length; c++) {
        if (seats[c] < limit[c] && (best < 0 || precedes(c, best, seats, classes))) {
          best = c;
        }
      }
      seats[best]++;
    }
    return seats;
  }

  /** The most examples of each class that a part may take, keeping one for each later part. */
  private static int[] limits(List<int[]> classes, int[] given, int later) {
    int[] limits = new int[given.length];
    for (int c = 0; c < limits.length; c++) {
      int free = classes.get(c).length - given[c];
      limits[c] = Math.max(0, free - 1 - (free > 2 ? later : 0));
    }
    return limits;
  }

  private static boolean precedes(int a, int b, int[] seats, List<int[]> classes) {
    if (seats[a] == 0 != (seats[b] == 0)) {
      return seats[a] == 0;
    }
    return (long) classes.get(a).length * (2L * seats[b] + 1)
        > (long) classes.get(b).length * (2L * seats[a] + 1);
  }
}
