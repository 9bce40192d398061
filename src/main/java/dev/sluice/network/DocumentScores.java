package dev.sluice.network;

import dev.sluice.kernel.SparseSoftmax;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The probability of each token of documents, given all before it; see {@link Inference#scores}.
 */
final class DocumentScores {
  private static final int TOGETHER = 64; // documents read in parallel, of similar length
  private static final int STEPS = 64; // at a time
  private static final int END = 0;

  private final List<Stage> before;
  private final Stage.OfLabels output;
  private final int threads;
  private final Runnable between;

  /**
   * @param stages of a network whose output is of the next tokens
   * @param between called before each few steps; an exception ends the work
   */
  DocumentScores(List<Stage> stages, int threads, Runnable between) {
    this.before = stages.subList(0, stages.size() - 1);
    this.output = (Stage.OfLabels) stages.get(stages.size() - 1);
    this.threads = threads;
    this.between = between;
  }

  float[][] of(int[][] documents, boolean ended) {
    float[][] scores = new float[documents.length][];
    for (int i = 0; i < documents.length; i++) {
      scores[i] = new float[2 * (documents[i].length + (ended ? 1 : 0))];
    }
    int[] longestFirst =
        IntStream.range(0, documents.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -documents[i].length))
            .mapToInt(i -> i)
            .toArray();
    for (int from = 0; from < documents.length; from += TOGETHER) {
      int[] group =
          Arrays.copyOfRange(longestFirst, from, Math.min(documents.length, from + TOGETHER));
      before.forEach(stage -> stage.begin(group.length));
      int longest = scores[group[0]].length / 2;
      for (int step = 0; step < longest; step += STEPS) {
        between.run();
        segment(documents, group, step, Math.min(STEPS, longest - step), scores);
      }
    }
    return scores;
  }

  /**
   * Steps begin..begin + steps of the documents that are long enough: the first ones of the group.
   */
  private void segment(int[][] documents, int[] group, int begin, int steps, float[][] scores) {
    int batch = 0;
    while (batch < group.length && scores[group[batch]].length / 2 > begin) {
      batch++;
    }
    float[] ids = new float[batch * steps]; // (batch, steps)
    float[] mask = new float[batch * steps];
    int[] labels = new int[steps * batch];
    Arrays.fill(labels, SparseSoftmax.NONE);
    for (int r = 0; r < batch; r++) {
      int[] document = documents[group[r]];
      int length = scores[group[r]].length / 2;
      for (int t = begin; t < Math.min(length, begin + steps); t++) {
        int at = r * steps + t - begin;
        ids[at] = t == 0 ? END : document[t - 1];
        mask[at] = 1;
        labels[(t - begin) * batch + r] = t < document.length ? document[t] : END;
      }
    }
    double[] logProbabilities = new double[labels.length];
    boolean[] best = new boolean[labels.length];
    Signal.Features features =
        new Signal.Features(ids, new int[] {batch, steps}, Optional.of(mask));
    output.score(
        Inference.forward(before, features, threads), labels, logProbabilities, best, threads);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != SparseSoftmax.NONE) {
        float[] ofDocument = scores[group[i % batch]];
        int t = begin + i / batch;
        ofDocument[2 * t] = (float) logProbabilities[i];
        ofDocument[2 * t + 1] = best[i] ? 1 : 0;
      }
    }
  }
}
