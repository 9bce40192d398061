package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.EncodedInput;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.spec.DataSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A file as Keras's imdb.npz is read as Keras's load_data and pad_sequences do.
 * bench/keras-constants writes the file and what Keras makes of it.
 */
class KerasTextsTest {
  private static final Path FOLDER = Path.of("src/test/resources/keras");

  @Test
  void idsOfAnNpzAreThoseOfLoadDataAndPadSequences() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(FOLDER.resolve("texts.json").toFile()).get("cases");
    assertThat(cases).hasSize(80);
    for (JsonNode keras : cases) {
      EncodedInput texts = Dataset.load(data(keras)).examples(Part.TRAINING).input();

      JsonNode expected = keras.get("ids");
      float[] ids = texts.features(IntStream.range(0, texts.size()).toArray()).values();
      assertThat(ids).as(keras.toString()).hasSize(expected.size() * keras.get("maxlen").asInt());
      for (int r = 0, i = 0; r < expected.size(); r++) {
        for (JsonNode id : expected.get(r)) {
          assertThat(ids[i++]).as(keras.toString()).isEqualTo(id.asInt());
        }
      }
    }
  }

  private static DataSpec data(JsonNode keras) {
    String ids =
        "num_words: %s, index_from: %s, max_length: %s, keep: %s, mask: false, padding: %s%s"
            .formatted(
                keras.get("num_words").asText(),
                keras.get("index_from").asText(),
                keras.get("maxlen").asText(),
                keras.get("truncating").asText().equals("pre") ? "end" : "start",
                keras.get("padding").asText(),
                keras.get("start").isNull() ? "" : ", start: " + keras.get("start").asText());
    return ConfigReader.parse(
            """
            name: keras
            data:
              source: {npz: {path: texts.npz, parts: [train, test]}}
              input: {ids: {column: x, IDS}}
              target: {number: {columns: [y]}}
            network: [{embedding: {size: 1}}, {lstm: {units: 1}}]
            """
                .replace("IDS", ids),
            "keras.yaml",
            FOLDER,
            List.of())
        .config()
        .data();
  }
}
