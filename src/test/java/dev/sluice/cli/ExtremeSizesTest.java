package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whole numbers at the ends of their ranges: accepted or refused at their key, never a bug. */
class ExtremeSizesTest {
  private static final List<String> OF_REVIEWS =
      List.of(
          "data.input.text.max_length",
          "data.input.text.vocabulary.size",
          "data.input.text.vocabulary.min_count",
          "data.split.test.rows",
          "network[0].embedding.size",
          "network[1].lstm.units",
          "network[3].dense.units",
          "training.epochs",
          "training.batch_size",
          "training.checkpoint_every",
          "training.threads",
          "training.early_stopping.patience");
  private static final List<String> OF_AIRLINE =
      List.of(
          "data.input.series.lookback",
          "data.input.series.stride",
          "data.target.forecast.horizon",
          "data.target.forecast.gap",
          "data.time.season",
          "data.split.validation.rows",
          "network[0].gru.units",
          "training.batch_size",
          "training.early_stopping.patience");
  private static final List<String> EXTREMES =
      List.of("2147483647", "2147483646", "1073741824", "1000000", "100000", "9223372036854775807");

  private static final String TEXTS =
      """
      name: texts
      data:
        source: {csv: {path: pairs.csv}}
        split: {test: {share: 0.2}}
        input: {text: {column: a, max_length: 8}}
        target: TARGET
      network:
      """;
  private static final String SMALL_TARGET = "{class: {column: c}}";

  /** Configs of a few rows, and their keys. */
  private static final Map<String, List<String>> SMALL =
      Map.of(
          TEXTS.replace("TARGET", SMALL_TARGET)
              + """
                - embedding: {size: 4}
                - convolution: {filters: 4, width: 3}
                - bidirectional: {layer: {simple_rnn: {units: 4}}}
                - pooling: {method: concat}
              """,
          List.of(
              "network[0].embedding.size",
              "network[1].convolution.filters",
              "network[1].convolution.width",
              "network[2].bidirectional.layer.simple_rnn.units"),
          TEXTS.replace("TARGET", SMALL_TARGET)
              + "  [{embedding: {size: 4}}, {gru: {units: 4}},"
              + " {self_attention: {heads: 2, size: 4}}, {attention: {units: 4}}]\n",
          List.of(
              "network[1].gru.units",
              "network[2].self_attention.heads",
              "network[2].self_attention.size",
              "network[3].attention.units"),
          TEXTS.replace("TARGET", "{text: {column: b, beam: {width: 2}}}")
              + "  {encoder: [{embedding: {size: 4}}, {lstm: {units: 4}}],"
              + " decoder: [{embedding: {size: 4}}, {lstm: {units: 4}}], attention: {general: {}}}\n",
          List.of(
              "network.decoder[0].embedding.size",
              "network.decoder[1].lstm.units",
              "data.target.text.max_length",
              "data.target.text.vocabulary.size",
              "data.target.text.beam.width"),
          TEXTS.replace("TARGET", "{next: {}}").replace(", max_length: 8", "")
              + """
                [{embedding: {size: 4}}, {lstm: {units: 4}}]
              training: {truncated_backpropagation: {steps: 4}}
              """,
          List.of("training.truncated_backpropagation.steps"),
          """
          name: tags
          data:
            source: {csv: {path: pairs.csv}}
            split: {test: {share: 0.2}}
            input: {tokens: {column: a, characters: {lstm: {units: 4}, size: 4, max_length: 4}}}
            target: {tags: {column: b, crf: {}}}
          network: [{embedding: {size: 4}}]
          """,
          List.of(
              "data.input.tokens.characters.lstm.units",
              "data.input.tokens.characters.size",
              "data.input.tokens.characters.max_length",
              "data.input.tokens.max_length"));

  @TempDir static Path folder;

  @TestFactory
  List<DynamicTest> noWholeNumberIsTooLargeForCheck() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    OF_REVIEWS.forEach(key -> tests.add(extremes("config/reviews.yaml", key, EXTREMES)));
    OF_AIRLINE.forEach(key -> tests.add(extremes("config/airline.yaml", key, EXTREMES)));
    for (Map.Entry<String, List<String>> small : SMALL.entrySet()) {
      String config = config(small.getKey()).toString();
      assertThat(CommandLineRun.of("check", config).err()).isEmpty();
      small.getValue().forEach(key -> tests.add(extremes(config, key, EXTREMES.subList(2, 5))));
    }
    return tests;
  }

  private static Path config(String yaml) throws IOException {
    StringBuilder pairs = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 40; i++) {
      pairs.append("one two %s,X Y X,%s\n".formatted(i % 7, i % 2));
    }
    Files.writeString(folder.resolve("pairs.csv"), pairs);
    return Files.writeString(Files.createTempFile(folder, "small", ".yaml"), yaml);
  }

  @Test
  void aConvolutionThatNoArrayHoldsIsRefusedAtItsKey() throws IOException {
    String yaml =
        TEXTS.replace("TARGET", SMALL_TARGET)
            + """
              - embedding: {size: 700000}
              - convolution: {filters: 2, width: 40}
              - pooling: {method: max}
            training: {optimizer: {sgd: {}}}
            """;

    CommandLineRun check = CommandLineRun.of("check", config(yaml).toString());

    // 32 examples x 3 words x 40 x 700,000 = 2.69e+09
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("network[1].convolution: needs an array of 2.69e+09 numbers for a batch");
  }

  private static DynamicTest extremes(String config, String key, List<String> values) {
    return DynamicTest.dynamicTest(
        key + " of " + config,
        () -> {
          for (String value : values) {
            CommandLineRun check = CommandLineRun.of("check", config, "--set", key + "=" + value);

            assertThat(check.exit()).as(value + ": " + check.err()).isIn(0, 2);
            assertThat(check.err()).as(value).doesNotContain("-2147483648");
          }
        });
  }

  @Test
  void aLayerThatDoesNotFitALongIsRefusedAtItsKey() {
    CommandLineRun check =
        CommandLineRun.of(
            "check", "config/reviews.yaml", "--set", "network[1].lstm.units=2147483647");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("network[1].lstm.units: expected a whole number from 1 to 1000000");
  }

  @Test
  void aBatchThatNoArrayHoldsIsRefused() {
    CommandLineRun check =
        CommandLineRun.of("check", "config/airline.yaml", "--set", "training.batch_size=1000000");
    CommandLineRun tooLarge =
        CommandLineRun.of(
            "check",
            "config/reviews.yaml",
            "--set",
            "data.input.text.mask=false",
            "--set",
            "data.input.text.max_length=1000000",
            "--set",
            "training.batch_size=10000");

    assertThat(check.exit()).isZero(); // 1,000,000 x 3 features x 24 steps = 72,000,000 numbers
    assertThat(tooLarge.exit()).isEqualTo(2);
    assertThat(tooLarge.err()).contains("training.batch_size: a batch of 10000 examples");
  }
}
