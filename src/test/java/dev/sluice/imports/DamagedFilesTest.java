package dev.sluice.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.imports.DamagedFiles.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files are refused or imported, in little memory. The property {@code damaged.files} says
 * how many of each; bench/keras-import has the command for thousands.
 */
class DamagedFilesTest {
  private static final Path NETWORKS = Path.of("src/test/resources/keras/networks");
  private static final int COUNT = Integer.getInteger("damaged.files", 25);
  private static final long SEED = Long.getLong("damaged.seed", 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras2-2.h5",
        "keras3-3.h5",
        "keras2-9.keras",
        "keras3-2.keras",
        "keras3-6.keras"
      })
  void damagedModelsOfKerasAreRefusedOrImported(String name) throws IOException {
    Path model = NETWORKS.resolve(name);

    Map<Outcome, Integer> outcomes =
        outcomes(ImportFormat.KERAS, model, KerasImportTest.options(model));

    assertThat(outcomes.get(Outcome.REFUSED)).isPositive();
  }

  @Test
  void damagedModelsOfDl4jAreRefusedOrImported() throws IOException {
    Path model = Dl4jImportTest.small(folder.resolve("model.zip"));

    Map<Outcome, Integer> outcomes = outcomes(ImportFormat.DL4J, model, ImportOptions.NONE);

    assertThat(outcomes.get(Outcome.REFUSED)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputs", "outputs"})
  void damagedProbesAreRefusedOrRight(String which) throws IOException {
    Path model = NETWORKS.resolve("keras3-2.keras");
    Path probe = NETWORKS.resolve("keras3-2-" + which + ".npz");
    Path damaged = folder.resolve("damaged.npz");
    ImportOptions.Probe whole = KerasImportTest.options(model).probe().orElseThrow();
    ImportOptions options =
        ImportOptions.NONE.with(
            which.equals("inputs")
                ? new ImportOptions.Probe(damaged, whole.outputs())
                : new ImportOptions.Probe(whole.inputs(), damaged));
    DamagedFiles files = new DamagedFiles(probe, new Random(SEED));
    for (int i = 0; i < COUNT; i++) {
      files.write(damaged);
      outcome(ImportFormat.KERAS, i, damaged, model, options);
    }
  }

  private Map<Outcome, Integer> outcomes(ImportFormat format, Path model, ImportOptions options)
      throws IOException {
    DamagedFiles files = new DamagedFiles(model, new Random(SEED));
    Path damaged = folder.resolve("damaged-" + model.getFileName());
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    List.of(Outcome.values()).forEach(outcome -> outcomes.put(outcome, 0));
    for (int i = 0; i < COUNT; i++) {
      files.write(damaged);
      outcomes.merge(outcome(format, i, damaged, damaged, options), 1, Integer::sum);
    }
    return outcomes;
  }

  /** A file that is neither refused nor imported stays, to be looked at. */
  private static Outcome outcome(
      ImportFormat format, int number, Path damaged, Path model, ImportOptions options)
      throws IOException {
    try {
      return DamagedFiles.outcome(format, model, options);
    } catch (Throwable failure) {
      Path kept = Path.of("target", "damaged-%s-%s".formatted(number, damaged.getFileName()));
      Files.copy(damaged, kept, StandardCopyOption.REPLACE_EXISTING);
      throw new AssertionError(
          "file %s of seed %s, kept as %s".formatted(number, SEED, kept), failure);
    }
  }
}
