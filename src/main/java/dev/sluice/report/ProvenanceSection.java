package dev.sluice.report;

import dev.sluice.run.Provenance;
import java.util.List;
import java.util.Optional;

/** What the run was made from and with: data, versions, machine. */
final class ProvenanceSection {
  private ProvenanceSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.provenance()
        .map(from -> new Section("Provenance", Section.begin().add(files(from)).add(facts(from))));
  }

  private static Tag files(Provenance from) {
    DataTable files = new DataTable(List.of("Data", "#Bytes", "SHA-256"));
    for (Provenance.ReadFile file : from.allRead()) {
      files.row(
          ReportedRun.withoutHome(file.path()),
          List.of(
              Tag.of("td", Figures.count(file.bytes())),
              Tag.of("td", file.sha256()).classed("hash")));
    }
    return files.tag();
  }

  private static Tag facts(Provenance from) {
    Tag facts = new Tag("dl").classed("facts");
    fact(facts, "started", from.started());
    from.ended().ifPresent(ended -> fact(facts, "ended", ended));
    fact(facts, "seed", Long.toString(from.seed()));
    from.commit().ifPresent(commit -> fact(facts, "commit", commit));
    from.versions().entrySet().stream()
        .filter(version -> !version.getKey().equals("java")) // the machine has its vendor, too
        .forEach(version -> fact(facts, version.getKey().replace('_', ' '), version.getValue()));
    Provenance.Machine machine = from.machine();
    fact(facts, "os", machine.os());
    fact(facts, "architecture", machine.architecture());
    fact(facts, "processors", Figures.count(machine.processors()));
    fact(facts, "heap bytes", Figures.count(machine.heapBytes()));
    fact(facts, "java", machine.java());
    return facts;
  }

  private static void fact(Tag facts, String name, String value) {
    facts.add(Tag.of("dt", name)).add(Tag.of("dd", value));
  }
}
