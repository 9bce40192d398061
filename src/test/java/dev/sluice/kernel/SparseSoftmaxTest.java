package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseSoftmaxTest {
  private static final double STEP = 1e-6;

  /** The same in double precision, term by term. */
  private record Reference(double[][] x, double[][] w, double[] b, int[] labels) {
    double[] probabilities(int row) {
      double[] p = b.clone();
      double sum = 0;
      for (int k = 0; k < p.length; k++) {
        for (int i = 0; i < x[row].length; i++) {
          p[k] += x[row][i] * w[k][i];
        }
        p[k] = Math.exp(p[k]);
        sum += p[k];
      }
      for (int k = 0; k < p.length; k++) {
        p[k] /= sum;
      }
      return p;
    }

    double loss() {
      double loss = 0;
      for (int r = 0; r < x.length; r++) {
        if (labels[r] != SparseSoftmax.NONE) {
          loss -= Math.log(probabilities(r)[labels[r]]);
        }
      }
      return loss;
    }

    /** The slope of the loss along one number, which is put back. */
    double slope(double[] numbers, int at) {
      double before = numbers[at];
      numbers[at] = before + STEP;
      double above = loss();
      numbers[at] = before - STEP;
      double below = loss();
      numbers[at] = before;
      return (above - below) / (2 * STEP);
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 5, 3, 1", "40, 9, 17, 2", "130, 3, 20000, 2", "1, 1, 2, 2", "1400, 3, 5, 2"})
  void lossAndGradientsAreThoseOfTheReference(int rows, int inputs, int classes, int threads) {
    Random random = new Random(4);
    double[][] x = draw(random, rows, inputs);
    double[][] w = draw(random, classes, inputs);
    double[] b = draw(random, 1, classes)[0];
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      labels[r] = r % 4 == 3 ? SparseSoftmax.NONE : random.nextInt(classes);
    }
    Reference reference = new Reference(x, w, b, labels);
    SparseSoftmax layer = new SparseSoftmax(inputs, classes);
    layer.load(floats(w), floats(new double[][] {b}), threads);
    Floats dw = Floats.of(classes * inputs);
    Floats db = Floats.of(classes);
    Floats dx = Floats.of(rows * inputs);
    float scale = 0.5f;

    double loss = layer.lossAndGradients(floats(x), labels, scale, dw, db, dx, threads);

    double expected = reference.loss();
    assertThat(loss).isCloseTo(expected, within(1e-5 * (1 + expected)));
    assertThat(layer.loss(floats(x), labels, 1)).isEqualTo(loss);
    double rounding = 2e-5 * Math.max(1, rows / 130.0); // of a sum over rows
    for (int tried = 0; tried < 12; tried++) {
      int k = random.nextInt(classes);
      int i = random.nextInt(inputs);
      int r = random.nextInt(rows);
      assertThat((double) dw.buffer().get(k * inputs + i))
          .isCloseTo(scale * reference.slope(w[k], i), within(rounding));
      assertThat((double) db.buffer().get(k))
          .isCloseTo(scale * reference.slope(b, k), within(rounding));
      assertThat((double) dx.buffer().get(r * inputs + i))
          .isCloseTo(scale * reference.slope(x[r], i), within(2e-5));
    }
    Floats p = Floats.of(rows * classes);
    layer.probabilities(floats(x), rows, p, threads);
    double[] ofLast = reference.probabilities(rows - 1);
    for (int k = 0; k < classes; k++) {
      assertThat((double) p.buffer().get((rows - 1) * classes + k))
          .isCloseTo(ofLast[k], within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({"300, 20, 30", "200, 4, 9000"})
  void bitsDoNotDependOnThreads(int rows, int inputs, int classes) {
    Random random = new Random(5);
    Floats x = floats(draw(random, rows, inputs));
    Floats w = floats(draw(random, classes, inputs));
    Floats b = Floats.of(classes);
    int[] labels = random.ints(rows, 0, classes).toArray();
    float[][] gradients = new float[2][classes * inputs];
    double[] losses = new double[2];
    for (int run = 0; run < 2; run++) {
      SparseSoftmax layer = new SparseSoftmax(inputs, classes);
      layer.load(w, b, 1 + 2 * run);
      Floats dw = Floats.of(classes * inputs);
      losses[run] =
          layer.lossAndGradients(
              x, labels, 1, dw, Floats.of(classes), Floats.of(rows * inputs), 1 + 2 * run);
      dw.buffer().get(0, gradients[run]);
    }

    assertThat(losses[0]).isEqualTo(losses[1]);
    assertThat(gradients[0]).isEqualTo(gradients[1]);
  }

  private static double[][] draw(Random random, int rows, int columns) {
    double[][] numbers = new double[rows][columns];
    for (double[] row : numbers) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
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
}
