package dev.sluice.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a run of "reviews" comes from. */
public final class SampleProvenance {
  private SampleProvenance() {}

  public static Provenance of(String started, String path, List<String> overrides) {
    return new Provenance(
        started,
        42,
        overrides,
        Optional.empty(),
        List.of(
            new Provenance.ReadFile(
                path, 123456, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")),
        List.of(),
        Map.of("sluice", "0.1.0"),
        new Provenance.Machine("Linux 6.1", "amd64", 2, 1 << 30, "Debian 17.0.19"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
