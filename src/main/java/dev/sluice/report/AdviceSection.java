package dev.sluice.report;

import java.util.List;
import java.util.Optional;

/** What to try next: the finding, the numbers behind it, and the keys to change. */
final class AdviceSection {
  private AdviceSection() {}

  static Optional<Section> of(ReportedRun run) {
    List<Finding> findings = Findings.of(run);
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    Tag list = new Tag("dl").classed("advice");
    for (Finding finding : findings) {
      list.add(Tag.of("dt", finding.title())).add(Tag.of("dd", finding.why()));
      for (Finding.Change change : finding.changes()) {
        list.add(
            new Tag("dd").add(Tag.of("code", RunStory.option(change))).text(" " + change.why()));
      }
    }
    return Optional.of(
        new Section(
            "What to try next",
            Section.begin()
                .add(list)
                .add(
                    Section.note(
                        "Change one thing at a time, and choose by the scores of the validation"
                            + " part, not of the test part: scores that you choose by look better"
                            + " than they are."))));
  }
}
