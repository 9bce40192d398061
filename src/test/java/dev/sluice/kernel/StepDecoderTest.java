package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decoder against its formulas in double precision, whose gradients are differences. */
class StepDecoderTest {
  private static final int INPUTS = 3;
  private static final int NUMBERS = 4; // features of a step that are no ids
  private static final int FEATURES = NUMBERS + 1;
  private static final int IDS = 3;
  private static final int SIZE = 2; // of the vector of an id
  private static final int STEPS = 5;
  private static final int HORIZON = 3;
  private static final int COLUMNS = 2;
  private static final int BATCH = 2;
  private static final int ROW = INPUTS + FEATURES * STEPS;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-5;

  private final Random random = new Random(3);
  private final float[] rows = rows();

  private float[] rows() {
    float[] drawn = new float[BATCH * ROW];
    for (int i = 0; i < drawn.length; i++) {
      boolean id = i % ROW >= INPUTS + NUMBERS * STEPS;
      drawn[i] = id ? random.nextInt(IDS) : (float) random.nextGaussian();
    }
    return drawn;
  }

  /** All parameters; of the layers, the first one a GRU where there are two, the last an LSTM. */
  private final class Reference {
    final List<Cell> cells = new ArrayList<>();
    final List<double[]> blocks = new ArrayList<>(); // matrices (outputs, inputs)

    Reference(int layers) {
      int inputs = NUMBERS + SIZE;
      add(IDS * SIZE);
      if (layers == 2) {
        cells.add(new Cell.Gru(inputs, 4, Squash.TANH, Squash.SIGMOID, true));
        inputs = 4;
      }
      cells.add(new Cell.Lstm(inputs, 5, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING));
      for (Cell cell : cells) {
        int states = Decoder.Form.parts(cell) * cell.units();
        add(cell.gates() * cell.units() * cell.inputs());
        add(cell.gates() * cell.units() * cell.units());
        add(cell.biases() * cell.units());
        add(states * INPUTS);
        add(states);
      }
      add(COLUMNS * 5);
      add(COLUMNS);
    }

    private void add(int size) {
      blocks.add(random.doubles(size, -0.8, 0.8).map(x -> (float) x).toArray());
    }

    StepDecoder decoder() {
      StepDecoder decoder =
          new StepDecoder(
              new StepDecoder.Form(
                  INPUTS,
                  FEATURES,
                  STEPS,
                  HORIZON,
                  COLUMNS,
                  new CategoryVectors(FEATURES, new int[] {SIZE}, new boolean[] {true}),
                  cells),
              2);
      decoder.load(floats());
      return decoder;
    }

    float[][] floats() {
      float[][] floats = new float[blocks.size()][];
      for (int b = 0; b < floats.length; b++) {
        floats[b] = new float[blocks.get(b).length];
        for (int i = 0; i < floats[b].length; i++) {
          floats[b][i] = (float) blocks.get(b)[i];
        }
      }
      return floats;
    }

    /**
     * @param own whether a step reads what was forecast of the one before it
     * @return (batch, horizon * columns)
     */
    double[] forecast(float[] given, boolean own) {
      double[] y = new double[BATCH * HORIZON * COLUMNS];
      for (int r = 0; r < BATCH; r++) {
        double[] vector = new double[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
          vector[i] = given[r * ROW + i];
        }
        double[][][] states = new double[cells.size()][][];
        for (int l = 0; l < states.length; l++) {
          double[] made = tanh(plus(times(of(l, 3), vector), of(l, 4)));
          int units = cells.get(l).units();
          states[l] =
              new double[][] {
                Arrays.copyOf(made, units),
                Arrays.copyOfRange(made, made.length - units, made.length)
              };
        }
        for (int k = 0; k < HORIZON; k++) {
          double[] x = new double[NUMBERS + SIZE];
          for (int f = 0; f < NUMBERS; f++) {
            int at = r * ROW + INPUTS + f * STEPS + STEPS - HORIZON + k;
            x[f] =
                !own || f >= COLUMNS
                    ? given[at]
                    : k == 0 ? given[at - 1] : y[(r * HORIZON + k - 1) * COLUMNS + f];
          }
          int id = (int) given[r * ROW + INPUTS + NUMBERS * STEPS + STEPS - HORIZON + k];
          System.arraycopy(blocks.get(0), id * SIZE, x, NUMBERS, SIZE);
          for (int l = 0; l < states.length; l++) {
            step(l, x, states[l]);
            x = states[l][0];
          }
          double[] values =
              plus(times(blocks.get(blocks.size() - 2), x), blocks.get(blocks.size() - 1));
          System.arraycopy(values, 0, y, (r * HORIZON + k) * COLUMNS, COLUMNS);
        }
      }
      return y;
    }

    private double[] of(int layer, int part) {
      return blocks.get(1 + 5 * layer + part);
    }

    private void step(int l, double[] x, double[][] state) {
      double[] h = state[0];
      int units = h.length;
      double[] wx = times(of(l, 0), x);
      double[] rh = times(of(l, 1), h);
      double[] b = of(l, 2);
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        if (cells.get(l) instanceof Cell.Lstm) {
          double[] z = new double[4];
          for (int k = 0; k < 4; k++) {
            z[k] = wx[k * units + j] + rh[k * units + j] + b[k * units + j];
          }
          state[1][j] = logistic(z[1]) * state[1][j] + logistic(z[3]) * Math.tanh(z[0]);
          next[j] = logistic(z[2]) * Math.tanh(state[1][j]);
        } else {
          int u = units + j;
          int n = 2 * units + j;
          double reset = logistic(wx[j] + rh[j] + b[j]);
          double update = logistic(wx[u] + rh[u] + b[u]);
          double candidate = Math.tanh(wx[n] + b[n] + reset * (rh[n] + b[3 * units + j]));
          next[j] = update * h[j] + (1 - update) * candidate;
        }
      }
      state[0] = next;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsWhatIsGivenOrItsOwnForecasts(int layers) {
    Reference reference = new Reference(layers);
    StepDecoder decoder = reference.decoder();

    float[] taught =
        decoder.forward(rows, BATCH, decoder.ahead(rows, BATCH), Decoder.Dropped.nothing(layers));
    float[] free = decoder.forecast(rows, BATCH);

    assertClose(taught, reference.forecast(rows, false), "taught");
    assertClose(free, reference.forecast(rows, true), "free");
    assertThat(free).isNotEqualTo(taught);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stepByStepItReadsGivenValuesWhereItShall(int layers) {
    StepDecoder decoder = new Reference(layers).decoder();
    float[] ahead = decoder.ahead(rows, BATCH);
    float[] before = ahead.clone();
    float[] taught = decoder.forward(rows, BATCH, ahead, Decoder.Dropped.nothing(layers));

    float[] none = decoder.forecast(rows, BATCH, ahead, new boolean[HORIZON * BATCH]);
    boolean[] lastOfFirstRow = new boolean[HORIZON * BATCH];
    lastOfFirstRow[(HORIZON - 1) * BATCH] = true;
    float[] one = decoder.forecast(rows, BATCH, ahead, lastOfFirstRow);

    for (int i = 0; i < taught.length; i++) {
      assertThat(none[i]).isCloseTo(taught[i], within(1e-6f));
      boolean differs = i / COLUMNS == HORIZON - 1; // the last step of the first row
      assertThat(one[i] != none[i]).as("number " + i).isEqualTo(differs);
    }
    int at = (HORIZON - 1) * BATCH * FEATURES;
    before[at] = one[(HORIZON - 2) * COLUMNS];
    before[at + 1] = one[(HORIZON - 2) * COLUMNS + 1];
    assertThat(ahead).isEqualTo(before);
  }

  /** Each sum of the outputs, weighted at random, has a slope along each parameter. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gradientsAreThoseOfTheFormulas(int layers) {
    Reference reference = new Reference(layers);
    StepDecoder decoder = reference.decoder();
    float[] dy = new float[BATCH * HORIZON * COLUMNS];
    for (int i = 0; i < dy.length; i++) {
      dy[i] = (float) random.nextGaussian();
    }
    float[][] gradients =
        reference.blocks.stream().map(block -> new float[block.length]).toArray(float[][]::new);
    float[] dx = new float[rows.length];

    decoder.forward(rows, BATCH, decoder.ahead(rows, BATCH), Decoder.Dropped.nothing(layers));
    decoder.backward(dy, BATCH, gradients, dx);

    for (int b = 0; b < gradients.length; b++) {
      double[] block = reference.blocks.get(b);
      for (int i = 0; i < block.length; i++) {
        double value = block[i];
        block[i] = value + STEP;
        double above = weighted(reference.forecast(rows, false), dy);
        block[i] = value - STEP;
        double below = weighted(reference.forecast(rows, false), dy);
        block[i] = value;
        assertThat((double) gradients[b][i])
            .as("number %s of block %s", i, b)
            .isCloseTo((above - below) / (2 * STEP), within(TOLERANCE));
      }
    }
    for (int i = 0; i < dx.length; i++) {
      if (i % ROW >= INPUTS) {
        assertThat(dx[i]).isZero(); // nobody asks
        continue;
      }
      float[] moved = rows.clone();
      moved[i] = rows[i] + 1e-3f;
      double above = weighted(reference.forecast(moved, false), dy);
      double step = (double) moved[i] - rows[i];
      moved[i] = rows[i] - 1e-3f;
      step += (double) rows[i] - moved[i];
      double below = weighted(reference.forecast(moved, false), dy);
      assertThat((double) dx[i]).as("vector " + i).isCloseTo((above - below) / step, within(1e-5));
    }
  }

  private static double weighted(double[] y, float[] weights) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * weights[i];
    }
    return sum;
  }

  private static void assertClose(float[] given, double[] expected, String what) {
    assertThat(given).hasSameSizeAs(expected);
    for (int i = 0; i < given.length; i++) {
      assertThat((double) given[i])
          .as("%s, number %s", what, i)
          .isCloseTo(expected[i], within(1e-6));
    }
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double[] times(double[] matrix, double[] x) {
    double[] y = new double[matrix.length / x.length];
    for (int i = 0; i < matrix.length; i++) {
      y[i / x.length] += matrix[i] * x[i % x.length];
    }
    return y;
  }

  private static double[] plus(double[] x, double[] y) {
    double[] sum = x.clone();
    Arrays.setAll(sum, i -> x[i] + y[i]);
    return sum;
  }

  private static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }
}
