package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What `check` warns of: allowed, and seldom meant. */
final class WarningSection {
  private WarningSection() {}

  static Optional<Section> of(ReportedRun run) {
    JsonNode warnings = run.results().path("warnings");
    if (warnings.isEmpty()) {
      return Optional.empty();
    }
    Tag list = new Tag("dl").classed("warnings");
    for (JsonNode warning : warnings) {
      String key = warning.path("key").asText();
      String name = warning.path("name").asText();
      list.add(Tag.of("dt", key.isEmpty() ? name : key + ": " + name));
      list.add(
          Tag.of(
              "dd", "%s: %s.".formatted(text(warning, "message"), warning.path("why").asText())));
      text(warning, "advice").lines().forEach(line -> list.add(Tag.of("dd", line)));
    }
    return Optional.of(new Section(Section.begin("Warnings").add(list)));
  }

  private static String text(JsonNode warning, String field) {
    return ReportedRun.withoutHome(warning.path(field).asText());
  }
}
