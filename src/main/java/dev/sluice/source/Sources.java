package dev.sluice.source;

import dev.sluice.plugin.Factories;
import dev.sluice.problem.Problem;
import dev.sluice.spec.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The sources on the class path. */
public final class Sources {
  private static final Factories<SourceFactory<?>> FACTORIES = Factories.of(SourceFactory.class);

  private Sources() {}

  /** The source that a spec describes; nothing is read yet. */
  public static Source open(SourceSpec spec) {
    return open(FACTORIES.forSpec(spec), spec);
  }

  /**
   * The rows of another file than that of the config: new rows for a model, or a part of the split.
   * The ending of the file's name tells their format, else the first line: CSV with any of the
   * usual delimiters, TSV, JSON lines, CoNLL-U or arrays of NumPy; if neither tells it, it is the
   * format of the training rows.
   *
   * @param trained the source of the training rows
   * @throws dev.sluice.problem.UserException naming the line that cannot be read
   */
  public static Table newRows(SourceSpec trained, Path file) {
    return open(TableFormat.ofNewRows(trained, file)).read();
  }

  /**
   * The first lines of a file, to find out what it is.
   *
   * @throws dev.sluice.problem.UserException if it cannot be read as text
   */
  public static List<String> firstLines(Path file, int most) {
    Table lines =
        open(new SourceSpec.Lines(
                file, SourceSpec.Lines.Documents.LINE, SourceSpec.TextLimits.USUAL))
            .first(most);
    return IntStream.range(0, lines.size()).mapToObj(row -> lines.value(row, 0)).toList();
  }

  /**
   * New rows of CSV in memory, with any of the usual delimiters.
   *
   * @param trained the source of the training rows
   * @param name of the text in messages
   * @throws dev.sluice.problem.UserException naming the line that cannot be read
   */
  public static Table csv(byte[] text, SourceSpec trained, Path name) {
    return TableFormat.ofNewRows(trained, text, name).read();
  }

  /** The problem with a key of the config that names what to read, if there is no such file. */
  public static Optional<Problem> missing(SourceSpec spec, String key) {
    Path file = spec.path();
    return spec.mayBeFolder() && Files.isDirectory(file)
        ? Optional.empty()
        : new TextFile(file)
            .missing()
            .map(problem -> Problem.atKey(key, file + " " + problem.what(), problem.advice()));
  }

  private static <S extends SourceSpec> Source open(SourceFactory<S> factory, SourceSpec spec) {
    return factory.open(factory.spec().cast(spec));
  }
}
