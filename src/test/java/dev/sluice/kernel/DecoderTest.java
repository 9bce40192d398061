package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decoder against its formulas in double precision, whose gradients are differences. */
class DecoderTest {
  private static final int NONE = SparseSoftmax.NONE;
  private static final int IDS = 7;
  private static final int START = 6;
  private static final int SIZE = 3; // of an embedded id
  private static final int UNITS = 5;
  private static final int BELOW = 6; // units of the layer below, of two
  private static final int STEPS = 4; // of the source
  private static final int BATCH = 3;
  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-6;

  /** Half a unit in the last place of 1: gradients are sums of floats of about that size. */
  private static final double ROUNDING = 0x1p-24;

  /** Row 0 has all steps, row 1 misses one in between, row 2 has one. */
  private static final float[] MASK = {1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0};

  /** (steps, batch): row 0 has three labels, row 1 one, row 2 two. */
  private static final int[] LABELS = {2, 5, 3, 4, NONE, 5, 5, NONE, NONE};

  /** All parameters by name, and the values of the source; matrices (outputs, inputs). */
  private static final class Reference {
    final int inputs;
    final boolean lstm; // the last layer; one below it is a GRU then, and else an LSTM
    final int layers;
    final Optional<Decoder.Scoring> scoring;
    final List<double[]> blocks = new ArrayList<>();

    Reference(Random random, boolean lstm, Optional<Decoder.Scoring> scoring) {
      this(random, 1, lstm, scoring);
    }

    Reference(Random random, int layers, boolean lstm, Optional<Decoder.Scoring> scoring) {
      this.layers = layers;
      this.lstm = lstm;
      this.scoring = scoring;
      inputs = scoring.equals(Optional.of(Decoder.Scoring.DOT)) ? UNITS : 4;
      int gates = lstm ? 4 : 3;
      boolean attends = scoring.isPresent();
      boolean additive = scoring.equals(Optional.of(Decoder.Scoring.ADDITIVE));
      boolean keys = attends && !scoring.equals(Optional.of(Decoder.Scoring.DOT));
      for (int size :
          new int[] {
            IDS * SIZE,
            gates * UNITS * (layers == 1 ? SIZE : BELOW),
            gates * UNITS * UNITS,
            4 * UNITS,
            (lstm ? 2 : 1) * UNITS * 2 * inputs,
            (lstm ? 2 : 1) * UNITS,
            keys ? UNITS * inputs : 0,
            additive ? UNITS : 0,
            additive ? UNITS * UNITS : 0,
            additive ? UNITS : 0,
            attends ? UNITS * (inputs + UNITS) : 0,
            attends ? UNITS : 0,
            IDS * UNITS,
            IDS,
            STEPS * BATCH * inputs
          }) {
        blocks.add(random.doubles(size, -0.8, 0.8).map(x -> (float) x).toArray());
      }
      int below = lstm ? 3 : 4;
      int parts = lstm ? 1 : 2;
      for (int size :
          layers == 1
              ? new int[0]
              : new int[] {
                below * BELOW * SIZE,
                below * BELOW * BELOW,
                4 * BELOW,
                parts * BELOW * 2 * inputs,
                parts * BELOW
              }) {
        blocks.add(random.doubles(size, -0.8, 0.8).map(x -> (float) x).toArray());
      }
    }

    Decoder.Form form() {
      return new Decoder.Form(
          inputs,
          IDS,
          START,
          layers == 1
              ? List.of(cell(lstm, SIZE, UNITS))
              : List.of(cell(!lstm, SIZE, BELOW), cell(lstm, BELOW, UNITS)),
          scoring);
    }

    private static Cell cell(boolean lstm, int inputs, int units) {
      return lstm
          ? new Cell.Lstm(inputs, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING)
          : new Cell.Gru(inputs, units, Squash.TANH, Squash.SIGMOID, true);
    }

    private static Decoder.LayerParameters layer(List<Floats> f, int first) {
      return new Decoder.LayerParameters(
          new Weights(f.get(first), f.get(first + 1), f.get(first + 2), Floats.of(0)),
          f.get(first + 3),
          f.get(first + 4));
    }

    static Decoder.Parameters parameters(List<Floats> f) {
      Decoder.LayerParameters last = layer(f, 1);
      return new Decoder.Parameters(
          f.get(0),
          f.size() == 15 ? List.of(last) : List.of(layer(f, 15), last),
          f.get(6),
          f.get(7),
          f.get(8),
          f.get(9),
          f.get(10),
          f.get(11),
          f.get(12),
          f.get(13));
    }

    List<Floats> floats() {
      return blocks.stream()
          .map(
              block -> {
                float[] array = new float[block.length];
                for (int i = 0; i < array.length; i++) {
                  array[i] = (float) block[i];
                }
                return Floats.of(array);
              })
          .toList();
    }

    double loss(float[] mask, int[] labels) {
      double loss = 0;
      for (int r = 0; r < BATCH; r++) {
        for (double each : losses(mask, labels, r)) {
          loss += each;
        }
      }
      return loss;
    }

    List<Double> losses(float[] mask, int[] labels, int r) {
      List<double[]> source = new ArrayList<>();
      for (int s = 0; s < STEPS; s++) {
        if (mask[r * STEPS + s] != 0) {
          int at = (s * BATCH + r) * inputs;
          source.add(Arrays.copyOfRange(blocks.get(14), at, at + inputs));
        }
      }
      double[] ends = join(source.get(0), source.get(source.size() - 1));
      double[][] last = first(1, UNITS, ends);
      double[][] below = layers == 1 ? null : first(15, BELOW, ends);
      List<Double> losses = new ArrayList<>();
      int before = START;
      for (int t = 0; t < labels.length / BATCH && labels[t * BATCH + r] != NONE; t++) {
        double[] x = Arrays.copyOfRange(blocks.get(0), before * SIZE, (before + 1) * SIZE);
        if (below != null) {
          step(15, !lstm, x, below);
          x = below[0];
        }
        step(1, lstm, x, last);
        double[] z = plus(times(blocks.get(12), seen(source, last[0])), blocks.get(13));
        int label = labels[t * BATCH + r];
        losses.add(Math.log(Arrays.stream(z).map(Math::exp).sum()) - z[label]);
        before = label;
      }
      return losses;
    }

    /** The output and the cell of a layer at first. */
    private double[][] first(int block, int units, double[] ends) {
      double[] state = tanh(plus(times(blocks.get(block + 3), ends), blocks.get(block + 4)));
      return new double[][] {
        Arrays.copyOf(state, units), Arrays.copyOfRange(state, state.length - units, state.length)
      };
    }

    private void step(int block, boolean lstm, double[] x, double[][] state) {
      double[] h = state[0];
      double[] c = state[1];
      int units = h.length;
      double[] wx = times(blocks.get(block), x);
      double[] rh = times(blocks.get(block + 1), h);
      double[] b = blocks.get(block + 2);
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        if (lstm) {
          double[] z = new double[4];
          for (int k = 0; k < 4; k++) {
            int at = k * units + j;
            z[k] = wx[at] + rh[at] + b[at];
          }
          c[j] = logistic(z[1]) * c[j] + logistic(z[3]) * Math.tanh(z[0]);
          next[j] = logistic(z[2]) * Math.tanh(c[j]);
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

    private double[] seen(List<double[]> source, double[] h) {
      if (scoring.isEmpty()) {
        return h;
      }
      double[] scores = new double[source.size()];
      for (int s = 0; s < scores.length; s++) {
        double[] e = source.get(s);
        scores[s] =
            switch (scoring.get()) {
              case DOT -> dot(h, e);
              case GENERAL -> dot(h, times(blocks.get(6), e));
              case ADDITIVE ->
                  dot(
                      blocks.get(9),
                      tanh(
                          plus(
                              plus(times(blocks.get(8), h), times(blocks.get(6), e)),
                              blocks.get(7))));
            };
      }
      double sum = Arrays.stream(scores).map(Math::exp).sum();
      double[] context = new double[inputs];
      for (int s = 0; s < scores.length; s++) {
        for (int i = 0; i < inputs; i++) {
          context[i] += Math.exp(scores[s]) / sum * source.get(s)[i];
        }
      }
      return tanh(plus(times(blocks.get(10), join(context, h)), blocks.get(11)));
    }

    private static double logistic(double z) {
      return 1 / (1 + Math.exp(-z));
    }

    private static double[] times(double[] matrix, double[] x) {
      double[] y = new double[matrix.length / x.length];
      for (int k = 0; k < y.length; k++) {
        y[k] = dot(Arrays.copyOfRange(matrix, k * x.length, (k + 1) * x.length), x);
      }
      return y;
    }

    private static double dot(double[] x, double[] y) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
      }
      return sum;
    }

    private static double[] plus(double[] x, double[] y) {
      double[] sum = x.clone();
      for (int i = 0; i < x.length; i++) {
        sum[i] += y[i];
      }
      return sum;
    }

    private static double[] tanh(double[] x) {
      return Arrays.stream(x).map(Math::tanh).toArray();
    }

    private static double[] join(double[] x, double[] y) {
      double[] both = Arrays.copyOf(x, x.length + y.length);
      System.arraycopy(y, 0, both, x.length, y.length);
      return both;
    }
  }

  private static Decoder loaded(Reference reference) {
    Decoder decoder = new Decoder(reference.form(), 2);
    decoder.load(Reference.parameters(reference.floats()));
    return decoder;
  }

  private static Decoder.Source source(Reference reference) {
    return new Decoder.Source(reference.floats().get(14), STEPS, BATCH, MASK);
  }

  @ParameterizedTest
  @CsvSource({
    "1,true,",
    "1,false,",
    "1,true,ADDITIVE",
    "1,false,ADDITIVE",
    "1,true,DOT",
    "1,true,GENERAL",
    "1,false,GENERAL",
    "2,true,",
    "2,false,",
    "2,true,ADDITIVE",
    "2,false,ADDITIVE",
    "2,true,DOT",
    "2,true,GENERAL",
    "2,false,GENERAL"
  })
  void lossAndGradientsAreThoseOfTheFormulas(int layers, boolean lstm, Decoder.Scoring scoring) {
    Reference reference = new Reference(new Random(7), layers, lstm, Optional.ofNullable(scoring));
    Decoder decoder = loaded(reference);
    List<Floats> gradients =
        reference.blocks.stream().map(block -> Floats.of((long) block.length)).toList();

    double loss =
        decoder.lossAndGradients(
            source(reference), LABELS, 0.5f, Reference.parameters(gradients), gradients.get(14));

    double exact = reference.loss(MASK, LABELS);
    assertThat(loss).isCloseTo(exact, within(RELATIVE * exact));
    assertThat(decoder.loss(source(reference), LABELS)).isEqualTo(loss);
    for (int b = 0; b < gradients.size(); b++) {
      double[] block = reference.blocks.get(b);
      double[] expected = new double[block.length];
      for (int i = 0; i < block.length; i++) {
        double held = block[i];
        block[i] = held + STEP;
        double above = reference.loss(MASK, LABELS);
        block[i] = held - STEP;
        expected[i] = 0.5 * (above - reference.loss(MASK, LABELS)) / (2 * STEP);
        block[i] = held;
      }
      double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
      for (int i = 0; i < block.length; i++) {
        assertThat((double) gradients.get(b).buffer().get(i))
            .as("block %s, number %s", b, i)
            .isCloseTo(expected[i], within(RELATIVE * largest + ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,true,", "1,false,ADDITIVE", "2,true,", "2,false,ADDITIVE"})
  void gradientsKnowWhatWasDropped(int layers, boolean lstm, Decoder.Scoring scoring) {
    Random random = new Random(9);
    Reference reference = new Reference(random, layers, lstm, Optional.ofNullable(scoring));
    Decoder.Dropped dropped =
        new Decoder.Dropped(
            layers == 1
                ? new float[][] {factors(random, LABELS.length * SIZE)}
                : new float[][] {
                  factors(random, LABELS.length * SIZE), factors(random, LABELS.length * BELOW)
                },
            factors(random, LABELS.length * UNITS));
    List<Floats> gradients =
        reference.blocks.stream().map(block -> Floats.of((long) block.length)).toList();

    double all = loss(reference, dropped, gradients);

    assertThat(all).isNotEqualTo(loss(reference, Decoder.Dropped.nothing(layers), gradients));
    loss(reference, dropped, gradients);
    List<Floats> others = gradients.stream().map(g -> Floats.of(g.buffer().capacity())).toList();
    float step = 0.01f; // in single precision
    for (int b = 0; b < gradients.size(); b++) {
      double[] block = reference.blocks.get(b);
      for (int i = 0; i < block.length; i += 3) {
        double held = block[i];
        block[i] = held + step;
        double above = loss(reference, dropped, others);
        block[i] = held - step;
        double slope = (above - loss(reference, dropped, others)) / (2 * step);
        block[i] = held;
        assertThat((double) gradients.get(b).buffer().get(i))
            .as("block %s, number %s", b, i)
            .isCloseTo(slope, within(2e-3));
      }
    }
  }

  private static double loss(Reference reference, Decoder.Dropped dropped, List<Floats> gradients) {
    Decoder decoder = loaded(reference);
    return decoder.lossAndGradients(
        source(reference),
        LABELS,
        decoder.before(LABELS, BATCH),
        dropped,
        1,
        Reference.parameters(gradients),
        gradients.get(14));
  }

  private static float[] factors(Random random, int count) {
    float[] factors = new float[count];
    for (int i = 0; i < count; i++) {
      factors[i] = random.nextInt(3) == 0 ? 0 : 1.5f;
    }
    return factors;
  }

  @ParameterizedTest
  @CsvSource({
    "1,true,",
    "1,false,ADDITIVE",
    "1,true,DOT",
    "1,false,GENERAL",
    "2,true,",
    "2,false,ADDITIVE",
    "2,true,DOT",
    "2,false,GENERAL"
  })
  void writingStepByStepHasTheProbabilitiesOfTraining(
      int layers, boolean lstm, Decoder.Scoring scoring) {
    Reference reference = new Reference(new Random(8), layers, lstm, Optional.ofNullable(scoring));
    Decoder decoder = loaded(reference);
    double[] logLoss = new double[LABELS.length];
    decoder.loss(source(reference), LABELS, logLoss, new boolean[LABELS.length]);

    Decoder.Writing writing = decoder.write(source(reference));
    writing.select(new int[] {2, 0, 1});
    float first = writing.next(new int[] {START, START, START}).buffer().get(IDS + LABELS[0]);
    writing.select(new int[] {1, 0});
    float second = writing.next(new int[] {LABELS[0], LABELS[2]}).buffer().get(LABELS[3]);

    assertThat(-Math.log(first)).isEqualTo(logLoss[0]);
    assertThat(-Math.log(second)).isEqualTo(logLoss[3]);
    double exact = reference.losses(MASK, LABELS, 0).get(1);
    assertThat(logLoss[3]).isCloseTo(exact, within(RELATIVE * exact));
  }

  /** Row 1 has the steps 0 and 2 of the source, and one label; row 2 has step 1 alone. */
  @ParameterizedTest
  @CsvSource({"true,ADDITIVE", "true,DOT", "false,GENERAL"})
  void attentionOfLabelsIsThatOfWriting(boolean lstm, Decoder.Scoring scoring) {
    Reference reference = new Reference(new Random(12), lstm, Optional.of(scoring));
    Decoder decoder = loaded(reference);

    float[][] attention = decoder.attention(source(reference), LABELS);

    assertThat(attention[0]).hasSize(3 * 4);
    assertThat(attention[1]).hasSize(2);
    assertThat(attention[1][0] + attention[1][1]).isCloseTo(1, within(1e-6f));
    assertThat(attention[2]).containsExactly(1, 1);
    Decoder.Writing writing = decoder.write(source(reference));
    writing.next(new int[] {START, START, START});
    int most = attention[1][0] > attention[1][1] ? 0 : 1;
    assertThat(writing.attended(1)).isEqualTo(new Decoder.Attended(2 * most, attention[1][most]));
    assertThat(writing.attended(2)).isEqualTo(new Decoder.Attended(1, 1));
  }

  @Test
  void readsItsOwnMostProbableIdsWhereTold() {
    Reference reference = new Reference(new Random(11), true, Optional.empty());
    Decoder decoder = loaded(reference);
    boolean[] own = new boolean[LABELS.length];
    own[3] = true; // row 0 before its second label
    own[8] = true; // row 2 has no third

    int[] before = decoder.mixed(source(reference), LABELS, own);

    Decoder.Writing writing = decoder.write(source(reference));
    Floats first = writing.next(new int[] {START, START, START});
    int most = 0;
    for (int id = 1; id < IDS; id++) {
      most = first.buffer().get(id) > first.buffer().get(most) ? id : most;
    }
    int[] expected = decoder.before(LABELS, BATCH);
    assertThat(expected).containsExactly(START, START, START, 2, 5, 3, 4, NONE, 5);
    expected[3] = most;
    assertThat(before).isEqualTo(expected);
  }

  /** As many texts carried on as there are: none is lost. */
  @ParameterizedTest
  @CsvSource({"1,0", "1,0.6", "1,2", "2,0.6"})
  void theWidestBeamFindsTheBestOfAllTexts(int layers, double penalty) {
    Reference reference =
        new Reference(new Random(9), layers, true, Optional.of(Decoder.Scoring.ADDITIVE));
    Decoder decoder = loaded(reference);
    BeamSearch search =
        new BeamSearch(new BeamSearch.Settings(5, new int[] {0, START}, 3, 1000, penalty));

    List<List<BeamSearch.Found>> found = search.run(decoder, source(reference));

    for (int r = 0; r < BATCH; r++) {
      List<BeamSearch.Found> all = new ArrayList<>();
      everyText(reference, r, new int[0], penalty, all);
      all.sort((a, b) -> Double.compare(b.score(), a.score()));
      assertThat(found.get(r)).hasSize(all.size());
      for (int i = 0; i < 5; i++) {
        assertThat(found.get(r).get(i).ids()).isEqualTo(all.get(i).ids());
        double exact = all.get(i).score();
        assertThat(found.get(r).get(i).score()).isCloseTo(exact, within(-RELATIVE * exact));
      }
    }
  }

  /** Up to three of the ids 1 to 4, then the end, 5, unless there are three. */
  private static void everyText(
      Reference reference, int row, int[] ids, double penalty, List<BeamSearch.Found> all) {
    int[] whole = ids.length == 3 ? ids : append(ids, 5);
    int[] labels = new int[whole.length * BATCH];
    Arrays.fill(labels, NONE);
    for (int t = 0; t < whole.length; t++) {
      labels[t * BATCH + row] = whole[t];
    }
    double logProbability =
        -reference.losses(MASK, labels, row).stream().mapToDouble(loss -> loss).sum();
    all.add(
        new BeamSearch.Found(
            Arrays.stream(ids).boxed().toList(),
            List.of(),
            logProbability,
            logProbability / Math.pow((5 + ids.length) / 6.0, penalty)));
    for (int id = 1; ids.length < 3 && id < 5; id++) {
      everyText(reference, row, append(ids, id), penalty, all);
    }
  }

  private static int[] append(int[] ids, int id) {
    int[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = id;
    return more;
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void aBeamOfOneTakesTheMostProbableIdAtEachStep(int layers) {
    Reference reference =
        new Reference(new Random(10), layers, false, Optional.of(Decoder.Scoring.DOT));
    Decoder decoder = loaded(reference);

    List<List<BeamSearch.Found>> found =
        new BeamSearch(new BeamSearch.Settings(5, new int[] {0, START}, 6, 1, 0))
            .run(decoder, source(reference));

    for (int r = 0; r < BATCH; r++) {
      Decoder.Writing writing = decoder.write(source(reference));
      writing.select(new int[] {r});
      List<Integer> greedy = new ArrayList<>();
      int last = START;
      while (greedy.size() < 6) {
        Floats p = writing.next(new int[] {last});
        last = 1;
        for (int id = 2; id <= 5; id++) {
          last = p.buffer().get(id) > p.buffer().get(last) ? id : last;
        }
        if (last == 5) {
          break;
        }
        greedy.add(last);
      }
      assertThat(found.get(r)).hasSize(1);
      assertThat(found.get(r).get(0).ids()).isEqualTo(greedy);
    }
  }
}
