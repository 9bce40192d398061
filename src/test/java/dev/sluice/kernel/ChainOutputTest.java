package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain against the definition: every path is written down and summed up. */
class ChainOutputTest {
  private static final int NONE = SparseSoftmax.NONE;
  private static final double STEP = 1e-5;

  /** Term by term over all paths, in double precision. */
  private record Reference(
      double[][] x,
      double[][] w,
      double[] b,
      double[][] transitions,
      double[] first,
      double[] last) {

    static Reference drawn(Random random, int rows, int inputs, int classes, double spread) {
      return new Reference(
          draw(random, rows, inputs, 1),
          draw(random, classes, inputs, spread),
          draw(random, 1, classes, spread)[0],
          draw(random, classes, classes, spread),
          draw(random, 1, classes, spread)[0],
          draw(random, 1, classes, spread)[0]);
    }

    int classes() {
      return b.length;
    }

    double z(int place, int k) {
      double z = b[k];
      for (int i = 0; i < x[place].length; i++) {
        z += x[place][i] * w[k][i];
      }
      return z;
    }

    double score(int[] places, int[] path) {
      double score = first[path[0]] + last[path[path.length - 1]];
      for (int t = 0; t < path.length; t++) {
        score += z(places[t], path[t]) + (t == 0 ? 0 : transitions[path[t - 1]][path[t]]);
      }
      return score;
    }

    double logPartition(int[] places) {
      double[] scores =
          paths(places.length, classes()).stream().mapToDouble(p -> score(places, p)).toArray();
      double most = Arrays.stream(scores).max().orElseThrow();
      return most + Math.log(Arrays.stream(scores).map(s -> Math.exp(s - most)).sum());
    }

    double loss(int batch, int[] labels) {
      double loss = 0;
      for (int r = 0; r < batch; r++) {
        int[] places = places(batch, labels, r);
        if (places.length > 0) {
          loss +=
              logPartition(places)
                  - score(places, Arrays.stream(places).map(p -> labels[p]).toArray());
        }
      }
      return loss;
    }

    Floats in() {
      return floats(x);
    }

    ChainOutput.Weights weights() {
      return new ChainOutput.Weights(
          floats(w),
          floats(new double[][] {b}),
          floats(transitions),
          floats(new double[][] {first}),
          floats(new double[][] {last}));
    }
  }

  private static int[] places(int batch, int[] labels, int row) {
    List<Integer> places = new ArrayList<>();
    for (int place = row; place < labels.length; place += batch) {
      if (labels[place] != NONE) {
        places.add(place);
      }
    }
    return places.stream().mapToInt(p -> p).toArray();
  }

  private static List<int[]> paths(int steps, int classes) {
    List<int[]> paths = new ArrayList<>(List.of(new int[0]));
    for (int t = 0; t < steps; t++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] path : paths) {
        for (int k = 0; k < classes; k++) {
          int[] one = Arrays.copyOf(path, path.length + 1);
          one[path.length] = k;
          longer.add(one);
        }
      }
      paths = longer;
    }
    return paths;
  }

  private static double[][] draw(Random random, int rows, int columns, double spread) {
    double[][] numbers = new double[rows][columns];
    for (double[] row : numbers) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) (spread * random.nextGaussian());
      }
    }
    return numbers;
  }

  private static Floats floats(double[][] rows) {
    Floats floats = Floats.of(rows.length * rows[0].length);
    int at = 0;
    for (double[] row : rows) {
      for (double number : row) {
        floats.buffer().put(at++, (float) number);
      }
    }
    return floats;
  }

  /** Rows of 4, 2, 0 and 3 labelled steps, one of them with a step left out inside. */
  private static int[] labels(Random random, int classes) {
    boolean[][] there = {
      {true, true, true, true},
      {true, true, false, false},
      {false, false, false, false},
      {true, false, true, true}
    };
    int[] labels = new int[16];
    for (int t = 0; t < 4; t++) {
      for (int r = 0; r < 4; r++) {
        labels[t * 4 + r] = there[r][t] ? random.nextInt(classes) : NONE;
      }
    }
    return labels;
  }

  private static double slope(double[] numbers, int at, Supplier<Double> loss) {
    double before = numbers[at];
    numbers[at] = before + STEP;
    double above = loss.get();
    numbers[at] = before - STEP;
    double below = loss.get();
    numbers[at] = before;
    return (above - below) / (2 * STEP);
  }

  private record Gradients(ChainOutput.Weights weights, Floats in) {
    static Gradients of(int rows, int inputs, int classes) {
      return new Gradients(
          new ChainOutput.Weights(
              Floats.of(classes * inputs),
              Floats.of(classes),
              Floats.of(classes * classes),
              Floats.of(classes),
              Floats.of(classes)),
          Floats.of(rows * inputs));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void lossAndGradientsAreThoseOfTheSumOverAllPaths(int classes) {
    Random random = new Random(classes);
    int inputs = 3;
    int batch = 4;
    Reference reference = Reference.drawn(random, 16, inputs, classes, 1);
    int[] labels = labels(random, classes);
    ChainOutput layer = new ChainOutput(inputs, classes, new int[classes][]);
    layer.load(reference.weights());
    Gradients gradients = Gradients.of(16, inputs, classes);
    float scale = 0.5f;

    double loss =
        layer.lossAndGradients(
            reference.in(), 4, batch, labels, scale, gradients.weights(), gradients.in(), 2);

    Supplier<Double> expected = () -> reference.loss(batch, labels);
    assertThat(loss).isCloseTo(expected.get(), within(1e-5));
    assertThat(layer.loss(reference.in(), 4, batch, labels, 1)).isEqualTo(loss);
    compare(gradients.weights().emissions(), reference.w(), scale, expected);
    compare(gradients.weights().bias(), new double[][] {reference.b()}, scale, expected);
    compare(gradients.weights().transitions(), reference.transitions(), scale, expected);
    compare(gradients.weights().first(), new double[][] {reference.first()}, scale, expected);
    compare(gradients.weights().last(), new double[][] {reference.last()}, scale, expected);
    compare(gradients.in(), reference.x(), scale, expected);
  }

  /** Single precision rounds a gradient of about 1 to 1e-7; sums over steps to a few of them. */
  private static void compare(
      Floats gradient, double[][] numbers, float scale, Supplier<Double> loss) {
    int at = 0;
    for (double[] row : numbers) {
      for (int i = 0; i < row.length; i++) {
        assertThat((double) gradient.buffer().get(at++))
            .isCloseTo(scale * slope(row, i, loss), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 3, 1", "5, 2, 1", "3, 4, 300", "4, 3, 2000"})
  void chainIsExactInDoublePrecisionAlsoWhereScoresAreLarge(int steps, int classes, double spread) {
    Random random = new Random(7);
    Reference reference = Reference.drawn(random, steps, 1, classes, spread);
    int[] places = java.util.stream.IntStream.range(0, steps).toArray();
    double[] z = new double[steps * classes];
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < classes; k++) {
        z[t * classes + k] = reference.z(t, k);
      }
    }
    LinearChain chain = new LinearChain(classes, new int[classes][]);
    ChainOutput.Weights weights = reference.weights();
    chain.load(weights.transitions(), weights.first(), weights.last());
    double[] marginals = new double[z.length];
    double[] pairs = new double[classes * classes];

    double logPartition = chain.logPartition(z, steps);
    chain.expectations(z, steps, logPartition, marginals, pairs);

    double expected = reference.logPartition(places);
    assertThat(logPartition).isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
    double[] summed = new double[z.length];
    double[] summedPairs = new double[pairs.length];
    for (int[] path : paths(steps, classes)) {
      double p = Math.exp(reference.score(places, path) - expected);
      for (int t = 0; t < steps; t++) {
        summed[t * classes + path[t]] += p;
        if (t > 0) {
          summedPairs[path[t - 1] * classes + path[t]] += p;
        }
      }
    }
    assertThat(marginals).containsExactly(summed, within(1e-9));
    assertThat(pairs).containsExactly(summedPairs, within(1e-9));
    for (int t = 0; t < steps; t++) {
      assertThat(Arrays.stream(marginals, t * classes, (t + 1) * classes).sum())
          .isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void pathIsTheBestOfAllThatArePossible() {
    int[][] onlyAfter = {null, null, {1, 2}, null, {3, 4}}; // O B-x I-x B-y I-y
    Random random = new Random(9);
    for (int tried = 0; tried < 200; tried++) {
      int steps = 1 + random.nextInt(4);
      Reference reference = Reference.drawn(random, steps, 2, 5, 2);
      ChainOutput layer = new ChainOutput(2, 5, onlyAfter);
      layer.load(reference.weights());
      Floats out = Floats.of(steps * 6);

      layer.predict(reference.in(), steps, 1, null, out, 1);

      int[] path = new int[steps];
      for (int t = 0; t < steps; t++) {
        path[t] = (int) out.buffer().get(t * 6 + 5);
      }
      int[] places = java.util.stream.IntStream.range(0, steps).toArray();
      int[] best =
          paths(steps, 5).stream()
              .filter(ChainOutputTest::isIob2)
              .max(java.util.Comparator.comparingDouble(p -> reference.score(places, p)))
              .orElseThrow();
      assertThat(path).isEqualTo(best);
    }
  }

  private static boolean isIob2(int[] path) {
    for (int t = 0; t < path.length; t++) {
      if (path[t] == 2 || path[t] == 4) {
        if (t == 0 || path[t - 1] != path[t] && path[t - 1] != path[t] - 1) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void stepsThatAreLeftOutChangeNothing() {
    Random random = new Random(3);
    Reference reference = Reference.drawn(random, 5, 2, 3, 1);
    ChainOutput layer = new ChainOutput(2, 3, new int[3][]);
    layer.load(reference.weights());
    Floats whole = Floats.of(5 * 4);
    layer.predict(reference.in(), 5, 1, new float[] {1, 0, 1, 1, 0}, whole, 1);
    Floats alone = Floats.of(3 * 4);
    double[][] kept = {reference.x()[0], reference.x()[2], reference.x()[3]};

    layer.predict(floats(kept), 3, 1, null, alone, 1);

    int[] places = {0, 2, 3};
    for (int t = 0; t < 3; t++) {
      for (int k = 0; k < 4; k++) {
        assertThat(whole.buffer().get(places[t] * 4 + k)).isEqualTo(alone.buffer().get(t * 4 + k));
      }
    }
    assertThat(whole.buffer().get(4)).isZero();
    assertThat(whole.buffer().get(19)).isZero();
  }

  @Test
  void bitsDoNotDependOnThreads() {
    Random random = new Random(5);
    int steps = 30;
    int batch = 21;
    int classes = 12;
    Reference reference = Reference.drawn(random, steps * batch, 4, classes, 1);
    int[] labels = random.ints((long) steps * batch, -1, classes).toArray();
    float[][] transitions = new float[2][classes * classes];
    double[] losses = new double[2];
    float[][] outputs = new float[2][steps * batch * (classes + 1)];
    for (int run = 0; run < 2; run++) {
      ChainOutput layer = new ChainOutput(4, classes, new int[classes][]);
      layer.load(reference.weights());
      Gradients gradients = Gradients.of(steps * batch, 4, classes);
      losses[run] =
          layer.lossAndGradients(
              reference.in(),
              steps,
              batch,
              labels,
              1,
              gradients.weights(),
              gradients.in(),
              1 + 2 * run);
      gradients.weights().transitions().buffer().get(0, transitions[run]);
      Floats out = Floats.of(outputs[run].length);
      layer.predict(reference.in(), steps, batch, null, out, 1 + 2 * run);
      out.buffer().get(0, outputs[run]);
    }

    assertThat(losses[0]).isEqualTo(losses[1]);
    assertThat(transitions[0]).isEqualTo(transitions[1]);
    assertThat(outputs[0]).isEqualTo(outputs[1]);
  }

  @Test
  void someClassMustBePossibleAnywhere() {
    assertThatThrownBy(() -> new ChainOutput(2, 2, new int[][] {{0}, {1}}))
        .hasMessage("no class may stand anywhere");
  }
}
