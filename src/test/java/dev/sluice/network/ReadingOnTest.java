package dev.sluice.network;

import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Segments;
import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.WeightInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Language models read texts on: segment after segment in training, token by token later. */
class ReadingOnTest {
  private static final OptimizerSpec RESTING = new OptimizerSpec.Sgd(1e-12, 0);
  private static final int IDS = 11; // of Networks.TOKENS
  private static final OutputShape NEXT = new OutputShape.NextTokens(IDS);
  private static final List<List<LayerSpec>> STACKS =
      List.of(
          List.of(embedding(4), lstm(7)),
          List.of(embedding(4), lstm(5, LayerSpec.Lstm.Peepholes.GRAVES), gru(6, true), dense(5)),
          List.of(embedding(4), simpleRnn(6), gru(5, false)),
          List.of(embedding(5), residual(lstm(5)), residual(dense(5)), residual(simpleRnn(5))));

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  /** Documents of these lengths, with ends. */
  private static Documents documents(boolean ended, int... lengths) {
    Random random = new Random(5);
    int[][] ids = new int[lengths.length][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = random.ints(lengths[i], 2, IDS).toArray();
    }
    return new Documents() {
      @Override
      public int[][] ids() {
        return ids;
      }

      @Override
      public boolean ended() {
        return ended;
      }
    };
  }

  private static Network network(List<LayerSpec> stack, OptimizerSpec optimizer) {
    NetworkPlan plan = plan(Networks.TOKENS, NEXT, stack.toArray(new LayerSpec[0]));
    return new NetworkBuilder(plan).trainable(training(optimizer), 1, 3);
  }

  /** ln p of each token of a document, by DL4J's pass over the whole. */
  private static double[] whole(MultiLayerNetwork network, int[] document, boolean ended) {
    int steps = document.length + (ended ? 1 : 0);
    INDArray ids = Nd4j.zeros(DataType.FLOAT, 1, steps);
    for (int t = 1; t < steps; t++) {
      ids.putScalar(0, t, document[t - 1]);
    }
    INDArray probabilities = network.output(ids, false);
    double[] logs = new double[steps];
    for (int t = 0; t < steps; t++) {
      int comes = t < document.length ? document[t] : Documents.BORDER;
      logs[t] = Math.log(probabilities.getDouble(0, comes, t));
    }
    return logs;
  }

  @Test
  void segmentsWithCarriedStateHaveTheLossOfWholeDocuments() {
    Documents documents = documents(true, 37, 12, 0, 90, 5, 61, 33);
    for (List<LayerSpec> stack : STACKS) {
      Network trainable = network(stack, RESTING);
      double expected = 0;
      for (int[] document : documents.ids()) {
        for (double log : whole(trainable.dl4j(), document, true)) {
          expected -= log;
        }
      }
      for (int lanes : new int[] {1, 2}) { // no document is longer than its lane's share
        double sum = 0;
        double tokens = 0;
        Segments segments = new Segments(documents, lanes, 10, 1);
        while (segments.hasNext()) {
          DataSet batch = segments.next();
          trainable.fit(batch);
          double labelled =
              batch.getLabels().gte(0).castTo(DataType.FLOAT).sumNumber().doubleValue();
          sum += trainable.dl4j().score() * labelled;
          tokens += labelled;
        }

        assertThat(tokens).isEqualTo(238 + 7); // the tokens and the ends
        assertThat(sum).as("%s, %s lanes", stack, lanes).isCloseTo(expected, within(1e-3));
      }
    }
  }

  @Test
  void aNewPassKnowsNothingOfTheOneBefore() {
    Documents documents = documents(true, 20, 20);
    Network trainable = network(STACKS.get(0), RESTING);
    List<Double> losses = new ArrayList<>();
    for (int pass = 0; pass < 3; pass++) {
      Segments segments = new Segments(documents, 2, 10, 7);
      trainable.fit(segments.next());
      losses.add(trainable.dl4j().score());
      if (pass == 0) {
        trainable.fit(segments.next());
      }
    }

    assertThat(losses).containsOnly(losses.get(0));
  }

  @Test
  void trainingLeavesPredictionsOfTheSameNetworkAlone() {
    Documents documents = documents(true, 30, 12);
    Network trainable = network(STACKS.get(0), RESTING);
    float[][] before = scores(trainable, documents);

    Segments segments = new Segments(documents, 2, 10, 7);
    trainable.fit(segments.next());

    assertThat(scores(trainable, documents)).isDeepEqualTo(before);
    assertThat(whole(trainable.dl4j(), documents.ids()[0], true)[3])
        .isCloseTo(before[0][6], within(1e-5));
  }

  private static float[][] scores(Network trainable, Documents documents) {
    try (Inference inference = Inference.of(trainable.dl4j(), 2)) {
      return inference.scores(documents.ids(), documents.ended(), () -> {});
    }
  }

  @Test
  void scoresAreThoseOfWholeDocumentsWhateverIsReadBesideThem() {
    for (boolean ended : new boolean[] {true, false}) {
      Documents documents = documents(ended, 150, 1, 64, 0, 65, 128, 3);
      for (List<LayerSpec> stack : STACKS) {
        Network trainable = network(stack, RESTING);
        float[][] scores = scores(trainable, documents);
        for (int i = 0; i < scores.length; i++) {
          double[] expected =
              documents.predictions(i) == 0
                  ? new double[0]
                  : whole(trainable.dl4j(), documents.ids()[i], ended);
          assertThat(scores[i]).hasSize(2 * expected.length);
          for (int t = 0; t < expected.length; t++) {
            assertThat(scores[i][2 * t]).isCloseTo((float) expected[t], within(2e-5f));
          }
        }
      }
    }
  }

  @Test
  void readingTokenByTokenGivesTheSameProbabilities() {
    Documents documents = documents(true, 40);
    for (List<LayerSpec> stack : STACKS) {
      Network trainable = network(stack, RESTING);
      float[] scores = scores(trainable, documents)[0];
      try (Inference inference = Inference.of(trainable.dl4j(), 2)) {
        Reading reading = inference.read();
        int token = Documents.BORDER;
        for (int t = 0; t <= 40; t++) {
          float[] next = reading.next(token);
          token = t < 40 ? documents.ids()[0][t] : Documents.BORDER;
          assertThat((float) Math.log(next[token])).isCloseTo(scores[2 * t], within(1e-6f));
        }
      }
    }
  }

  /** Every string of up to two tokens with its end, and every longer one by its first three. */
  @Test
  void theProbabilitiesOfAllStringsSumToOne() {
    try (Inference inference = Inference.of(network(STACKS.get(0), RESTING).dl4j(), 1)) {
      assertThat(mass(inference, List.of())).isCloseTo(1, within(1e-5));
    }
  }

  private static double mass(Inference inference, List<Integer> before) {
    Reading reading = inference.read();
    float[] next = reading.next(Documents.BORDER);
    for (int token : before) {
      next = reading.next(token);
    }
    double sum = 0;
    for (int id = 0; id < IDS; id++) {
      if (id == Documents.BORDER || before.size() == 2) {
        sum += next[id];
      } else {
        List<Integer> longer = new ArrayList<>(before);
        longer.add(id);
        sum += next[id] * mass(inference, longer);
      }
    }
    return sum;
  }

  @Test
  void learnsWhatOnlyTheSegmentBeforeTells() {
    int[][] ids = new int[8][];
    for (int i = 0; i < ids.length; i++) { // the first of four tokens comes again as the last
      ids[i] = new int[] {2 + i % 4, 9, 9, 2 + i % 4};
    }
    Documents documents =
        new Documents() {
          @Override
          public int[][] ids() {
            return ids;
          }

          @Override
          public boolean ended() {
            return false;
          }
        };
    Network trainable =
        network(List.of(embedding(6), lstm(16)), new OptimizerSpec.Adam(0.02, 0.9, 0.999, 1e-8));
    for (int pass = 0; pass < 400; pass++) {
      Segments segments = new Segments(documents, 4, 2, pass);
      while (segments.hasNext()) {
        trainable.fit(segments.next());
      }
    }

    double sum = 0;
    for (float[] document : scores(trainable, documents)) {
      sum += document[6];
    }
    // Who does not know the first token is right once in four times.
    assertThat(sum / ids.length).isGreaterThan(Math.log(0.5));
  }

  @Test
  void refusesLayersThatSeeLaterStepsOrHandOnNoState() {
    assertThat(
            catchThrowable(
                () ->
                    plan(
                        Networks.TOKENS,
                        NEXT,
                        embedding(4),
                        Networks.bidirectional(lstm(3), LayerSpec.Bidirectional.Merge.SUM))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("network[1].bidirectional: reads in both directions")
        .hasMessageContaining("replace it by the layer in it");
    assertThat(
            catchThrowable(
                () ->
                    plan(
                        Networks.TOKENS,
                        NEXT,
                        embedding(4),
                        lstm(3),
                        Networks.pooling(LayerSpec.Pooling.Method.MEAN))))
        .hasMessageContaining("network[2].pooling: outputs one vector for all steps");
    assertThat(catchThrowable(() -> plan(Networks.TOKENS, NEXT, embedding(4), softsign())))
        .hasMessageContaining(
            "network[1].lstm.activation: softsign does not work in a language model");
    LayerSpec noisy =
        new LayerSpec.Embedding(4, 0, 0, 0.1, Optional.empty(), WeightInit.UNIFORM, 0, 0, 0);
    assertThat(catchThrowable(() -> plan(Networks.TOKENS, NEXT, noisy, lstm(3))))
        .hasMessageContaining("network[0].embedding.adversarial_noise: reads each batch twice");
  }

  private static LayerSpec softsign() {
    LayerSpec.Lstm usual = (LayerSpec.Lstm) lstm(3);
    return new LayerSpec.Lstm(
        usual.units(),
        Activation.SOFTSIGN,
        usual.recurrentActivation(),
        usual.peepholes(),
        0,
        0,
        0,
        usual.returnSequences(),
        false,
        usual.forgetBias(),
        usual.weightInit(),
        usual.recurrentWeightInit(),
        0,
        0,
        0);
  }
}
