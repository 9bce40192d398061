package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.Kinds;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.TargetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/from-an-empty-file.md arrives at is a config; bench/editor looks at the way there. */
class WalkThroughTest {

  /** If you add one, run {@code npm run walk} in bench/editor. */
  @Test
  void offersEveryKindThereIs() throws IOException {
    String page = Files.readString(Path.of("docs/from-an-empty-file.md"));

    for (Class<?> choice :
        List.of(InputSpec.class, TargetSpec.class, LayerSpec.class, OptimizerSpec.class)) {
      assertThat(Kinds.installed().of(choice))
          .allSatisfy(kind -> assertThat(page).contains("| `" + kind.name() + "` |"));
    }
  }

  @Test
  void endsWithAConfigThatTrains(@TempDir Path folder) throws IOException {
    String page = Files.readString(Path.of("docs/from-an-empty-file.md")).replace("\r\n", "\n");
    int start = page.lastIndexOf("```yaml\n") + "```yaml\n".length();
    Path config = folder.resolve("my-reviews.yaml");
    Files.writeString(config, page.substring(start, page.indexOf("```", start)));

    CommandLineRun train =
        CommandLineRun.of(
            "train",
            config.toString(),
            "--run",
            folder.resolve("run").toString(),
            "--set", // relative to the working directory, where the reader's file would be
            "data.source.csv.path=data/reviews.csv",
            "--set",
            "training.epochs=1",
            "--set",
            "data.input.text.max_length=10",
            "--set",
            "network[1].lstm.units=4");

    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.out()).contains("accuracy");
  }
}
