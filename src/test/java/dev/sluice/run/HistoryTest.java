package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  @Test
  void goesOnAfterTheEpochOfTheCheckpoint() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    History history = new History(file, 0);
    for (int epoch = 1; epoch <= 3; epoch++) {
      history.add(Map.of("epoch", epoch));
    }

    new History(file, 2).add(Map.of("epoch", 3));

    assertThat(Files.readAllLines(file))
        .containsExactly("{\"epoch\":1}", "{\"epoch\":2}", "{\"epoch\":3}");
  }

  @Test
  void aLineThatWasCutOffIsLeftOut() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, "{\"epoch\":1}\n{\"epoch\":2,\"lo");

    assertThat(History.read(file)).hasSize(1);
  }

  @Test
  void aLineThatWasCutOffInsideALetterIsLeftOut() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.write(file, new byte[] {'{', '"', 'e', 'p', 'o', 'c', 'h', '"', ':', '1', '}', '\n'});
    Files.write(file, new byte[] {'{', '"', (byte) 0xC3}, StandardOpenOption.APPEND); // half an ä

    assertThat(History.read(file)).hasSize(1);
  }

  @Test
  void aRunThatHasNotBegunHasNoEpochs() {
    assertThat(History.read(folder.resolve("metrics.jsonl"))).isEmpty();
  }
}
