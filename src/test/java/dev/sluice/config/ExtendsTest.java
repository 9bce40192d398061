package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendsTest {
  private static final String BASE =
      """
      name: base
      data:
        source: {csv: {path: ../data/days.csv}}
        columns: {load: {scale: robust}, wind: {scale: none}}
        input: {series: {lookback: 24, stride: 2}}
        target: {forecast: {columns: [load, wind], horizon: 6}}
        split: {validation: {share: 0.1}, test: {share: 0.2}}
      network:
        - lstm: {units: 8}
        - dense: {units: 3}
      training: {epochs: 9, optimizer: {adam: {beta1: 0.5}}, early_stopping: {patience: 2}}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeBaseAndData() throws IOException {
    write("common/base.yaml", BASE);
    write("data/days.csv", "load,wind\n1,2\n");
  }

  @Test
  void takesFromTheParentWhatTheFileDoesNotSay() throws IOException {
    LoadedConfig loaded = read("config/a.yaml", "extends: ../common/base.yaml\nname: a\n");

    assertThat(loaded.config().name()).isEqualTo("a");
    assertThat(loaded.config().training().epochs()).isEqualTo(9);
    assertThat(loaded.config().network().layers()).hasSize(2);
    assertThat(loaded.text()).isEqualTo("extends: ../common/base.yaml\nname: a\n");
  }

  @Test
  void mergesMapsAndReplacesListsChoicesAndPartsOfTheSplit() throws IOException {
    LoadedConfig loaded =
        read(
            "config/a.yaml",
            """
            extends: ../common/base.yaml
            data:
              columns: {load: {missing_values: [x]}, sun: {}}
              split: {test: {rows: 24}}
            network:
              - lstm: {units: 3}
            training: {optimizer: {adam: {learning_rate: 0.1}}}
            """);

    assertThat(loaded.config().data().columns().keySet())
        .containsExactlyInAnyOrder("load", "wind", "sun");
    assertThat(loaded.config().data().columns().get("load").missingValues()).containsExactly("x");
    assertThat(origin(loaded, "data.columns.load.scale")).endsWith("base.yaml:4:27");
    assertThat(loaded.config().data().split().test().orElseThrow().rows()).contains(24);
    assertThat(loaded.config().data().split().validation()).isPresent();
    assertThat(loaded.config().network().layers()).hasSize(1);
    assertThat(((LayerSpec.Lstm) loaded.config().network().layers().get(0)).units()).isEqualTo(3);
    assertThat(loaded.config().training().optimizer())
        .isEqualTo(new OptimizerSpec.Adam(0.1, 0.9, 0.999, 1e-8)); // beta1 is not the parent's
  }

  @Test
  void nullTakesAwayWhatTheParentSaysAndAnEmptySectionLeavesIt() throws IOException {
    LoadedConfig loaded =
        read(
            "config/a.yaml",
            "extends: ../common/base.yaml\ntraining:\n  early_stopping: null\ndata:\n");

    assertThat(loaded.config().training().earlyStopping()).isEmpty();
    assertThat(loaded.config().training().epochs()).isEqualTo(9);
    assertThat(loaded.config().data().split().test()).isPresent();
  }

  @Test
  void resolvesEachPathAgainstTheFileThatWritesIt() throws IOException {
    write("common/deep/middle.yaml", "extends: ../base.yaml\ndata: {split: {test: {file: t.csv}}}");

    LoadedConfig loaded = read("config/a.yaml", "extends: ../common/deep/middle.yaml\n");

    assertThat(loaded.config().data().source().path()).isEqualTo(folder.resolve("data/days.csv"));
    assertThat(loaded.config().data().split().test().orElseThrow().file())
        .contains(folder.resolve("common/deep/t.csv"));
  }

  @Test
  void knowsInWhichFileEachValueStands() throws IOException {
    LoadedConfig loaded = read("config/a.yaml", "seed: 3\nextends: ../common/base.yaml\n");

    assertThat(origin(loaded, "seed")).isEqualTo(folder.resolve("config/a.yaml") + ":1:7");
    assertThat(origin(loaded, "training.early_stopping.patience"))
        .isEqualTo(folder.resolve("common/base.yaml") + ":11:83");
    assertThat(loaded.origin("training.batch_size")).contains(new Origin.ByDefault());
  }

  @Test
  void overridesComeLast() throws IOException {
    Path file = write("config/a.yaml", "extends: ../common/base.yaml\ntraining: {epochs: 4}\n");

    LoadedConfig loaded =
        ConfigReader.read(file, List.of("training.epochs=2", "training.optimizer.adam.beta2=0.5"));

    assertThat(loaded.config().training().epochs()).isEqualTo(2);
    assertThat(loaded.config().training().optimizer())
        .isEqualTo(new OptimizerSpec.Adam(0.001, 0.5, 0.5, 1e-8));
  }

  @Test
  void resolvedConfigExtendsNothing() throws IOException {
    LoadedConfig loaded = read("config/a.yaml", "extends: ../common/base.yaml\n");

    String resolved = ConfigWriter.toYaml(loaded.config());

    assertThat(resolved).doesNotContain("extends");
    assertThat(ConfigReader.parseResolved(resolved, "resolved.yaml").network())
        .isEqualTo(loaded.config().network());
  }

  @Test
  void readsParentsWithByteOrderMarkAndWindowsLineEnds() throws IOException {
    write("config/base.yaml", "\uFEFF" + BASE.replace("\n", "\r\n"));

    LoadedConfig loaded = read("config/a.yaml", "\uFEFFextends: base.yaml\r\nseed: 1\r\n");

    assertThat(loaded.config().training().epochs()).isEqualTo(9);
    assertThat(origin(loaded, "network[1].dense.units")).endsWith("base.yaml:10:20");
  }

  @Test
  void followsLinksAndNoticesACircleThroughOne() throws IOException {
    Files.createDirectories(folder.resolve("config"));
    Files.createSymbolicLink(folder.resolve("config/link"), folder.resolve("common"));
    LoadedConfig loaded = read("config/a.yaml", "extends: link/base.yaml\n");
    assertThat(loaded.config().data().source().path().toRealPath().getFileName().toString())
        .isEqualTo("days.csv");

    Files.createSymbolicLink(folder.resolve("config/b.yaml"), folder.resolve("config/c.yaml"));
    write("config/c.yaml", "extends: b.yaml\n");

    assertThatThrownBy(() -> ConfigReader.read(folder.resolve("config/c.yaml"), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("c.yaml:1:10: extends: the files extend each other in a loop");
  }

  @Test
  void refusesAChainOfMoreThanTenFiles() throws IOException {
    for (int i = 0; i < 12; i++) {
      write("long/" + i + ".yaml", "extends: " + (i + 1) + ".yaml\n");
    }

    assertThatThrownBy(() -> ConfigReader.read(folder.resolve("long/0.yaml"), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            folder.resolve("long/9.yaml") + ":1:10: extends: more than 10 files extend each other")
        .hasMessageContaining("-> " + folder.resolve("long/10.yaml"));
  }

  @Test
  void aNearNameOfAMissingParentIsTold() throws IOException {
    assertThatThrownBy(() -> read("config/a.yaml", "extends: ../common/bse.yaml\n"))
        .hasMessageContaining("did you mean '" + folder.resolve("common/base.yaml") + "'?");
  }

  private static String origin(LoadedConfig loaded, String path) {
    Optional<Origin> origin = loaded.origin(path);
    return origin.orElseThrow().description();
  }

  private LoadedConfig read(String name, String text) throws IOException {
    return ConfigReader.read(write(name, text), List.of());
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
