package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.problem.UserException;
import dev.sluice.spec.AttentionSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that is a map of an encoder and a decoder. */
class EncoderDecoderTest {
  private static final String PAIRS =
      """
      name: pairs
      data:
        source: {csv: {path: pairs.csv}}
        input: {text: {column: de}}
        target: {text: {column: en}}
      network:
        encoder: [{embedding: {size: 4}}, {lstm: {units: 3}}]
        decoder: [{embedding: {size: 5}}, {gru: {units: 6}}]
        attention: {additive: {}}
      """;

  private static Config load(String yaml, String... overrides) {
    return ConfigReader.parse(yaml, "pairs.yaml", Path.of(""), List.of(overrides)).config();
  }

  private static NetworkSpec.EncoderDecoder network(String... overrides) {
    return (NetworkSpec.EncoderDecoder) load(PAIRS, overrides).network();
  }

  @Test
  void overridesReachIntoBothParts() {
    assertThat(network("network.encoder[1].lstm.units=7").encoder().get(1))
        .hasFieldOrPropertyWithValue("units", 7);
    assertThat(network("network.decoder[1].gru.units=8").recurrent().get(0).units()).isEqualTo(8);
    assertThat(network("network.attention=dot").attention()).contains(new AttentionSpec.Dot());
    assertThat(load(PAIRS, "network=[{lstm: {units: 3}}]").network())
        .isInstanceOf(NetworkSpec.Chain.class);
  }

  @Test
  void anEmbeddingThatIsLeftOutIsAsLongAsTheStateOfTheDecoder() {
    assertThat(network("network.decoder=[{simple_rnn: {units: 9}}]").embedding().size())
        .isEqualTo(9);
  }

  @Test
  void whatIsWrittenOutIsTheSameConfig() {
    Config config = load(PAIRS);

    String yaml = ConfigWriter.toYaml(config);

    assertThat(ConfigReader.parseResolved(yaml, "resolved.yaml").network())
        .isEqualTo(config.network());
    assertThat(KeyPaths.all())
        .contains("network", "network[i].lstm.units", "network.attention")
        .contains("network.encoder[i].lstm.units", "network.decoder[i].gru.units");
  }

  @Test
  void aFileThatExtendsAnotherChangesThePartThatItNames(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("base.yaml"), PAIRS);
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            "extends: base.yaml\nnetwork: {decoder: [{lstm: {units: 2}}]}\n");

    NetworkSpec.EncoderDecoder network =
        (NetworkSpec.EncoderDecoder) ConfigReader.read(file, List.of()).config().network();

    assertThat(network.encoder()).hasSize(2);
    assertThat(network.decoder()).hasSize(1).first().isInstanceOf(LayerSpec.Lstm.class);
    assertThat(network.attention()).isPresent();
  }

  @Test
  void whatHasNoPlaceIsRefusedWhereItStands() {
    assertThat(refusal("decoder: [{embedding: {size: 5}}, {gru: {units: 6}}]", "decoder: []"))
        .contains("pairs.yaml:8:3: network.decoder: has no recurrent layer");
    assertThat(refusal("{gru: {units: 6}}", "{gru: {units: 6}}, {dense: {units: 2}}"))
        .contains("pairs.yaml:8:56: network.decoder[2]: cannot be part of a decoder");
    assertThat(refusal("{gru: {units: 6}}", "{gru: {units: 6, return_sequences: true}}"))
        .contains("network.decoder[1].gru.return_sequences: a decoder always uses every step");
    assertThat(refusal("{lstm: {units: 3}}]", "{lstm: {units: 3}}, {output: {}}]"))
        .contains("network.encoder[2].output: an encoder has no output layer");
    assertThat(refusal("  decoder: [{embedding: {size: 5}}, {gru: {units: 6}}]\n", ""))
        .contains("network.decoder: this key is required");
    assertThat(refusal("encoder: [{embedding: {size: 4}}, {lstm: {units: 3}}]", "lstm: {units: 3}"))
        .contains("network.lstm: unknown key", "network.encoder: this key is required");
    assertThat(refusal("attention: {additive: {}}", "atention: {additive: {}}"))
        .contains("network.atention: unknown key", "did you mean 'attention'?");
  }

  @Test
  void layersAsAMapAreToldOfBothForms() {
    assertThat(
            catchThrowableOfType(
                UserException.class, () -> load(PAIRS, "network={lstm: {units: 3}}")))
        .hasMessageContaining(
            "network: expected a list, or a map with encoder and decoder, found a map\n"
                + "    start each entry with a dash and a space");
  }

  @Test
  void pastCovariatesOfARecursiveForecastNeedADecoder() {
    String yaml =
        """
        name: sales
        data:
          source: {csv: {path: sales.csv}}
          input: {series: {lookback: 4, past_covariates: [visitors]}}
          target: {forecast: {columns: [sales], horizon: 2, decoding: recursive}}
        network:
          encoder: [{gru: {units: 3}}]
          decoder: [{gru: {units: 3}}]
        training: {teacher_forcing: {ratio: 0.5}}
        """;

    assertThat(load(yaml).network()).isInstanceOf(NetworkSpec.EncoderDecoder.class);
    assertThat(
            catchThrowableOfType(
                UserException.class,
                () ->
                    ConfigReader.parse(
                        yaml.replaceAll("(?s)network:.*", "network: [{gru: {units: 3}}]\n"),
                        "sales.yaml",
                        Path.of(""),
                        List.of())))
        .hasMessageContaining(
            """
            data.input.series.past_covariates: decoding: recursive reads rows after the cutoff, where 'visitors' is not known
                write it under future_covariates if it is known ahead, else remove it, or remove data.target.forecast.decoding, or let a decoder read those rows: network: {encoder: [..], decoder: [..]}\
            """);
  }

  @Test
  void onlyADecoderReadsWhatItSays() {
    UserException refusal =
        catchThrowableOfType(
            UserException.class,
            () -> load(PAIRS, "network=[]", "training.teacher_forcing={ratio: 0.5}"));

    assertThat(refusal)
        .hasMessageContaining("training.teacher_forcing: the network has no decoder");
    assertThat(
            catchThrowableOfType(
                UserException.class,
                () ->
                    load(
                        PAIRS,
                        "training.teacher_forcing={ratio: 0.5, schedule: {linear: {to: 0.5, epochs:"
                            + " 3}}}")))
        .hasMessageContaining("schedule.linear.to: must be less than ratio");
  }

  @Test
  void onlyAttentionTellsWhatToCopy() {
    assertThat(load(PAIRS, "data.target.text.unknown=copy").network().attends()).isTrue();
    assertThat(refusal("  attention: {additive: {}}\n", "", "data.target.text.unknown=copy"))
        .contains("data.target.text.unknown: the decoder has no attention");
  }

  private static String refusal(String old, String other, String... overrides) {
    return catchThrowableOfType(
            UserException.class, () -> load(PAIRS.replace(old, other), overrides))
        .getMessage();
  }
}
