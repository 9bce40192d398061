package dev.sluice.source;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.ArrayLimits;
import dev.sluice.spec.SourceSpec.Limits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The format of a file of rows: told by the ending of its name, else by its first line. */
public enum TableFormat {
  CSV(SourceSpec.Csv.class, "csv"),
  TSV(SourceSpec.Tsv.class, "tsv", "tab"),
  JSONL(SourceSpec.Jsonl.class, "jsonl", "ndjson"),
  CONLLU(SourceSpec.Conllu.class, "conllu"),
  NPZ(SourceSpec.Npz.class, "npz");

  private static final List<String> DELIMITERS = List.of(";", "\t", "|", ",");
  private static final int FIRST_LINES = 50;

  private final Class<? extends SourceSpec> spec;
  private final List<String> endings;

  TableFormat(Class<? extends SourceSpec> spec, String... endings) {
    this.spec = spec;
    this.endings = List.of(endings);
  }

  /**
   * The source of a table.
   *
   * @param names of the columns, if the file has no header
   * @throws UserException if its first line cannot be read
   */
  public static SourceSpec of(Path file, Optional<List<String>> names) {
    Optional<TableFormat> named = byName(file);
    if (named.equals(Optional.of(TSV)) || named.equals(Optional.of(JSONL))) {
      return named.get().source(file, names, Limits.USUAL);
    }
    SourceSpec commas = CSV.source(file, names, Limits.USUAL);
    return withOtherDelimiter(commas, names, Limits.USUAL).orElse(commas);
  }

  /** Whether the first row has a value for each column. */
  public static boolean reads(SourceSpec source) {
    try {
      Sources.open(source).first(1);
      return true;
    } catch (UserException e) {
      return false; // if no source fits, this is reported when the file is read
    }
  }

  /**
   * The source of another file of rows, which may be in another format than the training rows: new
   * rows for a model, or a part of the split.
   *
   * @param trained the source of the training rows
   * @throws UserException if the first line cannot be read
   */
  static SourceSpec ofNewRows(SourceSpec trained, Path file) {
    SourceSpec same = trained.withPath(file);
    Optional<TableFormat> named = byName(file);
    Optional<SourceSpec.OfTable> table =
        trained instanceof SourceSpec.OfTable of ? Optional.of(of) : Optional.empty();
    boolean sameEnding = named.equals(byName(trained.path()));
    if (table.isEmpty() && (named.isEmpty() || sameEnding)) {
      return same;
    }
    TableFormat format = named.orElseGet(() -> byFirstLine(file, trained));
    Optional<List<String>> names = table.flatMap(SourceSpec.OfTable::columnNames);
    Limits limits = table.map(SourceSpec.OfTable::limits).orElse(Limits.USUAL);
    SourceSpec source =
        format.spec.isInstance(trained) || named.isPresent() && sameEnding
            ? same
            : format.source(file, format == JSONL ? Optional.empty() : names, limits);
    return source.separator().isEmpty()
        ? source
        : withOtherDelimiter(source, names, limits).filter(TableFormat::reads).orElse(source);
  }

  private static Optional<TableFormat> byName(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return Arrays.stream(values())
        .filter(format -> format.endings.stream().anyMatch(ending -> name.endsWith("." + ending)))
        .findFirst();
  }

  private static TableFormat byFirstLine(Path file, SourceSpec trained) {
    boolean object =
        new TextFile(file)
            .read(
                "",
                characters -> {
                  int first = characters.read();
                  while (Character.isWhitespace(first)) {
                    first = characters.read();
                  }
                  return first == '{';
                });
    return object ? JSONL : TSV.spec.isInstance(trained) ? TSV : CSV;
  }

  private SourceSpec source(Path file, Optional<List<String>> names, Limits limits) {
    return switch (this) {
      case CSV -> new SourceSpec.Csv(file, ",", names, limits);
      case TSV -> new SourceSpec.Tsv(file, names, limits);
      case JSONL -> new SourceSpec.Jsonl(file, names, limits);
      case CONLLU -> new SourceSpec.Conllu(file, limits);
      case NPZ -> new SourceSpec.Npz(file, Map.of(), Optional.empty(), ArrayLimits.USUAL);
    };
  }

  /**
   * A source with the delimiter that the first line has, if it does not have that of the given one.
   */
  private static Optional<SourceSpec> withOtherDelimiter(
      SourceSpec source, Optional<List<String>> names, Limits limits) {
    List<String> header = names.isPresent() ? List.of() : Sources.open(source).columns();
    if (names.isPresent() ? reads(source) : header.size() > 1) {
      return Optional.empty();
    }
    return (names.isPresent() ? DELIMITERS : delimitersOf(source.path(), header.get(0)))
        .stream()
            .map(
                delimiter ->
                    delimiter.equals("\t")
                        ? TSV.source(source.path(), names, limits)
                        : new SourceSpec.Csv(source.path(), delimiter, names, limits))
            .filter(other -> names.isEmpty() || reads(other))
            .findFirst();
  }

  /** Those of the first line; if it has none, those that most of the lines below a title have. */
  private static List<String> delimitersOf(Path file, String first) {
    List<String> found = DELIMITERS.stream().filter(first::contains).toList();
    if (!found.isEmpty()) {
      return found;
    }
    List<String> lines = Sources.firstLines(file, FIRST_LINES);
    return DELIMITERS.stream().filter(delimiter -> isBelowTitle(lines, delimiter)).toList();
  }

  /** Whether most of these lines have a delimiter, equally often. */
  private static boolean isBelowTitle(List<String> lines, String delimiter) {
    Map<Integer, Long> counts =
        lines.stream()
            .map(line -> line.split(Pattern.quote(delimiter), -1).length - 1)
            .filter(count -> count > 0)
            .collect(Collectors.groupingBy(count -> count, Collectors.counting()));
    return counts.values().stream().anyMatch(most -> 2 * most > lines.size());
  }
}
