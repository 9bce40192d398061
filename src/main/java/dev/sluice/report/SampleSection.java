package dev.sluice.report;

import dev.sluice.run.Samples;
import java.util.Optional;

/** Texts that a language model wrote. */
final class SampleSection {
  private SampleSection() {}

  static Optional<Section> of(ReportedRun run) {
    return Samples.read(run.folder().samples()).map(SampleSection::of);
  }

  private static Section of(Samples samples) {
    Tag section = Section.begin();
    for (Samples.Sample sample : samples.texts()) {
      section.add(
          Tag.of(
              "h3",
              "Temperature %s, seed %s"
                  .formatted(Figures.number(sample.temperature(), 1), sample.seed())));
      section.add(
          Tag.of("pre", sample.text()).classed("sample").with("dir", "auto").with("tabindex", "0"));
    }
    section.add(
        Section.note(
            "Each is the start of a document. At a lower temperature, probable tokens are more"
                + " frequent; sluice generate writes more texts."));
    return new Section("Generated texts", section);
  }
}
