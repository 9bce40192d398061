package dev.sluice.report;

import dev.sluice.run.Results;
import java.util.List;
import java.util.Optional;

/** The warnings of `check`. */
final class WarningSection {
  private WarningSection() {}

  static Optional<Section> of(ReportedRun run) {
    List<Results.Warned> warnings = run.results().map(Results::warnings).orElse(List.of());
    if (warnings.isEmpty()) {
      return Optional.empty();
    }
    Tag list = new Tag("dl").classed("warnings");
    for (Results.Warned warning : warnings) {
      list.add(
          Tag.of(
              "dt",
              warning.key().isEmpty() ? warning.name() : warning.key() + ": " + warning.name()));
      String message = ReportedRun.withoutHome(warning.message());
      list.add(Tag.of("dd", "%s: %s.".formatted(message, warning.why())));
      ReportedRun.withoutHome(warning.advice())
          .lines()
          .forEach(line -> list.add(Tag.of("dd", line)));
    }
    return Optional.of(new Section("Warnings", Section.begin().add(list)));
  }
}
