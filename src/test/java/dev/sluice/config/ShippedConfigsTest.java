package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Golden;
import dev.sluice.spec.Activation;
import dev.sluice.spec.Config;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TargetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedConfigsTest {

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void bindsAndNamesAFileOfDataThatIsThereOrSaysThatItDoesNotShip(Path file) throws IOException {
    Config config = ConfigReader.read(file, List.of()).config();

    if (!Files.readString(file).contains("# The data do not ship")) {
      assertThat(config.data().source().path()).exists();
    }
  }

  /** The editor accepts them, too: see bench. */
  @ParameterizedTest
  @ValueSource(strings = {"complete", "extending", "variables"})
  void rightConfigsOfEveryFormAreRead(String name) {
    Path file = Golden.path("accepted").resolve(name + ".yaml");

    assertThat(ConfigReader.read(file, List.of()).config().network().layers()).isNotEmpty();
  }

  @Test
  void reviewsSaysWhatItsTextSays() {
    Config config = ConfigReader.read(Path.of("config/reviews.yaml"), List.of()).config();

    assertThat(config.name()).isEqualTo("reviews");
    assertThat(config.data().source())
        .isEqualTo(new SourceSpec.Csv(Path.of("data/reviews.csv"), ",", Optional.empty()));
    TargetSpec.ClassTarget target = (TargetSpec.ClassTarget) config.data().target();
    assertThat(target.column()).isEqualTo("sentiment");
    assertThat(target.positive()).contains("positive");
    assertThat(target.linear()).contains(TargetSpec.ClassTarget.Linear.BAG_OF_WORDS);
    assertThat(config.network().layers().get(0)).isInstanceOf(LayerSpec.Embedding.class);
    LayerSpec.Dense dense = (LayerSpec.Dense) config.network().layers().get(3);
    assertThat(dense.units()).isEqualTo(16);
    assertThat(dense.activation()).isEqualTo(Activation.RELU);
  }

  @Test
  void airlineSaysWhatItsTextSays() {
    Config config = ConfigReader.read(Path.of("config/airline.yaml"), List.of()).config();

    InputSpec.Series series = (InputSpec.Series) config.data().input();
    assertThat(series.lookback()).isEqualTo(24);
    assertThat(series.calendar()).containsExactly(InputSpec.Calendar.MONTH);
    assertThat(config.data().columns()).containsOnlyKeys("passengers");
    assertThat(config.training().optimizer())
        .isEqualTo(new OptimizerSpec.Adam(0.003, 0.9, 0.999, 1e-8));
    assertThat(config.evaluation().metrics())
        .hasValueSatisfying(metrics -> assertThat(metrics).hasSize(4));
  }
}
