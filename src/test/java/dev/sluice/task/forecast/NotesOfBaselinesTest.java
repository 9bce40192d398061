package dev.sluice.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.DataSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class NotesOfBaselinesTest {
  private static final BaselineSpec NAIVE2 = new BaselineSpec.Naive2();

  @Test
  void naive2SaysOfHowManySeriesItRepeatsTheLastValue() {
    IntToDoubleFunction season = t -> 10 + Math.sin(t * Math.PI / 6);
    IntToDoubleFunction line = t -> t;

    assertThat(note(100, season, line))
        .contains("1 of 2 series: It repeats the last value: no season of 12 rows is significant.");
    assertThat(note(100, season, season)).isEmpty();
    assertThat(note(40, season, season))
        .contains(
            "It repeats the last value: fewer than 3 seasons of 12 rows come before the first window.");
  }

  private static Optional<String> note(int rows, IntToDoubleFunction... series) {
    DataSpec spec =
        ConfigReader.parse(
                """
                name: noted
                data:
                  {source: {csv: {path: none.csv}}, time: {frequency: 1mo, season: 12, column: month},
                   series: {by: [shop]}, input: {series: {lookback: 3}},
                   target: {forecast: {columns: [load], horizon: 2}}, split: {test: {rows: %s}}}
                network: [{gru: {units: 2}}]
                """
                    .formatted(rows / 5),
                "noted.yaml",
                Path.of(""),
                List.of())
            .config()
            .data();
    List<List<String>> table = new ArrayList<>();
    for (int s = 0; s < series.length; s++) {
      for (int t = 0; t < rows; t++) {
        String month =
            "%s-%s-01".formatted(2000 + t / 12, t % 12 < 9 ? "0" + (t % 12 + 1) : t % 12 + 1);
        table.add(List.of("s" + s, month, Double.toString(series[s].applyAsDouble(t))));
      }
    }
    Dataset data = Dataset.load(spec, Table.of(List.of("shop", "month", "load"), table));
    Examples test = data.examples(Part.TEST);
    EvaluationPlan plan =
        new EvaluationPlan(Map.of(), List.of(NAIVE2), Optional.empty(), Optional.of(12));
    BaselineOutcome outcome =
        data.pipeline()
            .target()
            .baselines(
                plan,
                Optional::empty,
                test,
                data.pipeline().target().perfect(test),
                Patience.ENDLESS)
            .apply(NAIVE2);
    return ((BaselineOutcome.Predicted) outcome).note();
  }
}
