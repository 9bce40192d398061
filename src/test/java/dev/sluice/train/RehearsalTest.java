package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTest {
  private static final String TEXT =
      """
      name: text
      data:
        source: {csv: {path: never-read.csv}}
        input: {text: {column: text, max_length: 8}}
        target: {class: {column: label}}
      network:
        - embedding: {size: 4}
        - lstm: {units: 5}
      """;

  static Stream<Path> shippedConfigs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("config"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void shippedConfigs(Path file) {
    assertThat(stepsOf(ConfigReader.read(file, List.of()).config())).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.input.text.max_length=1",
        "data.input.text.mask=false",
        "training.batch_size=1",
        "training.threads=5",
        "network=[{embedding: {size: 4}}, {gru: {units: 3}}, {output: {units: 2}}]",
        "network=[{embedding: {size: 4}}, {gru: {units: 3}}, {output: {units: 7}}]"
      })
  void texts(String override) {
    assertThat(stepsOf(text(override))).isEqualTo(3);
  }

  @Test
  void doesNotTrainLargeNetworks() {
    assertThat(stepsOf(text("network[1].lstm.units=600"))).isZero();
  }

  @Test
  void leavesAFaultToTheTraining() {
    Config config = text("network=[{lstm: {units: 5}}]");

    assertThatThrownBy(() -> stepsOf(config)).isInstanceOf(UserException.class);
    assertThat(Rehearsal.<String>during(config, () -> "what was read")).isEqualTo("what was read");
  }

  @Test
  void isNotSeenInTheResult() {
    Toy toy = Toy.withTraining("{epochs: 2, batch_size: 8}");
    byte[] without = trained(toy);

    stepsOf(toy.config());
    byte[] with = trained(toy);

    assertThat(with).containsExactly(without);
  }

  private static byte[] trained(Toy toy) {
    return new Trainer(toy.config(), toy.data(), toy.plan())
        .train()
        .network()
        .parameters()
        .toBytes();
  }

  /** Of a rehearsal that is ended after three steps; throws all that it throws. */
  private static int stepsOf(Config config) {
    AtomicInteger asked = new AtomicInteger();
    return new Rehearsal(config).run(() -> asked.incrementAndGet() > 4);
  }

  private static Config text(String override) {
    return ConfigReader.parse(TEXT, "text.yaml", Path.of(""), List.of(override)).config();
  }
}
