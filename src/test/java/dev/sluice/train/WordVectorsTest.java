package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.WordVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorsTest {
  @TempDir Path folder;

  private Toy toy(String vectors) {
    return Toy.withTraining(
        "{epochs: 2, batch_size: 8, threads: 1}",
        "network[0].embedding.vectors={file: %s%s}"
            .formatted(folder.resolve("vectors.txt"), vectors));
  }

  /** Of words that Toy has, and of one that it has not. */
  @Test
  void theEmbeddingStartsFromTheVectorsOfItsWordsAndKeepsThemIfAsked() throws IOException {
    Files.writeString(folder.resolve("vectors.txt"), "fine 1 2 3 4\nnever 5 6 7 8\n");
    Toy fixed = toy(", trainable: false");
    WordVectors vectors = WordVectors.of(fixed.config().network(), fixed.data()).orElseThrow();
    int id = vectors.vectors().keySet().iterator().next();

    assertThat(vectors.summary()).containsEntry("with_vector", 1).containsKey("share_of_tokens");
    assertThat(vectors.covered()).isBetween(0.05, 0.5);
    assertThat(vector(fixed, vectors, id)).containsExactly(1, 2, 3, 4);
    assertThat(vector(toy(""), vectors, id)).isNotEqualTo(new float[] {1, 2, 3, 4});
  }

  private static float[] vector(Toy toy, WordVectors vectors, int id) {
    Trainer trainer = new Trainer(toy.config(), toy.data(), toy.plan());
    trainer.startFrom(vectors);
    byte[] bytes = trainer.train().network().parameters().toBytes();
    float[] vector = new float[4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(id * 4, vector);
    return vector;
  }

  @Test
  void refusesVectorsOfAnotherLanguageAndPenaltiesOnFixedOnes() throws IOException {
    Files.writeString(folder.resolve("vectors.txt"), "niemals 5 6 7 8\n");
    Toy toy = toy("");

    assertThatThrownBy(() -> WordVectors.of(toy.config().network(), toy.data()))
        .hasMessageContaining(
            "network[0].embedding.vectors.file: has no vector for any of the 14 words");
    assertThatThrownBy(
            () ->
                ConfigReader.parse(
                    """
                    name: toy
                    data:
                      source: {csv: {path: no.csv}}
                      input: {text: {column: text, max_length: 5}}
                      target: {class: {column: label}}
                    network: [{embedding: {size: 4, l2: 0.1, vectors: {file: v.txt, trainable: false}}}, {lstm: {units: 2}}]
                    """,
                    "toy.yaml",
                    folder,
                    List.of()))
        .hasMessageContaining("a penalty would change vectors that are not trained");
  }
}
