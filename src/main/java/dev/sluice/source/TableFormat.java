package dev.sluice.source;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.ArrayLimits;
import dev.sluice.spec.SourceSpec.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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
    return withOtherDelimiter(commas, names, Limits.USUAL, Content.of(file)).orElse(commas);
  }

  /** Whether the first row has a value for each column. */
  public static boolean reads(SourceSpec source) {
    return Content.of(source.path()).isReadBy(source);
  }

  /**
   * What is in a file, or in memory like one.
   *
   * @param as the source that reads it
   * @param lines its first ones
   */
  private record Content(Function<SourceSpec, Source> as, Supplier<List<String>> lines) {
    static Content of(Path file) {
      return new Content(Sources::open, () -> Sources.firstLines(file, FIRST_LINES));
    }

    /** Of CSV or TSV. */
    static Content of(byte[] text) {
      return new Content(
          source ->
              source instanceof SourceSpec.Tsv tsv
                  ? new TsvSource(tsv, Optional.of(text))
                  : new CsvSource((SourceSpec.Csv) source, Optional.of(text)),
          () -> new String(text, StandardCharsets.UTF_8).lines().limit(FIRST_LINES).toList());
    }

    boolean isReadBy(SourceSpec source) {
      try {
        as.apply(source).first(1);
        return true;
      } catch (UserException e) {
        return false; // if no source fits, this is reported when all of it is read
      }
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
    boolean sameEnding = named.equals(byName(trained.path()));
    if (!(trained instanceof SourceSpec.OfTable) && (named.isEmpty() || sameEnding)) {
      return same;
    }
    TableFormat format = named.orElseGet(() -> byFirstLine(file, trained));
    SourceSpec source =
        format.spec.isInstance(trained) || named.isPresent() && sameEnding
            ? same
            : format.source(
                file, format == JSONL ? Optional.empty() : names(trained), limits(trained));
    return source.separator().isEmpty()
        ? source
        : withUsualDelimiter(source, trained, Content.of(file));
  }

  /**
   * The source of new rows of CSV in memory.
   *
   * @param name of the text in messages
   */
  static Source ofNewRows(SourceSpec trained, byte[] text, Path name) {
    Content content = Content.of(text);
    SourceSpec source =
        CSV.spec.isInstance(trained)
            ? trained.withPath(name)
            : CSV.source(name, names(trained), limits(trained));
    return content.as().apply(withUsualDelimiter(source, trained, content));
  }

  private static Optional<List<String>> names(SourceSpec source) {
    return source instanceof SourceSpec.OfTable table ? table.columnNames() : Optional.empty();
  }

  private static Limits limits(SourceSpec source) {
    return source instanceof SourceSpec.OfTable table ? table.limits() : Limits.USUAL;
  }

  private static SourceSpec withUsualDelimiter(
      SourceSpec source, SourceSpec trained, Content content) {
    return withOtherDelimiter(source, names(trained), limits(trained), content)
        .filter(content::isReadBy)
        .orElse(source);
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
      SourceSpec source, Optional<List<String>> names, Limits limits, Content content) {
    List<String> header = names.isPresent() ? List.of() : content.as().apply(source).columns();
    if (names.isPresent() ? content.isReadBy(source) : header.size() > 1) {
      return Optional.empty();
    }
    return (names.isPresent() ? DELIMITERS : delimitersOf(content, header.get(0)))
        .stream()
            .map(
                delimiter ->
                    delimiter.equals("\t")
                        ? TSV.source(source.path(), names, limits)
                        : new SourceSpec.Csv(source.path(), delimiter, names, limits))
            .filter(other -> names.isEmpty() || content.isReadBy(other))
            .findFirst();
  }

  /** Those of the first line; if it has none, those that most of the lines below a title have. */
  private static List<String> delimitersOf(Content content, String first) {
    List<String> found = DELIMITERS.stream().filter(first::contains).toList();
    if (!found.isEmpty()) {
      return found;
    }
    List<String> lines = content.lines().get();
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
