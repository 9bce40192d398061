package dev.sluice.kernel;

import java.util.Arrays;

/**
 * An output layer that scores whole sequences of classes: z = x W + b at each step, and a
 * linear-chain conditional random field over them, see {@link LinearChain}. Steps that are left out
 * do not exist for the chain: the steps before and after them are neighbours. Not re-entrant;
 * results do not depend on the number of threads.
 */
public final class ChainOutput {
  private static final long WORTH_A_THREAD = 100_000; // pairs of classes
  private static final int ROWS = 8; // whose transitions are summed separately

  private final int classes;
  private final Dense dense;
  private LinearChain[] chains;

  /**
   * The weights of a layer, or their gradients.
   *
   * @param emissions (classes, inputs), row by row; DL4J's W, which stands column by column
   * @param bias (classes)
   * @param transitions (classes, classes): from row to column
   * @param first (classes): of the class of a first step
   * @param last (classes): of the class of a last step
   */
  public record Weights(
      Floats emissions, Floats bias, Floats transitions, Floats first, Floats last) {}

  /**
   * @param onlyAfter (classes): the classes that must precede a class on the predicted path, which
   *     then cannot begin with it; null if it may occur anywhere, as is true of at least one class
   */
  public ChainOutput(int inputs, int classes, int[][] onlyAfter) {
    this(classes, new Dense(inputs, classes, Squash.IDENTITY), new LinearChain(classes, onlyAfter));
  }

  private ChainOutput(int classes, Dense dense, LinearChain chain) {
    this.classes = classes;
    this.dense = dense;
    chains = new LinearChain[] {chain};
  }

  /** The same, for another caller: both share the weights until one of them loads others. */
  public ChainOutput another() {
    return new ChainOutput(classes, dense.another(), chains[0].another());
  }

  public void load(Weights weights) {
    dense.load(weights.emissions(), weights.bias());
    chains[0].load(weights.transitions(), weights.first(), weights.last());
  }

  /**
   * The probability of each class at each step, and the best possible path.
   *
   * @param in (steps, batch, inputs)
   * @param mask (batch, steps), row by row; 0 where a step is left out; or null if none is
   * @param out (steps, batch, classes + 1), overwritten: probabilities, then the class of the path;
   *     0 where a step is left out
   * @param threads the most that this may use
   */
  public void predict(Floats in, int steps, int batch, float[] mask, Floats out, int threads) {
    float[] z = dense.forward(in, steps * batch);
    run(
        threads,
        steps,
        batch,
        1,
        (chain, begin, end) -> {
          float[] numbers = new float[classes + 1];
          for (int r = begin; r < end; r++) {
            int[] places = places(steps, batch, mask, r);
            for (int t = 0; t < steps; t++) {
              out.buffer().put((t * batch + r) * numbers.length, new float[numbers.length]);
            }
            if (places.length == 0) {
              continue;
            }
            double[] scores = scores(z, places);
            double[] marginals = new double[scores.length];
            int[] best = new int[places.length];
            double logPartition = chain.logPartition(scores, places.length);
            chain.expectations(scores, places.length, logPartition, marginals, null);
            chain.decode(scores, places.length, best);
            for (int t = 0; t < places.length; t++) {
              for (int k = 0; k < classes; k++) {
                numbers[k] = (float) marginals[t * classes + k];
              }
              numbers[classes] = best[t];
              out.buffer().put(places[t] * numbers.length, numbers);
            }
          }
        });
  }

  private static int[] places(int steps, int batch, float[] mask, int row) {
    int[] places = new int[steps];
    int count = 0;
    for (int t = 0; t < steps; t++) {
      if (mask == null || mask[row * steps + t] != 0) {
        places[count++] = t * batch + row;
      }
    }
    return Arrays.copyOf(places, count);
  }

  /**
   * The sum of -ln p over the rows, p the probability of a row's whole path.
   *
   * @param in (steps, batch, inputs)
   * @param labels (steps, batch): a class, or {@link SparseSoftmax#NONE} where a step is left out
   */
  public double loss(Floats in, int steps, int batch, int[] labels, int threads) {
    float[] z = dense.forward(in, steps * batch);
    double[] losses = new double[batch];
    run(
        threads,
        steps,
        batch,
        1,
        (chain, begin, end) -> {
          for (int r = begin; r < end; r++) {
            int[] places = places(steps, batch, labels, r);
            if (places.length > 0) {
              double[] scores = scores(z, places);
              losses[r] =
                  chain.logPartition(scores, places.length)
                      - chain.score(scores, classes(labels, places), places.length);
            }
          }
        });
    return Arrays.stream(losses).sum();
  }

  /**
   * The same, and its gradients.
   *
   * @param scale by which gradients are multiplied, not the loss
   * @param gradients overwritten
   * @param inputGradient (steps, batch, inputs), overwritten; 0 where a step is left out
   */
  public double lossAndGradients(
      Floats in,
      int steps,
      int batch,
      int[] labels,
      float scale,
      Weights gradients,
      Floats inputGradient,
      int threads) {
    float[] z = dense.forward(in, steps * batch);
    int width = dense.width();
    float[] dz = new float[Math.multiplyExact(steps * batch, width)];
    double[] losses = new double[batch];
    // Added up in the same order regardless of the threads.
    double[][] pairs = new double[(batch + ROWS - 1) / ROWS][];
    double[][] first = new double[batch][];
    double[][] last = new double[batch][];
    run(
        threads,
        steps,
        batch,
        ROWS,
        (chain, begin, end) -> {
          for (int r = begin; r < end; r++) {
            if (r % ROWS == 0) {
              pairs[r / ROWS] = new double[classes * classes];
            }
            int[] places = places(steps, batch, labels, r);
            if (places.length == 0) {
              continue;
            }
            int count = places.length;
            int[] own = classes(labels, places);
            double[] scores = scores(z, places);
            double[] marginals = new double[scores.length];
            double logPartition = chain.logPartition(scores, count);
            chain.expectations(scores, count, logPartition, marginals, pairs[r / ROWS]);
            losses[r] = logPartition - chain.score(scores, own, count);
            for (int t = 0; t < count; t++) {
              marginals[t * classes + own[t]] -= 1;
              if (t > 0) {
                pairs[r / ROWS][own[t - 1] * classes + own[t]] -= 1;
              }
              for (int k = 0; k < classes; k++) {
                dz[places[t] * width + k] = (float) (scale * marginals[t * classes + k]);
              }
            }
            first[r] = Arrays.copyOf(marginals, classes);
            last[r] = Arrays.copyOfRange(marginals, (count - 1) * classes, count * classes);
          }
        });
    dense.backward(dz, steps * batch, gradients.emissions(), gradients.bias(), inputGradient);
    store(pairs, classes * classes, scale, gradients.transitions());
    store(first, classes, scale, gradients.first());
    store(last, classes, scale, gradients.last());
    return Arrays.stream(losses).sum();
  }

  private static int[] places(int steps, int batch, int[] labels, int row) {
    int[] places = new int[steps];
    int count = 0;
    for (int t = 0; t < steps; t++) {
      if (labels[t * batch + row] != SparseSoftmax.NONE) {
        places[count++] = t * batch + row;
      }
    }
    return Arrays.copyOf(places, count);
  }

  private static int[] classes(int[] labels, int[] places) {
    return Arrays.stream(places).map(place -> labels[place]).toArray();
  }

  /** (steps, classes) of one sequence. */
  private double[] scores(float[] z, int[] places) {
    double[] scores = new double[places.length * classes];
    for (int t = 0; t < places.length; t++) {
      for (int k = 0; k < classes; k++) {
        scores[t * classes + k] = z[places[t] * dense.width() + k];
      }
    }
    return scores;
  }

  private static void store(double[][] parts, int length, float scale, Floats sum) {
    for (int i = 0; i < length; i++) {
      double total = 0;
      for (double[] part : parts) {
        total += part == null ? 0 : part[i];
      }
      sum.buffer().put(i, (float) (scale * total));
    }
  }

  private interface Rows {
    void accept(LinearChain chain, int begin, int end);
  }

  /**
   * @param together the number of rows that one thread takes
   */
  private void run(int threads, int steps, int batch, int together, Rows rows) {
    int groups = (batch + together - 1) / together;
    long pairs = (long) steps * batch * classes * classes;
    int parts = (int) Math.max(1, Math.min(Math.min(threads, groups), pairs / WORTH_A_THREAD));
    int before = chains.length;
    if (before < parts) {
      chains = Arrays.copyOf(chains, parts);
      Arrays.setAll(chains, i -> i < before ? chains[i] : chains[0].another());
    }
    Workers.run(
        parts,
        part -> {
          int begin = (int) ((long) part * groups / parts) * together;
          int end = (int) Math.min(batch, (part + 1L) * groups / parts * together);
          rows.accept(chains[part], begin, end);
        });
  }
}
