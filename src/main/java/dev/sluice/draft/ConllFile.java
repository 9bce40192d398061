package dev.sluice.draft;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Sources;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Conll.Delimiter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with one token per line and blank lines between sentences; the last column has the tags.
 */
final class ConllFile implements FileKind {
  private static final int LINES = 1000;
  private static final int FEWEST_LINES = 20; // fewer prove nothing by themselves
  private static final int MOST_FIELDS = 20;
  private static final int LINES_OF_A_TAG = 5; // on average

  @Override
  public boolean fits(Wishes wishes) {
    if (wishes.hasExtension("(conll|bio|iob|iob2)(\\.gz)?")) {
      return true;
    }
    if (!wishes.hasExtension("txt(\\.gz)?")) {
      return false;
    }
    List<String> lines = Sources.firstLines(wishes.data(), LINES);
    return lines.size() >= FEWEST_LINES
        && lines.subList(0, lines.size() - 1).contains("")
        && Stream.of(Delimiter.values()).anyMatch(delimiter -> holdsTags(lines, delimiter));
  }

  /**
   * Whether all lines have the same number of fields, and the last field has few distinct values.
   */
  private static boolean holdsTags(List<String> lines, Delimiter delimiter) {
    if (width(lines, delimiter) < 2) {
      return false;
    }
    List<String> tags =
        lines.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.strip().replaceFirst("(?s).*[ \t]", ""))
            .toList();
    return new HashSet<>(tags).size() * LINES_OF_A_TAG <= tags.size();
  }

  @Override
  public Drafted draft(Wishes wishes) {
    List<String> lines = Sources.firstLines(wishes.data(), LINES);
    Delimiter delimiter =
        width(lines, Delimiter.WHITESPACE) == 0 && width(lines, Delimiter.TAB) > 1
            ? Delimiter.TAB
            : Delimiter.WHITESPACE;
    List<String> names = wishes.columns().orElseGet(() -> names(wishes, lines, delimiter));
    SourceSpec source =
        new SourceSpec.Conll(wishes.data(), names, delimiter, SourceSpec.Limits.USUAL);
    TableDraft table =
        TableDraft.of(
            wishes,
            source,
            "conll: {path: %s, columns: %s%s}"
                .formatted(
                    Yaml.path(wishes.data(), wishes.config()),
                    Yaml.list(names),
                    delimiter == Delimiter.TAB ? ", delimiter: tab" : ""));
    return new TokenTags(table, names.subList(1, names.size()), names.get(names.size() - 1))
        .drafted(names.get(0));
  }

  private static List<String> names(Wishes wishes, List<String> lines, Delimiter delimiter) {
    int width = width(lines, delimiter);
    if (width == 0) {
      width =
          lines.stream()
              .mapToInt(line -> fields(line, delimiter))
              .filter(n -> n > 0)
              .findFirst()
              .orElse(2);
    }
    if (width < 2) {
      throw new UserException(
          Problem.inFile(
              wishes.data(),
              1,
              "each line has only one field, so there is no tag to learn",
              "write the token and then its tag, separated by a blank or a tab"));
    }
    List<String> names = new ArrayList<>(List.of("word"));
    for (int i = 2; i < width; i++) {
      names.add("column" + i);
    }
    names.add("tag");
    return names;
  }

  /** The number of fields in each line that is neither blank nor a comment; 0 if they differ. */
  private static int width(List<String> lines, Delimiter delimiter) {
    int[] widths =
        lines.stream()
            .filter(line -> !line.startsWith("-DOCSTART-") && !line.startsWith("#"))
            .mapToInt(line -> fields(line, delimiter))
            .filter(n -> n > 0)
            .distinct()
            .toArray();
    return widths.length == 1 && widths[0] <= MOST_FIELDS ? widths[0] : 0;
  }

  private static int fields(String line, Delimiter delimiter) {
    return line.isBlank()
        ? 0
        : line.strip().split(delimiter == Delimiter.TAB ? "\t" : "\\s+", -1).length;
  }
}
