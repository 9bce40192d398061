package dev.sluice.report;

import dev.sluice.run.CsvRows;
import dev.sluice.run.TestScores;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The confusion matrix of the tags, the spans of each type, the sequences with the most wrong tags.
 */
final class TagSection {
  private static final int TOKENS = 60; // of a sequence

  private TagSection() {}

  /** A sequence of tokens as it is read. */
  private static final class Sequence {
    private final String row;
    private final Tag text = new Tag("td").classed("text").with("dir", "auto");
    private int tokens;
    private int wrong;

    private Sequence(String row) {
      this.row = row;
    }

    private void add(String token, String actual, String prediction) {
      boolean right = actual.equals(prediction);
      wrong += right ? 0 : 1;
      if (tokens++ < TOKENS) {
        text.text(token + " ");
        if (!right) {
          text.add(Tag.of("mark", "%s, not %s".formatted(prediction, actual))).text(" ");
        }
      } else if (tokens == TOKENS + 1) {
        text.text("...");
      }
    }
  }

  static Optional<Section> of(ReportedRun run) {
    Tag section = ClassSection.confusions(run);
    Map<String, TestScores.OfClass> spans = run.test().orElseThrow().perSpan();
    if (!spans.isEmpty()) {
      section.add(Tag.of("h3", "Spans")).add(ClassSection.perClass("Type", "spans", spans));
    }
    section.add(Tag.of("h3", "The sequences with the most wrong tags"));
    List<Sequence> worst = worst(run);
    if (worst.isEmpty()) {
      section.add(Section.note("None: every tag is correct."));
      return Optional.of(new Section("Tags", section));
    }
    DataTable table = new DataTable(List.of("#Row", "#Wrong", "#Tokens", "Tokens"));
    worst.forEach(
        sequence ->
            table.row(
                sequence.row,
                List.of(
                    Tag.of("td", Figures.count(sequence.wrong)),
                    Tag.of("td", Figures.count(sequence.tokens)),
                    sequence.text)));
    section.add(table.tag());
    section.add(
        Section.note(
            "After a token comes the predicted tag, if it is wrong. Row is the number of the"
                + " sequence's first record in its source, from 1."));
    return Optional.of(new Section("Tags", section));
  }

  private static List<Sequence> worst(ReportedRun run) {
    FirstFew<Sequence> worst = new FirstFew<>(Comparator.comparingInt(read -> -read.wrong));
    Sequence[] current = new Sequence[1];
    Runnable end =
        () -> {
          if (current[0] != null && current[0].wrong > 0) {
            worst.see(current[0]);
          }
        };
    CsvRows.read(
        run.folder().predictions(),
        row -> {
          if (row.text("step").equals("1")) {
            end.run();
            current[0] = new Sequence(row.text("row"));
          }
          current[0].add(row.text("token"), row.text("actual"), row.text("prediction"));
        });
    end.run();
    return worst.list();
  }
}
