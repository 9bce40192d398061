package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Golden;
import dev.sluice.config.ConfigReader;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gallery's configs train, and have as many parameters as Keras counts. Of i inputs and u
 * units: LSTM 4 (u (u + i) + u), GRU 3 (u (u + i) + 2 u), SimpleRNN u (u + i) + u, Dense u i + u.
 * Of a GRU we have 2 u fewer: one bias of each gate, where Keras has two.
 */
class GalleryTest {
  private static final Path GALLERY = Path.of("config/gallery");

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # LSTM 4 (50 * 51 + 50) = 10400, Dense 51
          random-series-mse, 10451, 10451
          random-series-mae, 10451, 10451
          # LSTM 4 (32 * 33 + 32) = 4352, Dense 32 * 10 + 10 = 330
          ten-outputs, 4682, 4682
          # Embedding 640000, LSTM 4 (64 * 128 + 64) = 33024, 4 (32 * 96 + 32) = 12416, Dense 330
          two-lstms, 685770, 685770
          # Embedding 1000000, LSTM 4 (100 * 200 + 100) = 80400, Dense 101
          imdb, 1080501, 1080501
          # Embedding 2560000, twice 2 * 4 (64 * 192 + 64) = 98816, Dense 129
          bidirectional, 2757761, 2757761
          # Embedding 2000000, 2 * 3 (50 * 250 + 100) = 75600, 100 * 102 = 10200, Dense 1010
          attention, 2086610, 2086810
          # Embedding 27 * 32 = 864, SimpleRNN 64 * 96 + 64 = 6208, Dense 64 * 5 + 5 = 325
          tags, 7397, 7397
          # LSTM 4352, peepholes 3 * 32 = 96, Dense 32 * 12 + 12 = 396; the candidate's 32 more
          peepholes-graves, 4844, 4844
          peepholes-previous, 4844, 4844
          peepholes-previous-and-candidate, 4876, 4876
          # GRU 3 (32 * 36 + 64) = 3648, Dense 33
          gru, 3617, 3681
          # LSTM 4352, Dense 396
          clipping-by-value, 4748, 4748
          clipping-by-norm, 4748, 4748
          # LSTM 4352, BatchNormalization 4 * 32, Dense 528, Dense 204
          batch-normalization, 5212, 5212
          # Embedding 1152, 2 * 3 (48 * 80 + 96) = 23616, 240, GRU 3 (96 * 112 + 192) = 32832, state
          # 192 * 96 + 96, attention 96 * 97 + 96 * 96 + 96, then 192 * 96 + 96, Dense 15 * 97
          dates, 114591, 114975
          """)
  void trainsWithAsManyParametersAsThePageSays(String name, long parameters, long keras)
      throws IOException {
    Experiment experiment =
        Experiment.of(
            ConfigReader.read(GALLERY.resolve(name + ".yaml"), List.of("training.epochs=1")));

    TrainedNetwork trained = experiment.train();

    assertThat(experiment.network().parameters()).isEqualTo(parameters);
    Golden.assertMatches(
        NetworkPicture.of(experiment.network()), Path.of("docs/gallery/" + name + ".svg"));
    assertThat(trained.epochs()).hasSize(1);
    assertThat(trained.epochs().get(0).validation().get("loss")).isFinite();
    assertThat(Files.readString(Path.of("docs/gallery.md")))
        .containsPattern(
            "(?m)^\\| \\[%s]\\(\\.\\./config/gallery/%s\\.yaml\\) .* %s \\| %s \\|$"
                .formatted(name, name, grouped(parameters), grouped(keras)));
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  @Test
  void thePageNamesEveryConfig() throws IOException {
    String page = Files.readString(Path.of("docs/gallery.md"));
    try (Stream<Path> files = Files.list(GALLERY)) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(page)
                      .contains(
                          file.toString(),
                          "gallery/%s.svg"
                              .formatted(file.getFileName().toString().replace(".yaml", ""))));
    }
  }
}
