package dev.sluice.task.tags;

import dev.sluice.batch.Texts;
import dev.sluice.evaluate.ClassPredictions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The most frequent tag of each token in the training part; ties go to the first tag. */
final class FrequentTags {
  private final Map<String, double[]> shares = new HashMap<>(); // by token, (tags)
  private final double[] ofUnknown; // (tags)

  /**
   * @param tags (examples)(steps), by index
   * @param count how many tags there are
   */
  FrequentTags(Texts training, int[][] tags, int count) {
    ofUnknown = new double[count];
    for (int i = 0; i < tags.length; i++) {
      List<String> tokens = training.tokens(i);
      for (int t = 0; t < tags[i].length; t++) {
        shares.computeIfAbsent(tokens.get(t), token -> new double[count])[tags[i][t]]++;
        ofUnknown[tags[i][t]]++;
      }
    }
    shares.values().forEach(FrequentTags::normalize);
    normalize(ofUnknown);
  }

  private static void normalize(double[] counts) {
    double sum = Arrays.stream(counts).sum();
    for (int k = 0; k < counts.length; k++) {
      counts[k] /= sum;
    }
  }

  /** The shares of the tags, for each token of all examples, one after the other. */
  ClassPredictions predict(List<String> names, Texts scored, int[] actual) {
    double[][] probabilities = new double[actual.length][];
    int at = 0;
    for (int i = 0; i < scored.size(); i++) {
      for (String token : scored.tokens(i)) {
        probabilities[at++] = shares.getOrDefault(token, ofUnknown);
      }
    }
    return new ClassPredictions(names, actual, probabilities);
  }
}
