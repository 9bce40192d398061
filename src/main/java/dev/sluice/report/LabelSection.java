package dev.sluice.report;

import dev.sluice.run.TestScores;
import java.util.Optional;

/** Each label by itself, and the rows with the least probable labels. */
final class LabelSection {
  private LabelSection() {}

  static Optional<Section> of(ReportedRun run) {
    TestScores test = run.test().orElseThrow();
    Tag section = Section.begin();
    section
        .add(Tag.of("h3", "Each label"))
        .add(ClassSection.perClass("Label", run.unit(), test.perClass()));
    section.add(Tag.of("h3", "The worst mistakes"));
    if (test.mistakes().isEmpty()) {
      section.add(Section.note("None: the labels of every row are correct."));
      return Optional.of(new Section("Labels", section));
    }
    section.add(ClassSection.mistakes(test.mistakes()));
    section.add(
        Section.note(
            "The rows whose actual labels, taken together, are the least probable. Row is the"
                + " number of the record in its source, from 1."));
    return Optional.of(new Section("Labels", section));
  }
}
