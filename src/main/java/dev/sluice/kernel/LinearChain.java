package dev.sluice.kernel;

import java.util.Arrays;

/**
 * A linear-chain conditional random field over the scores of one sequence, in double precision
 * (Lafferty, McCallum and Pereira 2001; forward-backward as in Sutton and McCallum 2012, section
 * 4.1). A path y of T steps has the score
 *
 * <pre>
 *   s(y) = first(y_1) + sum_t z_t(y_t) + sum_t transition(y_t, y_t+1) + last(y_T)
 * </pre>
 *
 * and the probability exp(s(y)) / Z. Sums are taken of logarithms, so that no scores overflow. Not
 * re-entrant; those that {@link #another} makes share the weights.
 */
final class LinearChain {
  /** Below this, too few bits of a sum of exponentials are left. */
  private static final double LEAST_SUM = 1e-200;

  private static final double MOST_EXPONENT = 400;

  private final int classes;
  private final boolean[] begins; // (classes): whether a decoded path may begin so
  private final boolean[] follows; // (classes, classes): whether it may go from one to the other
  private final Scores scores;
  private double[] alpha = {}; // (steps, classes): log of what leads to a class, its own score too
  private double[] beta = {}; // (steps, classes): log of what comes after it
  private double[] path = {}; // (steps, classes): score of the best path to a class
  private int[] before = {}; // (steps, classes): where that path comes from
  private final double[] left; // (classes)
  private final double[] right; // (classes)

  /** The weights, and exp(transition - most). */
  private static final class Scores {
    final double[] transitions; // (classes, classes): from row to column
    final double[] powers; // (classes, classes)
    final double[] first; // (classes)
    final double[] last; // (classes)
    double most;

    Scores(int classes) {
      transitions = new double[Math.multiplyExact(classes, classes)];
      powers = new double[transitions.length];
      first = new double[classes];
      last = new double[classes];
    }
  }

  /**
   * @param onlyAfter (classes): the classes that must precede a class in a decoded path, which then
   *     cannot begin with it; null if it may occur anywhere, as is true of at least one class
   */
  LinearChain(int classes, int[][] onlyAfter) {
    this(classes, new boolean[classes], new boolean[classes * classes], new Scores(classes));
    if (Arrays.stream(onlyAfter).allMatch(some -> some != null)) {
      throw new IllegalArgumentException("no class may stand anywhere");
    }
    for (int k = 0; k < classes; k++) {
      begins[k] = onlyAfter[k] == null;
      for (int from = 0; from < classes; from++) {
        int source = from;
        follows[from * classes + k] =
            onlyAfter[k] == null || Arrays.stream(onlyAfter[k]).anyMatch(one -> one == source);
      }
    }
  }

  private LinearChain(int classes, boolean[] begins, boolean[] follows, Scores scores) {
    this.classes = classes;
    this.begins = begins;
    this.follows = follows;
    this.scores = scores;
    left = new double[classes];
    right = new double[classes];
  }

  LinearChain another() {
    return new LinearChain(classes, begins, follows, scores);
  }

  /**
   * @param transitions (classes, classes): from row to column
   * @param first (classes)
   * @param last (classes)
   */
  void load(Floats transitions, Floats first, Floats last) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.transitions.length; i++) {
      scores.transitions[i] = transitions.buffer().get(i);
      most = Math.max(most, scores.transitions[i]);
    }
    scores.most = most;
    for (int i = 0; i < scores.transitions.length; i++) {
      scores.powers[i] = Math.exp(scores.transitions[i] - most);
    }
    for (int k = 0; k < classes; k++) {
      scores.first[k] = first.buffer().get(k);
      scores.last[k] = last.buffer().get(k);
    }
  }

  /** The score of a path through z (steps, classes), at least one step. */
  double score(double[] z, int[] labels, int steps) {
    double score = scores.first[labels[0]] + scores.last[labels[steps - 1]];
    for (int t = 0; t < steps; t++) {
      score += z[t * classes + labels[t]];
      if (t > 0) {
        score += scores.transitions[labels[t - 1] * classes + labels[t]];
      }
    }
    return score;
  }

  /** ln Z, by the forward pass. */
  double logPartition(double[] z, int steps) {
    alpha = atLeast(alpha, steps);
    for (int k = 0; k < classes; k++) {
      alpha[k] = scores.first[k] + z[k];
    }
    for (int t = 1; t < steps; t++) {
      int at = (t - 1) * classes;
      double most = powers(alpha, at, left);
      for (int k = 0; k < classes; k++) {
        double sum = 0;
        for (int i = 0; i < classes; i++) {
          sum += left[i] * scores.powers[i * classes + k];
        }
        alpha[at + classes + k] =
            z[at + classes + k]
                + (sum > LEAST_SUM ? Math.log(sum) + most + scores.most : exactlyTo(k, at));
      }
    }
    for (int k = 0; k < classes; k++) {
      right[k] = alpha[(steps - 1) * classes + k] + scores.last[k];
    }
    return logOfSum(right);
  }

  /**
   * Adds the expected number of occurrences of each class and transition, by the backward pass; to
   * be called after {@link #logPartition} of the same z.
   *
   * @param marginals (steps, classes) the probability of each class at each step, overwritten
   * @param pairs (classes, classes), added to; or null
   */
  void expectations(
      double[] z, int steps, double logPartition, double[] marginals, double[] pairs) {
    beta = atLeast(beta, steps);
    System.arraycopy(scores.last, 0, beta, (steps - 1) * classes, classes);
    for (int t = steps - 1; t >= 0; t--) {
      int at = t * classes;
      for (int k = 0; k < classes; k++) {
        marginals[at + k] = Math.exp(alpha[at + k] + beta[at + k] - logPartition);
      }
      if (t == 0) {
        return;
      }
      for (int k = 0; k < classes; k++) { // what follows the step before, this class's score too
        beta[at + k] += z[at + k];
      }
      double most = powers(beta, at, right);
      if (pairs != null) {
        addPairs(at, most, logPartition, pairs);
      }
      for (int i = 0; i < classes; i++) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          sum += right[k] * scores.powers[i * classes + k];
        }
        beta[at - classes + i] =
            sum > LEAST_SUM ? Math.log(sum) + most + scores.most : exactlyFrom(i, at);
      }
    }
  }

  /** The probabilities of all transitions into the step at {@code at}. */
  private void addPairs(int at, double mostAfter, double logPartition, double[] pairs) {
    double mostBefore = powers(alpha, at - classes, left);
    double exponent = mostBefore + mostAfter + scores.most - logPartition;
    boolean safe = exponent < MOST_EXPONENT;
    double factor = Math.exp(exponent);
    for (int i = 0; i < classes; i++) {
      double ofRow = left[i] * factor;
      for (int k = 0; k < classes; k++) {
        int pair = i * classes + k;
        pairs[pair] +=
            safe
                ? ofRow * scores.powers[pair] * right[k]
                : Math.exp(
                    alpha[at - classes + i]
                        + scores.transitions[pair]
                        + beta[at + k]
                        - logPartition);
      }
    }
  }

  /**
   * The best possible path; of equal ones, the one whose classes come first, comparing from the
   * last step on.
   *
   * @param best (steps), overwritten
   */
  void decode(double[] z, int steps, int[] best) {
    path = atLeast(path, steps);
    before = before.length < steps * classes ? new int[steps * classes] : before;
    for (int k = 0; k < classes; k++) {
      path[k] = begins[k] ? scores.first[k] + z[k] : Double.NEGATIVE_INFINITY;
    }
    for (int t = 1; t < steps; t++) {
      int at = t * classes;
      for (int k = 0; k < classes; k++) {
        int from = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < classes; i++) {
          double score = path[at - classes + i] + scores.transitions[i * classes + k];
          if (follows[i * classes + k] && score > most) {
            most = score;
            from = i;
          }
        }
        path[at + k] = most + z[at + k];
        before[at + k] = from;
      }
    }
    int at = (steps - 1) * classes;
    int last = -1;
    for (int k = 0; k < classes; k++) {
      if (path[at + k] > Double.NEGATIVE_INFINITY
          && (last < 0 || path[at + k] + scores.last[k] > path[at + last] + scores.last[last])) {
        last = k;
      }
    }
    for (int t = steps - 1; t >= 0; t--) {
      best[t] = Math.max(0, last); // there is no path at all if scores are NaN
      last = before[t * classes + best[t]];
    }
  }

  /** Computes exp(x - most) for a row, and its maximum. */
  private double powers(double[] rows, int at, double[] powers) {
    double most = rows[at];
    for (int k = 1; k < classes; k++) {
      most = Math.max(most, rows[at + k]);
    }
    for (int k = 0; k < classes; k++) {
      powers[k] = Math.exp(rows[at + k] - most);
    }
    return most;
  }

  private double exactlyTo(int k, int at) {
    double[] terms = new double[classes];
    for (int i = 0; i < classes; i++) {
      terms[i] = alpha[at + i] + scores.transitions[i * classes + k];
    }
    return logOfSum(terms);
  }

  private double exactlyFrom(int i, int at) {
    double[] terms = new double[classes];
    for (int k = 0; k < classes; k++) {
      terms[k] = scores.transitions[i * classes + k] + beta[at + k];
    }
    return logOfSum(terms);
  }

  private static double logOfSum(double[] terms) {
    double most = Arrays.stream(terms).max().orElseThrow();
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - most);
    }
    return most + Math.log(sum);
  }

  private double[] atLeast(double[] array, int steps) {
    int needed = Math.multiplyExact(steps, classes);
    return array.length >= needed ? array : new double[needed];
  }
}
