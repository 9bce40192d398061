package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.Kind;
import dev.sluice.plugin.KindProvider;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.LayerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerFactoryTest {
  @TempDir Path folder;

  @Test
  void everyLayerThatAUserMayWriteHasAFactory() {
    for (Kind<LayerSpec> kind : Kinds.installed().of(LayerSpec.class)) {
      if (kind.record() != LayerSpec.Output.class) { // follows from the target
        assertThat(LayerFactories.specs()).as(kind.name()).contains(kind.record());
      }
    }
  }

  @Test
  void aPlugInAddsALayer() throws IOException, InterruptedException {
    install(KindProvider.class, ScalingPlugin.class.getName());
    install(LayerFactory.class, ScalingPlugin.Factory.class.getName());

    String printed = ChildJvm.run(ChildJvm.classPath(folder, entry -> true), ScalingPlugin.class);

    // lstm 4 * 3 * (3 + 3 + 1) = 84, scaling 2 * 3, output 4 * (3 + 1).
    assertThat(printed).contains("network[1] scaling has 6 of 106 parameters, DL4J counts 106");
  }

  @Test
  void networksArePlannedWithoutDl4j() throws IOException, InterruptedException {
    String printed =
        ChildJvm.run(
            ChildJvm.classPath(folder, entry -> !entry.matches(".*(nd4j|deeplearning4j).*\\.jar")),
            PlanProgram.class);

    // embedding 11 * 4, lstm 96, simple_rnn 21, batch_normalization 12, dense 8, output 3.
    assertThat(printed).contains("184 parameters");
  }

  private void install(Class<?> service, String provider) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(service.getName()), provider + "\n");
  }
}
