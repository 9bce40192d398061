package dev.sluice.draft;

import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The first lines of a file, to find out what it is. */
final class TextLines {
  private TextLines() {}

  /**
   * @throws dev.sluice.problem.UserException if it cannot be read as text
   */
  static List<String> first(Path file, int most) {
    Table lines =
        Sources.open(
                new SourceSpec.Lines(
                    file, SourceSpec.Lines.Documents.LINE, SourceSpec.TextLimits.USUAL))
            .first(most);
    return IntStream.range(0, lines.size()).mapToObj(row -> lines.value(row, 0)).toList();
  }
}
