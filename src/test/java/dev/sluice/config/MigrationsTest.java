package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Default;
import dev.sluice.spec.Doc;
import dev.sluice.spec.FormerName;
import dev.sluice.spec.OptimizerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a version that never was, and keys that no config has: there is nothing older yet. */
class MigrationsTest {
  private static final Migrations FROM_ZERO =
      new Migrations(
          Map.of(
              0,
              config -> {
                config.rename("training.optimiser", "optimizer");
                config.replace("training.epochs", "7");
              }));

  private static final String OLD =
      """
      # My first config.
      version: 0
      name: "caf\u00e9 \uD83D\uDE00" # not a name, but in the way of columns
      training: {optimiser: sgd, epochs: many}   # epochs as a word
      """;

  private static final String NEW =
      """
      # My first config.
      version: 1
      name: "caf\u00e9 \uD83D\uDE00" # not a name, but in the way of columns
      training: {optimizer: sgd, epochs: 7}   # epochs as a word
      """;

  @Test
  void rewritesAFileWithItsCommentsAndLineEnds() {
    assertThat(ConfigReader.migrated(file(OLD), FROM_ZERO)).isEqualTo(NEW);
    assertThat(ConfigReader.migrated(file(OLD.replace("\n", "\r\n")), FROM_ZERO))
        .isEqualTo(NEW.replace("\n", "\r\n"));
    assertThat(ConfigReader.migrated(file(OLD.replace("\n", "\r")), FROM_ZERO))
        .isEqualTo(NEW.replace("\n", "\r"));
    assertThat(ConfigReader.migrated(file(OLD.replace("optimiser", "'optimiser'")), FROM_ZERO))
        .isEqualTo(NEW.replace("optimizer", "'optimizer'"));
  }

  @Test
  void leavesAFileOfTheNewestVersionAsItIs() {
    assertThat(ConfigReader.migrated(file(NEW), FROM_ZERO)).isEqualTo(NEW);
    assertThat(ConfigReader.migrated(file("name: ${NAME}\n"), FROM_ZERO))
        .isEqualTo("name: ${NAME}\n");
  }

  @Test
  void readsAnOlderConfigAndSaysSo() {
    String yaml =
        """
        version: 0
        name: a
        data:
          source: {csv: {path: reviews.csv}}
          input: {text: {column: review}}
          target: {class: {column: sentiment}}
        network: [{lstm: {units: 8}}]
        training: {optimiser: sgd}
        """;

    LoadedConfig loaded =
        ConfigReader.read(
            file(yaml), List.of(), new Variables(name -> Optional.empty()), FROM_ZERO);

    assertThat(loaded.config().version()).isEqualTo(1);
    assertThat(loaded.config().training().optimizer()).isInstanceOf(OptimizerSpec.Sgd.class);
    assertThat(loaded.outdated())
        .extracting(Problem::toString)
        .containsExactly("old.yaml:1:10: version: version 0 is read as version 1");
    assertThat(loaded.text()).isEqualTo(yaml);
  }

  @Test
  void aVersionWithoutAWayToTheNewestIsRefused() {
    assertThatThrownBy(
            () -> ConfigReader.parse("version: 0\nname: a\n", "old.yaml", Path.of(""), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("old.yaml:1:10: version: expected 1, found '0'");
  }

  @Doc("A layer whose key was renamed.")
  public record Layer(
      @Doc("The size.") @FormerName("unit") int units,
      @Doc("The share.") @Default("0") @FormerName("drop") double dropout) {}

  @Doc("Layers under several roofs.")
  public record Layers(List<Layer> list, Map<String, Layer> named, Layer one) {}

  private static final String FORMER =
      """
      list:
        - unit: 3
        - {units: 4, drop: 0.5}
      named: {a: {unit: 5}}
      one: {unit: 6}
      """;

  @Test
  void keysAreReadByTheirFormerNamesWithAWarning() {
    Findings findings = new Findings();
    Rewriting rewriting = new Rewriting(file(FORMER).parse(findings).orElseThrow(), findings);

    rewriting.useCurrentNames(new ValueType.Body(Layers.class));

    assertThat(
            new Binder(Layers.class, true, Map.of(), findings).bind(rewriting.root(), Layers.class))
        .contains(
            new Layers(
                List.of(new Layer(3, 0), new Layer(4, 0.5)),
                Map.of("a", new Layer(5, 0)),
                new Layer(6, 0)));
    assertThat(rewriting.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "old.yaml:2:5: list[0].unit: 'unit' is now called 'units'",
            "old.yaml:3:16: list[1].drop: 'drop' is now called 'dropout'",
            "old.yaml:4:13: named.a.unit: 'unit' is now called 'units'",
            "old.yaml:5:7: one.unit: 'unit' is now called 'units'");
    assertThat(rewriting.applyTo(FORMER))
        .isEqualTo(FORMER.replace("unit:", "units:").replace("drop:", "dropout:"));
  }

  @Test
  void aKeyByBothItsNamesIsRefused() {
    Findings findings = new Findings();
    Node root = file("units: 3\nunit: 4\n").parse(findings).orElseThrow();

    new Rewriting(root, findings).useCurrentNames(new ValueType.Body(Layer.class));

    assertThat(findings.exception())
        .hasMessage(
            "old.yaml:2:1: unit: 'unit' is the former name of 'units', and both are given\n"
                + "    remove 'unit'");
  }

  @Test
  void theSchemaMarksAFormerNameAsDeprecated() {
    JsonNode layer = JsonSchema.of(Layer.class);

    assertThat(layer.at("/properties/unit/deprecated").asBoolean()).isTrue();
    assertThat(layer.at("/properties/unit/deprecationMessage").asText())
        .isEqualTo("Renamed to units.");
    assertThat(layer.at("/properties/units/deprecated").isMissingNode()).isTrue();
    assertThat(layer.at("/properties/drop/type/0").asText()).isEqualTo("number");
    assertThat(layer.at("/allOf/0/anyOf").toString())
        .isEqualTo("[{\"required\":[\"units\"]},{\"required\":[\"unit\"]}]");
    assertThat(layer.has("required")).isFalse();
  }

  private static ConfigFile file(String text) {
    return new ConfigFile("old.yaml", Path.of(""), text);
  }
}
