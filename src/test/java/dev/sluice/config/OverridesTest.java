package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What overrides do when they are right; {@link BrokenConfigsTest} has the wrong ones. */
class OverridesTest {
  private static final String LOAD =
      """
      name: load
      data:
        source: {csv: {path: load.csv}}
        columns: {load: {transform: log}, "load.factor": {scale: none}}
        input: {series: {lookback: 24}}
        target: {forecast: {columns: [load], horizon: 12}}
        split: {validation: {rows: 24}, test: {rows: 24}}
      network:
        - lstm: {units: 8, dropout: 0.5}
        - dense: {units: 4}
      training: {optimizer: {adam: {learning_rate: 0.01}}, early_stopping: {}}
      """;

  @Test
  void setAValueThatIsWritten() {
    assertThat(load("data.input.series.lookback=48").data().input())
        .hasFieldOrPropertyWithValue("lookback", 48);
  }

  @Test
  void setAValueThatIsNotWritten() {
    assertThat(load("seed=7").seed()).isEqualTo(7);
    assertThat(load("evaluation.metrics=[mae]").evaluation().metrics())
        .contains(List.of(new MetricSpec.Mae()));
    assertThat(load("training.gradient_clipping.value=2").training().gradientClipping())
        .hasValueSatisfying(clipping -> assertThat(clipping.value()).contains(2.0));
  }

  @Test
  void theLastOneWins() {
    assertThat(load("seed=7", "seed=8").seed()).isEqualTo(8);
  }

  @Test
  void changeOneKeyOfAChoice() {
    assertThat(load("training.optimizer.adam.beta1=0.8").training().optimizer())
        .isEqualTo(new OptimizerSpec.Adam(0.01, 0.8, 0.999, 1e-8));
    assertThat(load("network[0].lstm.units=32").network().layers().get(0))
        .hasFieldOrPropertyWithValue("units", 32)
        .hasFieldOrPropertyWithValue("dropout", 0.5);
  }

  @Test
  void changeOneKeyOfAChoiceThatIsWrittenAsAWord() {
    Config config = load("training.optimizer=adam", "training.optimizer.adam.beta1=0.8");

    assertThat(config.training().optimizer())
        .isEqualTo(new OptimizerSpec.Adam(0.001, 0.8, 0.999, 1e-8));
  }

  @Test
  void replaceAChoiceByAnother() {
    assertThat(load("training.optimizer=sgd").training().optimizer())
        .isEqualTo(new OptimizerSpec.Sgd(0.01, 0));
    assertThat(load("training.optimizer.sgd.momentum=0.9").training().optimizer())
        .isEqualTo(new OptimizerSpec.Sgd(0.01, 0.9));
    assertThat(load("training.optimizer={sgd: {momentum: 0.9}}").training().optimizer())
        .isEqualTo(new OptimizerSpec.Sgd(0.01, 0.9));
    assertThat(load("network[1].dropout.rate=0.1").network().layers().get(1))
        .isEqualTo(new LayerSpec.Dropout(0.1));
  }

  @Test
  void nameListEntriesInEitherWay() {
    assertThat(load("network.1.dense.units=2")).isEqualTo(load("network[1].dense.units=2"));
  }

  @Test
  void replaceAWholeListOrSection() {
    assertThat(load("network=[{dense: {units: 3}}]").network().layers()).hasSize(1);
    assertThat(load("training={epochs: 3}").training().earlyStopping()).isEmpty();
  }

  @Test
  void takeAnOptionalKeyAway() {
    assertThat(load("training.early_stopping=null").training().earlyStopping()).isEmpty();
    assertThat(load("training.early_stopping=").training().earlyStopping())
        .contains(new TrainingSpec.EarlyStopping("loss", 5, 0));
  }

  @Test
  void nameAColumnWithADotInQuotes() {
    Config config = load("data.columns.\"load.factor\".scale=robust");

    assertThat(config.data().columns().get("load.factor").scale())
        .isEqualTo(new ScaleSpec.Robust());
  }

  @Test
  void mayHoldAnEqualsSignInTheValue() {
    assertThat(load("data.source.csv.path=a=b.csv").data().source().path())
        .isEqualTo(Path.of("a=b.csv"));
  }

  @Test
  void resolvePathsAgainstTheWorkingDirectory() {
    assertThat(load("data.source.csv.path=../x.csv").data().source().path())
        .isEqualTo(Path.of("../x.csv"));
    assertThat(load().data().source().path()).isEqualTo(Path.of("conf/load.csv"));
  }

  private static Config load(String... overrides) {
    return ConfigReader.parse(LOAD, "load.yaml", Path.of("conf"), List.of(overrides)).config();
  }
}
