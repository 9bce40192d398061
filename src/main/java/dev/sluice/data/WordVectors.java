package dev.sluice.data;

import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.VectorFile;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Word vectors from a file, for a vocabulary.
 *
 * @param vectors by the id of the word
 * @param words of the vocabulary
 * @param covered the share of the tokens of the training part that have a vector
 */
public record WordVectors(Path file, Map<Integer, float[]> vectors, int words, double covered) {

  /**
   * The vectors with which the first layer of a network is initialized; empty if it names none.
   *
   * @throws UserException if they cannot be read, or no word has one
   */
  public static Optional<WordVectors> of(NetworkSpec network, Dataset data) {
    return network
        .vectors()
        .map(
            given ->
                of(
                    given,
                    ((LayerSpec.Embedding) network.layers().get(0)).size(),
                    network.path(0) + ".embedding.vectors",
                    data));
  }

  private static WordVectors of(LayerSpec.Vectors spec, int size, String key, Dataset data) {
    Texts texts =
        data.examples(Part.TRAINING)
            .input()
            .texts()
            .orElseThrow(
                () ->
                    new UserException(
                        Problem.atKey(
                            key, "has word vectors, and this input has no words", "remove it")));
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = texts.firstToken(); id < texts.vocabularySize(); id++) {
      ids.put(texts.token(id), id);
    }
    Map<Integer, float[]> vectors = new LinkedHashMap<>();
    VectorFile.read(spec.file(), size, ids.keySet())
        .forEach((word, vector) -> vectors.put(ids.get(word), vector));
    long all = 0;
    long with = 0;
    for (int i = 0; i < texts.size(); i++) {
      for (int id : texts.ids(i)) {
        all++;
        with += vectors.containsKey(id) ? 1 : 0;
      }
    }
    if (vectors.isEmpty()) {
      throw new UserException(
          Problem.atKey(
              key + ".file",
              "has no vector for any of the %s words of the vocabulary".formatted(ids.size()),
              "choose vectors for the language of the texts, or remove vectors"));
    }
    return new WordVectors(spec.file(), vectors, ids.size(), (double) with / all);
  }

  /** For a reader, as plain values. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("file", file.toString());
    summary.put("words", words);
    summary.put("with_vector", vectors.size());
    summary.put("share_of_tokens", covered);
    return summary;
  }
}
