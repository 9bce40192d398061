package dev.sluice.bench;

import dev.sluice.config.ConfigReader;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that writes text: a language model, whose batches are full, or a translator, whose
 * texts have at least half of the steps.
 *
 * @param words ids of the source; a language model writes them, too
 * @param ids that a translator writes, start and end included; 0 for a language model
 * @param steps of the longest text, in both languages
 * @param network as in a config
 */
record TextWorkload(
    String name, int words, int ids, int batch, int steps, String network, int checkSteps) {

  static final int BATCHES = 8;
  static final long SEED = 7;

  static final List<TextWorkload> ALL =
      List.of(
          new TextWorkload(
              "characters", 66, 0, 32, 100, "[{embedding: {size: 64}}, {lstm: {units: 256}}]", 5),
          new TextWorkload(
              "words",
              10_000,
              0,
              32,
              35,
              "[{embedding: {size: 200}}, {lstm: {units: 200}}, {lstm: {units: 200}}]",
              5),
          new TextWorkload("tiny-translation", 30, 20, 3, 6, translator(5), 5),
          new TextWorkload("translation", 8_000, 6_000, 64, 20, translator(256), 5));

  private static String translator(int units) {
    return """
    {encoder: [{embedding: {size: UNITS}}, {bidirectional: {layer: {gru: {units: UNITS}}}}],
     decoder: [{embedding: {size: UNITS}}, {gru: {units: UNITS}}],
     attention: {additive: {}}}
    """
        .replace("UNITS", Integer.toString(units));
  }

  static Optional<TextWorkload> named(String name) {
    return ALL.stream().filter(workload -> workload.name.equals(name)).findFirst();
  }

  boolean translates() {
    return ids > 0;
  }

  /** As a user would write it; the data it names are never read. */
  Config config() {
    String yaml =
        """
        name: bench
        data:
          source: {tsv: {path: texts.tsv}}
          split: {test: {share: 0.1}}
          input: {text: {tokenizer: {characters: {lowercase: false}}}}
          target: {%s}
        network: %s
        training: {epochs: 1, batch_size: %s, optimizer: {adam: {learning_rate: 0.001}}}
        """
            .formatted(
                translates() ? "text: {column: translation}" : "next: {}",
                network.replace("\n", " "),
                batch);
    return ConfigReader.parse(yaml, name, Path.of("."), List.of()).config();
  }

  NetworkPlan plan() {
    return NetworkPlan.of(
        config(),
        new InputShape.Tokens(words, steps, Optional.empty()),
        translates()
            ? new OutputShape.Text(ids, ids - 2, ids - 1, steps, 1, 0, false)
            : new OutputShape.NextTokens(words));
  }

  Network initialNetwork() {
    return Network.untrained(plan(), config().training(), BATCHES, SEED);
  }

  /**
   * Batches as every contender reads them: (batches, batch, steps) ids of the source, then of what
   * is to be written; -1 stands behind the end of a text.
   */
  float[][] numbers() {
    Random random = new Random(SEED);
    float[][] numbers = new float[2][BATCHES * batch * steps];
    for (float[] texts : numbers) {
      Arrays.fill(texts, -1);
    }
    for (int text = 0; text < BATCHES * batch; text++) {
      fill(numbers[0], text, words, random);
      int last = fill(numbers[1], text, translates() ? ids - 2 : words, random);
      if (translates()) {
        numbers[1][last] = ids - 1;
      }
    }
    return numbers;
  }

  /** Returns the place of the last id. */
  private int fill(float[] ofAll, int text, int below, Random random) {
    int length = translates() ? steps - random.nextInt(steps / 2 + 1) : steps;
    for (int t = 0; t < length; t++) {
      ofAll[text * steps + t] = 2 + random.nextInt(below - 2);
    }
    return text * steps + length - 1;
  }

  List<DataSet> batches(float[][] numbers) {
    List<DataSet> batches = new ArrayList<>();
    int length = batch * steps;
    for (int i = 0; i < BATCHES; i++) {
      float[] sources = Arrays.copyOfRange(numbers[0], i * length, (i + 1) * length);
      float[] mask = new float[length];
      for (int j = 0; j < length; j++) {
        mask[j] = sources[j] < 0 ? 0 : 1;
        sources[j] = Math.max(0, sources[j]);
      }
      float[] labels = Arrays.copyOfRange(numbers[1], i * length, (i + 1) * length);
      DataSet one =
          new DataSet(
              Nd4j.createFromArray(sources).reshape('c', batch, steps),
              Nd4j.createFromArray(labels).reshape('c', batch, steps));
      if (translates()) {
        one.setFeaturesMaskArray(Nd4j.createFromArray(mask).reshape('c', batch, steps));
      }
      batches.add(one);
    }
    return batches;
  }
}
