package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedConfigTest {
  private final LoadedConfig loaded =
      ConfigReader.parse(
          """
          name: load
          data:
            source: {csv: {path: load.csv}}
            columns:
              "load.factor": {scale: none}
            input: {series: {lookback: 24}}
            target:
              forecast: {columns: [load, "load.factor"], horizon: 12}
            split: {validation: {rows: 24}, test: {rows: 24}}
          network:
            - lstm: {units: 8}
          """,
          "load.yaml",
          Path.of(""),
          List.of("training.optimizer=sgd", "data.target.forecast.gap=1"));

  @Test
  void locatesAKeyThatIsWritten() {
    assertThat(located("data.target.forecast.columns[1]"))
        .isEqualTo(
            "load.yaml:8:32: data.target.forecast.columns[1]: no such column\n    name another");
    assertThat(located("data.columns.\"load.factor\"")).startsWith("load.yaml:5:5: ");
    assertThat(located("data.columns.\"load.factor\".scale.none")).startsWith("load.yaml:5:28: ");
  }

  @Test
  void locatesAKeyThatIsNotWrittenAtTheSectionAroundIt() {
    assertThat(located("data.input.series.stride")).startsWith("load.yaml:6:11: data.input.");
    assertThat(located("data.time.column")).startsWith("load.yaml:2:1: data.time.column");
    assertThat(located("training.epochs")).startsWith("--set training.optimizer=sgd: ");
    assertThat(located("evaluation.metrics")).startsWith("load.yaml:1:1: ");
    assertThat(located("no.such.key")).startsWith("load.yaml:1:1: ");
  }

  @Test
  void locatesAKeyThatIsOverridden() {
    assertThat(located("data.target.forecast.gap"))
        .startsWith("--set data.target.forecast.gap=1: data.target.forecast.gap: ");
  }

  @Test
  void leavesLocatedProblemsAndThoseOfDataAlone() {
    Problem inData = Problem.inFile("load.csv", 7, "not a number", "");
    Problem located = Problem.atKey("name", "wrong", "").withLocation("elsewhere.yaml:1:1");

    assertThat(loaded.locate(new UserException(List.of(inData, located))).problems())
        .containsExactly(inData, located);
  }

  @Test
  void knowsWhereEachValueComesFrom() {
    assertThat(loaded.origin("data.input.series.lookback"))
        .contains(new Origin.InFile("load.yaml", Path.of(""), 6, 30));
    assertThat(loaded.origin("data.target.forecast.gap"))
        .contains(new Origin.InOverride("data.target.forecast.gap=1"));
    assertThat(loaded.origin("training.optimizer.sgd.momentum")).contains(new Origin.ByDefault());
    assertThat(loaded.origin("data.time")).contains(new Origin.ByDefault());
    assertThat(loaded.origin("data.tim")).isEmpty();
  }

  @Test
  void listsEverySettingWithItsOrigin() {
    assertThat(loaded.settings())
        .extracting(s -> s.path() + " = " + s.value() + " (" + s.origin().location() + ")")
        .contains(
            "version = 1 (default)",
            "name = load (load.yaml:1:7)",
            "data.columns.\"load.factor\".scale = none (load.yaml:5:28)",
            "data.target.forecast.columns[1] = load.factor (load.yaml:8:32)",
            "training.optimizer.sgd.learning_rate = 0.01 (default)",
            "training.schedule = constant (default)")
        .doesNotHaveDuplicates();
  }

  private String located(String path) {
    Problem problem = Problem.atKey(path, "no such column", "name another");
    return loaded.locate(new UserException(problem)).getMessage();
  }
}
