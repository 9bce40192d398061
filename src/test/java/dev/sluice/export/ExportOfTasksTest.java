package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.model.Bundle;
import dev.sluice.network.NetworkPlan;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs and targets of every kind answer in ONNX Runtime as in Sluice. */
class ExportOfTasksTest {
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {text: {column: words}}                               | {class: {column: label}}
          {text: {column: words, mask: false, padding: pre, max_length: 5}} | {class: {column: label}}
          {text: {column: words}}                               | {labels: {columns: [has tail]}}
          {text: {column: words}}                               | {number: {columns: [size, number]}}
          {text: {column: words, tokenizer: {characters: {}}}}  | {next: {}}
          {text: {column: words}}                               | {class: {column: label, linear: bag_of_words}}
          {ids: {column: ids}}                                  | {class: {column: label}}
          {tokens: {column: words}}                             | {tags: {column: tags, crf: {}}}
          {tokens: {column: words, characters: {size: 3, lstm: {units: 2}}}} | {tags: {column: tags}}
          {tokens: {column: words}}                             | {number: {columns: [size]}}
          {sequence: {long: {by: id, order: step, columns: [number, size]}}} | {class: {column: label}}
          {sequence: {wide: {columns: [number, size]}}}         | {number: {columns: [step]}}
          {series: {lookback: 3}}                               | {forecast: {columns: [number], horizon: 2, bounds: {min: 9.9, max: 10.1}}}
          {series: {lookback: 3}}                               | {forecast: {columns: [number, size], horizon: 2, quantiles: [0.1, 0.5, 0.9]}}
          {series: {lookback: 3}}                               | {forecast: {columns: [number], horizon: 2, distribution: {gaussian: {quantiles: [0.1, 0.5, 0.9]}}}}
          {series: {lookback: 3}}                               | {forecast: {columns: [number], horizon: 2, distribution: {student_t: {}}}}
          {series: {lookback: 3}}                               | {forecast: {columns: [size], horizon: 2, distribution: {negative_binomial: {}}}}
          """)
  void answersAsSluiceDoes(String input, String target) {
    try (Bundle bundle = bundle(input, target)) {
      OnnxExport export = OnnxExport.of(bundle);
      ExportedExample examples = ExportedExample.of(export, 5);

      assertThat(
              examples.difference(OnnxEvaluator.run(export.model().getGraph(), examples.inputs())))
          .isLessThan(TOLERANCE);
      Map<String, Tensor> given = OnnxRuntime.run(export.bytes(), examples.inputs());
      assertThat(given.keySet()).isEqualTo(examples.outputs().keySet());
      assertThat(examples.difference(given)).isLessThan(TOLERANCE);
    }
  }

  @Test
  void whatHasNoOperatorIsRefusedAllAtOnce() {
    try (Bundle bundle =
        bundle(
            "{series: {lookback: 3}}",
            "{forecast: {columns: [number], horizon: 2, decoding: recursive}}",
            "columns: {number: {missing: {mask: {}}}}")) {
      UserException refused =
          catchThrowableOfType(UserException.class, () -> OnnxExport.of(bundle));

      assertThat(refused.problems())
          .extracting(Problem::path)
          .containsExactly("data.target.forecast.decoding", "data.columns.\"number\".missing");
    }
  }

  /** What it is compared with: a number that is wrong, missing or none is never close. */
  @Test
  void aWrongAnswerDiffers() {
    try (Bundle bundle =
        bundle("{series: {lookback: 3}}", "{forecast: {columns: [number], horizon: 2}}")) {
      ExportedExample example = ExportedExample.of(OnnxExport.of(bundle), 1);
      double[] right = example.outputs().get("forecast").values();

      assertThat(example.difference(example.outputs())).isZero();
      assertThat(difference(example, new Tensor(new double[] {right[0], right[1] * 2}, 1, 2, 1)))
          .isGreaterThan(0.5);
      assertThat(difference(example, new Tensor(new double[] {right[0], Double.NaN}, 1, 2, 1)))
          .isInfinite();
      assertThat(difference(example, new Tensor(new double[] {right[0]}, 1, 1, 1))).isInfinite();
    }
  }

  private static double difference(ExportedExample example, Tensor forecast) {
    return example.difference(Map.of("forecast", forecast));
  }

  private static Bundle bundle(String input, String target, String... more) {
    boolean tokens = input.matches("\\{(text|tokens|ids).*");
    Config config =
        ConfigReader.parse(
                """
                name: any
                data:
                  source: {csv: {path: in-memory.csv}}
                  split: {validation: {rows: 8}, test: {rows: 8}}
                  input: %s
                  target: %s
                  %s
                network: [%s{lstm: {units: 3}}]
                training: {epochs: 1}
                """
                    .formatted(
                        input,
                        target,
                        String.join("\n  ", more),
                        tokens ? "{embedding: {size: 3}}, " : ""),
                "any.yaml",
                Path.of(""),
                List.of())
            .config();
    Dataset data = Dataset.load(config.data(), rows());
    return DrawnModel.of(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  private static Table rows() {
    return Table.of(
        List.of("words", "label", "number", "id", "step", "ids", "tags", "size", "has tail"),
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    List.of(
                        i % 2 == 0 ? "a fine film" : "so dull",
                        List.of("good", "bad", "fair").get(i % 20 % 3),
                        Double.toString(10 + Math.sin(i)),
                        Integer.toString(i % 20),
                        Integer.toString(i),
                        i % 2 == 0 ? "1 14 22" : "[1, 2, 9, 14]",
                        i % 2 == 0 ? "D A N" : "R A",
                        Integer.toString(i % 20),
                        i % 20 < 12 ? "1" : "0"))
            .toList());
  }
}
