package dev.sluice.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.Trainer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesExplainerTest {
  private static final String YAML =
      """
      name: lagged
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        input: {series: {lookback: 4, past_covariates: [cause, noise]}}
        target: {forecast: {columns: [y], horizon: 1}}
        split: {validation: {rows: 20}, test: {rows: 10}}
      network: [{gru: {units: 2}}, {output: {linear_skip: true, linear_start: ridge}}]
      training: {epochs: 1, batch_size: 32}
      """;

  /** What comes is twice the cause of three rows before it, and half the row before. */
  private static Table rows() {
    Random random = new Random(3);
    List<List<String>> rows = new ArrayList<>();
    double[] cause = random.doubles(200).toArray();
    double y = 0;
    for (int i = 0; i < cause.length; i++) {
      y = 0.5 * y + (i < 3 ? 0 : 2 * cause[i - 3]);
      rows.add(List.of(y + "", cause[i] + "", random.nextDouble() + "", "a word"));
    }
    return Table.of(List.of("y", "cause", "noise", "other"), rows);
  }

  private static SeriesExplainer explainer() {
    return explainer(YAML, rows());
  }

  private static SeriesExplainer explainer(String yaml, Table rows) {
    Config config = ConfigReader.parse(yaml, "lagged.yaml", Path.of(""), List.of()).config();
    Dataset data = Dataset.load(config.data(), rows);
    Pipeline pipeline = data.pipeline();
    NetworkPlan plan = NetworkPlan.of(config, pipeline.inputShape(), pipeline.outputShape());
    Network network = new Trainer(config, data, plan).train().network();
    assertThat(SeriesExplainer.explains(pipeline)).isTrue();
    return SeriesExplainer.of(pipeline, network);
  }

  @Test
  void findsTheLagAndTheColumnThatCause() {
    try (SeriesExplainer explainer = explainer()) {
      SeriesExplanation why = explainer.explain(rows(), "y");

      assertThat(why.lags()).containsExactly(4, 3, 2, 1);
      SeriesExplanation.Cell strongest = why.cells().get(0);
      assertThat(strongest.column()).isEqualTo("cause");
      assertThat(strongest.lag()).isEqualTo(3);
      double deviation = why.deviations()[why.columns().indexOf("cause")];
      assertThat(strongest.effect()).isCloseTo(2 * deviation, within(0.2 * deviation));
      assertThat(why.ofColumn(why.columns().indexOf("cause")))
          .isGreaterThan(why.ofColumn(why.columns().indexOf("noise")));
      assertThat(why.columns()).doesNotContain("other");
    }
  }

  @Test
  void readsNumbersAsTheColumnsSay() {
    String yaml =
        YAML.replace(
            "  input: {series",
            "  columns: {cause: {number: {decimal: ','}, missing_values: ['-99'],"
                + " missing: {constant: {value: 0}}}}\n  input: {series");
    int cause = 1;
    Table commas = rows().with(cause, cell -> cell.replace('.', ','));
    Table oneMissing = commas.with(197, cause, "-99");
    try (SeriesExplainer explainer = explainer(yaml, commas)) {
      SeriesExplanation why = explainer.explain(commas, "y");
      SeriesExplanation missing = explainer.explain(oneMissing, "y");

      assertThat(why.cells().get(0).column()).isEqualTo("cause");
      assertThat(why.cells().get(0).lag()).isEqualTo(3);
      int c = missing.columns().indexOf("cause");
      assertThat(missing.effects()[c][1]).isZero();
      assertThat(missing.deviations()[c]).isLessThan(1);
    }
  }

  @Test
  void aStepWithoutARowCountsAsALag() {
    String yaml =
        YAML.replace(
            "  input: {series",
            "  time: {column: day, frequency: 1d, gaps: insert}\n"
                + "  columns: {y: {missing: forward}, cause: {missing: forward},"
                + " noise: {missing: forward}}\n  input: {series");
    LocalDate begin = LocalDate.of(2024, 1, 1);
    Table rows = rows().with("day", row -> begin.plusDays(row).toString());
    Table gap = rows.inOrder(IntStream.range(0, 200).filter(row -> row != 198).toArray());
    try (SeriesExplainer explainer = explainer(yaml, rows)) {
      SeriesExplanation why = explainer.explain(gap, "y");

      assertThat(why.lags()).containsExactly(4, 3, 2, 1);
      SeriesExplanation.Cell strongest = why.cells().get(0);
      assertThat(strongest.column()).isEqualTo("cause");
      assertThat(strongest.lag()).isEqualTo(3);
    }
  }

  @Test
  void refusesAColumnThatIsNotForecast() {
    try (SeriesExplainer explainer = explainer()) {
      assertThat(explainer.targets()).containsExactly("y");
      assertThatThrownBy(() -> explainer.explain(rows(), "cause"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
