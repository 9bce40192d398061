package dev.sluice.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random networks that Keras saved give what Keras gave. bench/keras-import makes more of them: the
 * property {@code keras.networks} names their folder.
 */
class KerasImportTest {
  private static final Path NETWORKS =
      Path.of(System.getProperty("keras.networks", "src/test/resources/keras/networks"));

  @TestFactory
  Stream<DynamicTest> outputsAreThoseOfKeras() throws IOException {
    List<Path> models;
    try (Stream<Path> files = Files.list(NETWORKS)) {
      models = files.filter(file -> file.toString().matches(".*\\.(h5|keras)")).sorted().toList();
    }
    assertThat(models).isNotEmpty();
    return models.stream()
        .map(
            model ->
                DynamicTest.dynamicTest(
                    model.getFileName().toString(),
                    () ->
                        assertThat(
                                ModelImport.of(ImportFormat.KERAS, model, options(model))
                                    .difference()
                                    .orElseThrow())
                            .isLessThan(1e-5)));
  }

  static ImportOptions options(Path model) throws IOException {
    String stem = model.toString().replaceFirst("\\.[^.]*$", "");
    JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(Path.of(stem + ".json")));
    Optional<ImportOptions.Words> words = Optional.empty();
    if (json.has("words")) {
      Path file = Files.createTempFile("words", ".json");
      file.toFile().deleteOnExit();
      Files.writeString(file, json.get("words").toString());
      words =
          Optional.of(
              new ImportOptions.Words(
                  file, 0, Optional.of(json.get("unknown").asInt()), "whitespace"));
    }
    Optional<Integer> maxLength =
        json.has("max_length") ? Optional.of(json.get("max_length").asInt()) : Optional.empty();
    return ImportOptions.NONE
        .with(
            new ImportOptions.Input(
                Optional.empty(), List.of(), words, maxLength, Optional.empty(), Optional.empty()))
        .with(
            new ImportOptions.Probe(Path.of(stem + "-inputs.npz"), Path.of(stem + "-outputs.npz")));
  }
}
