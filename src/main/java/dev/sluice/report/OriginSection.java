package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the run was made from and with: config, data, versions, machine. */
final class OriginSection {
  private OriginSection() {}

  static Optional<Section> of(ReportedRun run) {
    Tag section = Section.begin("Origin");
    DataTable files = new DataTable(List.of("Data", "#Bytes", "SHA-256"));
    for (JsonNode file : run.provenance().path("data")) {
      files.row(
          ReportedRun.withoutHome(file.path("path").asText()),
          List.of(
              Tag.of("td", Figures.count(file.path("bytes").asLong())),
              Tag.of("td", file.path("sha256").asText()).classed("hash")));
    }
    section.add(files.tag());
    Tag facts = new Tag("dl").classed("facts");
    List<String> overrides = new ArrayList<>();
    run.provenance().path("overrides").forEach(o -> overrides.add(o.asText()));
    fact(
        facts,
        "overrides",
        overrides.isEmpty() ? "none" : ReportedRun.withoutHome(String.join(" ", overrides)));
    for (String group : List.of("versions", "machine")) {
      for (Map.Entry<String, JsonNode> entry : run.provenance().path(group).properties()) {
        JsonNode value = entry.getValue();
        fact(
            facts,
            entry.getKey().replace('_', ' '),
            value.isIntegralNumber() ? Figures.count(value.asLong()) : value.asText());
      }
    }
    section.add(facts);
    section.add(
        Section.folded(
            "The config with every default",
            new Tag("pre")
                .with("tabindex", "0")
                .add(Tag.of("code", ReportedRun.withoutHome(run.resolved())))));
    return Optional.of(new Section(section));
  }

  private static void fact(Tag facts, String name, String value) {
    facts.add(Tag.of("dt", name)).add(Tag.of("dd", value));
  }
}
