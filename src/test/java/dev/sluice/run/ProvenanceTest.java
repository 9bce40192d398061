package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
  private static final String STARTED = "2026-11-21T04:53:13Z";

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;

  @Test
  void knowsTheDataByTheirHash() throws IOException {
    Path data = folder.resolve("abc.csv");
    Files.writeString(data, "abc");

    JsonNode file = provenance(List.of(data)).at("/data/0");

    assertThat(file.path("bytes").asInt()).isEqualTo(3);
    assertThat(file.path("sha256").asText()) // FIPS 180-2, appendix B.1
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void holdsWhatARerunNeeds() {
    JsonNode provenance = provenance(List.of());

    assertThat(provenance.path("started").asText()).isEqualTo(STARTED);
    assertThat(provenance.path("seed").asLong()).isEqualTo(42);
    assertThat(provenance.at("/overrides/0").asText()).isEqualTo("training.epochs=1");
    assertThat(provenance.path("commit").asText()).isEqualTo(COMMIT);
    assertThat(provenance.at("/versions/sluice").asText()).isEqualTo("0.1.0");
    assertThat(provenance.at("/machine/processors").asInt())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void holdsNothingElseOfTheMachine() {
    assertThat(provenance(List.of()).path("machine").fieldNames())
        .toIterable()
        .containsExactly("os", "architecture", "processors", "heap_bytes", "java");
  }

  @Test
  void addsWhenTheRunEnded() {
    Provenance before = Provenance.read(write(List.of())).orElseThrow();

    before.withEnd("2026-11-21T05:00:00Z").write(folder.resolve("provenance.json"));

    JsonNode after = Json.read(folder.resolve("provenance.json"));
    assertThat(after.path("ended").asText()).isEqualTo("2026-11-21T05:00:00Z");
    assertThat(after.size()).isEqualTo(9);
    assertThat(Provenance.read(folder.resolve("provenance.json")).orElseThrow().data())
        .isEqualTo(before.data());
  }

  @Test
  void theFileIsAsItAlwaysWas() throws IOException {
    String written =
        """
        {
          "started" : "2026-11-21T04:53:13Z",
          "seed" : 42,
          "overrides" : [ "training.epochs=1" ],
          "commit" : "0123456789abcdef0123456789abcdef01234567",
          "data" : [ {
            "path" : "/data/abc.csv",
            "bytes" : 3,
            "sha256" : "ba78"
          } ],
          "versions" : {
            "sluice" : "0.1.0",
            "deeplearning4j" : "1.0.0-M2.1",
            "java" : "17.0.19"
          },
          "machine" : {
            "os" : "Linux 6.1",
            "architecture" : "amd64",
            "processors" : 2,
            "heap_bytes" : 1073741824,
            "java" : "Debian 17.0.19"
          },
          "backtest" : {
            "origins" : 24,
            "stride" : 1,
            "refit" : "each"
          },
          "resolved_sha256" : "61f2",
          "ended" : "2026-11-21T05:00:00Z"
        }
        """;
    Path file = Files.writeString(folder.resolve("provenance.json"), written);

    Provenance.read(file).orElseThrow().write(folder.resolve("again.json"));

    assertThat(folder.resolve("again.json")).hasContent(written);
  }

  @Test
  void namesDataThatCannotBeRead() {
    Path data = folder.resolve("gone.csv");

    assertThatThrownBy(() -> provenance(List.of(data)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read " + data + ": there is no such file or folder");
  }

  private JsonNode provenance(List<Path> inputs) {
    return Json.read(write(inputs));
  }

  private Path write(List<Path> inputs) {
    Path file = folder.resolve("provenance.json");
    Provenance.of(
            Map.of("sluice", "0.1.0"),
            inputs.stream().map(DataFile::of).toList(),
            List.of(),
            42,
            List.of("training.epochs=1"),
            Optional.of(COMMIT),
            STARTED,
            Optional.empty(),
            "61f2")
        .write(file);
    return file;
  }
}
