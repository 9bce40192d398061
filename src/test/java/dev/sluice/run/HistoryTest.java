package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  @Test
  void goesOnAfterTheEpochOfTheCheckpoint() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    History history = new History(file, epoch -> 0);
    for (int epoch = 1; epoch <= 3; epoch++) {
      history.add(epoch(epoch, 0.5));
    }

    new History(file, epoch -> 2).add(epoch(3, 0.25));

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"epoch\":1,\"loss\":0.5,\"validation\":{},\"seconds\":1.5,\"best\":false}",
            "{\"epoch\":2,\"loss\":0.5,\"validation\":{},\"seconds\":1.5,\"best\":false}",
            "{\"epoch\":3,\"loss\":0.25,\"validation\":{},\"seconds\":1.5,\"best\":false}");
  }

  @Test
  void epochsAfterTheCheckpointAreGoneBeforeTheNextEnds() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    History history = new History(file, epoch -> 0);
    history.add(epoch(1, 0.5));
    history.add(epoch(2, 0.5));

    new History(file, epoch -> 1);

    assertThat(History.read(file)).extracting(Epoch::epoch).containsExactly(1);
  }

  @Test
  void theStartIsKeptWithTheEpochsAfterIt() {
    Path file = folder.resolve("metrics.jsonl");
    History history = new History(file, epoch -> 0);
    history.add(epoch(0, 0.5));
    history.add(epoch(1, 0.5));
    history.add(epoch(2, 0.5));

    new History(file, epoch -> 1);

    assertThat(History.read(file)).extracting(Epoch::epoch).containsExactly(0, 1);
  }

  @Test
  void aTrainingThatStartsAnewReportsItsStartAnew() {
    Path file = folder.resolve("metrics.jsonl");
    new History(file, epoch -> 0).add(epoch(0, 0.5));

    new History(file, epoch -> 0).add(epoch(0, 0.5));

    assertThat(History.read(file)).extracting(Epoch::epoch).containsExactly(0);
  }

  @Test
  void theStartIsNoEpochThatWasTrained() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    History history = new History(file, epoch -> 0);
    history.add(epoch(0, 0.5));
    history.add(epoch(1, 0.5));
    Files.writeString(file, "{\"epoch\":2,\"lo", StandardOpenOption.APPEND);

    assertThat(History.count(file)).isEqualTo(1);
  }

  @Test
  void aLineThatIsKeptIsAsItWas() throws IOException {
    String line =
        "{\"epoch\":1,\"loss\":0.6560859474380774,\"validation\":{\"loss\":0.5311742434072045,"
            + "\"log_loss\":1.0E-5,\"mape\":\"NaN\"},\"learning_rate\":0.002,"
            + "\"seconds\":1.319862927,\"best\":true}\n";
    Path file = Files.writeString(folder.resolve("metrics.jsonl"), line);

    new History(file, epoch -> 1).add(epoch(2, 0.5));

    assertThat(Files.readString(file)).startsWith(line);
  }

  private static Epoch epoch(int epoch, double loss) {
    return new Epoch(epoch, loss, Map.of(), Optional.empty(), 1.5, /* best= */ false);
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
