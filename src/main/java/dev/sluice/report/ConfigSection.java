package dev.sluice.report;

import dev.sluice.run.Provenance;
import java.util.List;

/** The config as written, and, folded, with every default. */
final class ConfigSection {
  private ConfigSection() {}

  static Section of(ReportedRun run) {
    Tag section = Section.begin().add(yaml(run.written()));
    List<String> overrides = run.provenance().map(Provenance::overrides).orElse(List.of());
    if (!overrides.isEmpty()) {
      section.add(
          Section.note("With --set " + ReportedRun.withoutHome(String.join(" --set ", overrides))));
    }
    return new Section(
        "Config", section.add(Section.folded("With all defaults and --set", yaml(run.resolved()))));
  }

  private static Tag yaml(String text) {
    return new Tag("pre").with("tabindex", "0").add(Tag.of("code", ReportedRun.withoutHome(text)));
  }
}
