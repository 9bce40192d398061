package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.OptimizerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static final String CONFIG =
      """
      name: a
      data:
        source: {csv: {path: "${DATA_DIR:-data}/days.csv"}}
        input: {series: {lookback: "${LOOKBACK:-24}"}}
        target: {forecast: {columns: ["${COLUMN}"], horizon: 6}}
      network:
        - lstm: {units: 8}
      training:
        epochs: ${EPOCHS:-5}
        optimizer: ${OPTIMIZER:-adam}
      """;

  @Test
  void standForTextsNumbersPathsAndWords() {
    LoadedConfig loaded = read(CONFIG, Map.of("COLUMN", "load", "EPOCHS", "7", "OPTIMIZER", "sgd"));

    assertThat(loaded.config().data().source().path()).isEqualTo(Path.of("config/data/days.csv"));
    assertThat(loaded.config().training().epochs()).isEqualTo(7);
    assertThat(loaded.config().training().optimizer()).isInstanceOf(OptimizerSpec.Sgd.class);
  }

  @Test
  void defaultHoldsForAnUnsetAndForAnEmptyVariable() {
    Map<String, String> environment = Map.of("COLUMN", "load", "EPOCHS", "");

    assertThat(read(CONFIG, environment).config().training().epochs()).isEqualTo(5);
  }

  @Test
  void originNamesTheVariable() {
    LoadedConfig loaded = read(CONFIG, Map.of("COLUMN", "load"));

    assertThat(loaded.origin("training.epochs").orElseThrow().description())
        .isEqualTo("a.yaml:9:11 as ${EPOCHS:-5}");
    assertThat(loaded.origin("data.target.forecast.columns[0]").orElseThrow().location())
        .isEqualTo("a.yaml:5:33");
  }

  @Test
  void aVariableBringsTextAndNeverKeysListsOrNothing() {
    for (String hostile : List.of("null", "~", "", "[a, b]", "{a: b}", "a: b\nc: d", "*x", "# a")) {
      LoadedConfig loaded = read(CONFIG, Map.of("COLUMN", hostile));

      assertThat(loaded.config().data().target()).extracting("columns").isEqualTo(List.of(hostile));
    }
  }

  @Test
  void aVariableIsNotReplacedAgain() {
    LoadedConfig loaded = read(CONFIG, Map.of("COLUMN", "${EPOCHS}"));

    assertThat(loaded.config().data().target())
        .extracting("columns")
        .isEqualTo(List.of("${EPOCHS}"));
    String resolved = ConfigWriter.toYaml(loaded.config());
    assertThat(ConfigReader.parseResolved(resolved, "resolved.yaml").data().target())
        .isEqualTo(loaded.config().data().target());
  }

  @Test
  void aVariableThatIsNotSetIsRefusedWhereItStands() {
    assertThatThrownBy(() -> read(CONFIG, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "a.yaml:5:33: the environment variable 'COLUMN' is not set\n"
                + "    set it, or give a default:  ${COLUMN:-...}");
  }

  @Test
  void overridesMayHoldVariables() {
    LoadedConfig loaded = read(CONFIG, Map.of("COLUMN", "load", "N", "3"), "training.epochs=${N}");

    assertThat(loaded.config().training().epochs()).isEqualTo(3);
    assertThat(loaded.origin("training.epochs").orElseThrow().description())
        .isEqualTo("--set training.epochs=${N} as ${N}");
  }

  @Test
  void resolvedConfigReadsNoVariable() {
    LoadedConfig loaded = read(CONFIG, Map.of("COLUMN", "load"));
    String meddled = ConfigWriter.toYaml(loaded.config()).replace("[load]", "['${PATH}']");

    assertThatThrownBy(() -> ConfigReader.parseResolved(meddled, "resolved.yaml"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'PATH' is not set");
  }

  @Property
  void escapingIsUndoneByReading(
      @ForAll
          @CharRange(from = '$', to = '$')
          @CharRange(from = '{', to = '}')
          @StringLength(max = 9)
          String text) {
    Node.Scalar written = new Node.Scalar(Variables.escaped(text), false, new Origin.ByDefault());
    Findings findings = new Findings();

    Node read = new Variables(name -> Optional.empty()).replaceIn(written, findings);

    assertThat(findings.isEmpty()).isTrue();
    assertThat(read).isEqualTo(new Node.Scalar(text, false, new Origin.ByDefault()));
  }

  private static LoadedConfig read(
      String yaml, Map<String, String> environment, String... overrides) {
    return ConfigReader.read(
        new ConfigFile("a.yaml", Path.of("config"), yaml),
        List.of(overrides),
        new Variables(name -> Optional.ofNullable(environment.get(name))),
        Migrations.installed());
  }
}
