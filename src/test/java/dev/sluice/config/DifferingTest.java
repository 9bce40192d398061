package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DifferingTest {
  @Test
  void ofOtherLayersOnlyWhatIsNoDefaultIsTold() {
    assertThat(
            differing(
                "[{embedding: {size: 8}}, {lstm: {units: 4, dropout: 0.2}}]",
                "[{embedding: {size: 9}}, {gru: {units: 5}}, {layer_normalization: {}}]"))
        .containsExactly(
            "network[0].embedding.size 8 9",
            "network[1].lstm.units 4 -",
            "network[1].lstm.dropout 0.2 -",
            "network[1].gru.units - 5",
            "network[2].layer_normalization - {}");
  }

  @Test
  void aDefaultThatOthersChangeIsTold() {
    assertThat(differing("[{lstm: {units: 4}}]", "[{lstm: {units: 4, dropout: 0.2}}]"))
        .containsExactly("network[0].lstm.dropout 0 0.2");
  }

  @Test
  void aListOfPlainValuesIsOneValue() {
    assertThat(
            Differing.ofConfigs(
                Stream.of("[accuracy, f1]", "[accuracy, f1, log_loss]")
                    .map(
                        metrics ->
                            config("[{lstm: {units: 4}}]", "{metrics: %s}".formatted(metrics)))
                    .toList()))
        .containsExactly(
            new Differing(
                "evaluation.metrics",
                List.of(Optional.of("[accuracy, f1]"), Optional.of("[accuracy, f1, log_loss]"))));
  }

  @Test
  void equalConfigsDifferInNothing() {
    assertThat(differing("[{lstm: {units: 4}}]", "[{lstm: {units: 4, dropout: 0}}]")).isEmpty();
  }

  private static List<String> differing(String... networks) {
    return Differing.ofConfigs(Stream.of(networks).map(DifferingTest::config).toList()).stream()
        .map(
            one ->
                one.key()
                    + " "
                    + String.join(
                        " ", one.values().stream().map(value -> value.orElse("-")).toList()))
        .toList();
  }

  private static Config config(String network) {
    return config(network, "{}");
  }

  private static Config config(String network, String evaluation) {
    return ConfigReader.parse(
            """
            name: differing
            data:
              source: {csv: {path: texts.csv}}
              input: {text: {column: text}}
              target: {class: {column: label}}
            network: %s
            evaluation: %s
            """
                .formatted(network, evaluation),
            "differing.yaml",
            Path.of(""),
            List.of())
        .config();
  }
}
