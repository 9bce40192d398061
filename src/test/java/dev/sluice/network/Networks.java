package dev.sluice.network;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.ChecksSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Convolution.Padding;
import dev.sluice.spec.LayerSpec.Output.States;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.NetworkSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.GradientClipping;
import dev.sluice.spec.WeightInit;
import dev.sluice.spec.WindowScaleSpec;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks and batches for tests; what a test does not say has its default. */
final class Networks {
  static final InputShape TOKENS = new InputShape.Tokens(11, 6, Optional.empty());
  static final InputShape WINDOWS = new InputShape.Steps(3, 5);
  static final OutputShape TWO_CLASSES = new OutputShape.Classes(2);
  static final OutputShape FOUR_NUMBERS = new OutputShape.Values(2, 2);

  private Networks() {}

  static LayerSpec embedding(int size) {
    return embedding(size, 0);
  }

  static LayerSpec embedding(int size, double dropout) {
    return embedding(size, dropout, 0);
  }

  static LayerSpec embedding(int size, double dropout, double wordDropout) {
    return new LayerSpec.Embedding(size, dropout, wordDropout, WeightInit.UNIFORM, 0, 0, 0);
  }

  static LayerSpec lstm(int units) {
    return lstm(units, Optional.empty());
  }

  static LayerSpec lstm(int units, Optional<Boolean> returnSequences) {
    return new LayerSpec.Lstm(
        units,
        Activation.TANH,
        Activation.SIGMOID,
        LayerSpec.Lstm.Peepholes.NONE,
        0,
        0,
        0,
        returnSequences,
        false,
        1,
        WeightInit.GLOROT_UNIFORM,
        WeightInit.ORTHOGONAL,
        0,
        0,
        0);
  }

  static LayerSpec lstm(int units, LayerSpec.Lstm.Peepholes peepholes) {
    return new LayerSpec.Lstm(
        units,
        Activation.TANH,
        Activation.SIGMOID,
        peepholes,
        0,
        0,
        0,
        Optional.empty(),
        false,
        1,
        WeightInit.GLOROT_UNIFORM,
        WeightInit.ORTHOGONAL,
        0,
        0,
        0);
  }

  static LayerSpec.Gru gru(int units, boolean resetAfter) {
    return new LayerSpec.Gru(
        units,
        Activation.TANH,
        Activation.SIGMOID,
        resetAfter,
        0,
        0,
        0,
        Optional.empty(),
        false,
        WeightInit.GLOROT_UNIFORM,
        WeightInit.ORTHOGONAL,
        0,
        0,
        0);
  }

  static LayerSpec bidirectional(LayerSpec layer, LayerSpec.Bidirectional.Merge merge) {
    return new LayerSpec.Bidirectional(
        (LayerSpec.RecurrentLayer) layer, merge, Optional.empty(), false);
  }

  static LayerSpec simpleRnn(int units) {
    return new LayerSpec.SimpleRnn(
        units,
        Activation.TANH,
        0,
        0,
        0,
        Optional.empty(),
        false,
        WeightInit.GLOROT_UNIFORM,
        WeightInit.ORTHOGONAL,
        0,
        0,
        0);
  }

  /** The same layer with recurrent dropout. */
  static LayerSpec dropping(double share, LayerSpec layer) {
    return with(layer, "recurrentDropout", share);
  }

  /** The same layer with dropped recurrent weights. */
  static LayerSpec droppingWeights(double share, LayerSpec layer) {
    return with(layer, "recurrentWeightDropout", share);
  }

  /** The same layer, its input added to its output. */
  static LayerSpec residual(LayerSpec layer) {
    return with(layer, "residual", true);
  }

  /** The same record with another value of one of its components. */
  @SuppressWarnings("unchecked")
  static <R> R with(R record, String name, Object value) {
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] =
            components[i].getName().equals(name)
                ? value
                : components[i].getAccessor().invoke(record);
      }
      return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  static LayerSpec dense(int units) {
    return dense(units, Activation.TANH);
  }

  static LayerSpec dense(int units, Activation activation) {
    return new LayerSpec.Dense(units, activation, 0, false, WeightInit.GLOROT_UNIFORM, 0, 0, 0);
  }

  static LayerSpec dropout(double rate) {
    return new LayerSpec.Dropout(rate);
  }

  static LayerSpec segments(int length, int units) {
    return new LayerSpec.Segments(
        length, units, Activation.TANH, WeightInit.GLOROT_UNIFORM, 0, 0, 0);
  }

  static LayerSpec convolution(int filters, int width) {
    return convolution(filters, width, Padding.SAME);
  }

  static LayerSpec convolution(int filters, int width, Padding padding) {
    return new LayerSpec.Convolution(
        filters, width, padding, Activation.TANH, false, WeightInit.GLOROT_UNIFORM, 0, 0, 0);
  }

  static LayerSpec spatialDropout(double rate) {
    return new LayerSpec.SpatialDropout(rate);
  }

  static LayerSpec layerNormalization() {
    return new LayerSpec.LayerNormalization(0.001);
  }

  static LayerSpec attention(int units) {
    return new LayerSpec.Attention(units, WeightInit.GLOROT_UNIFORM, 0, 0, 0);
  }

  static LayerSpec selfAttention(int heads, int size, boolean causal) {
    return new LayerSpec.SelfAttention(
        heads, Optional.of(size), causal, false, WeightInit.GLOROT_UNIFORM, 0, 0, 0);
  }

  static LayerSpec batchNormalization() {
    return new LayerSpec.BatchNormalization(0.99, 0.001);
  }

  static LayerSpec pooling(LayerSpec.Pooling.Method method) {
    return new LayerSpec.Pooling(method);
  }

  static LayerSpec output(Optional<Integer> units, Optional<Activation> activation) {
    return output(units, activation, States.LAST, Optional.empty(), 0, false);
  }

  static LayerSpec readingStatesOfHorizon() {
    return readingStatesOfHorizon(false);
  }

  static LayerSpec readingStatesOfHorizon(boolean linearSkip) {
    return output(
        Optional.empty(), Optional.empty(), States.HORIZON, Optional.empty(), 0, linearSkip);
  }

  static LayerSpec decodingSegments(int length) {
    return decodingSegments(length, false);
  }

  static LayerSpec decodingSegments(int length, boolean linearSkip) {
    return output(
        Optional.empty(),
        Optional.empty(),
        States.LAST,
        Optional.of(new LayerSpec.DecodedSegments(length)),
        0,
        linearSkip);
  }

  /** An output layer that sees the window, too. */
  static LayerSpec.Output linearSkip() {
    return linearSkip(0);
  }

  static LayerSpec.Output linearSkip(double dropout) {
    return output(Optional.empty(), Optional.empty(), States.LAST, Optional.empty(), dropout, true);
  }

  /** One whose linear path starts from the ridge solution. */
  static LayerSpec.Output ridge(Optional<Activation> activation) {
    return new LayerSpec.Output(
        Optional.empty(),
        activation,
        States.LAST,
        Optional.empty(),
        0,
        WeightInit.GLOROT_UNIFORM,
        0,
        0,
        0,
        true,
        LayerSpec.Output.LinearStart.RIDGE);
  }

  private static LayerSpec.Output output(
      Optional<Integer> units,
      Optional<Activation> activation,
      States states,
      Optional<LayerSpec.DecodedSegments> segments,
      double dropout,
      boolean linearSkip) {
    return new LayerSpec.Output(
        units,
        activation,
        states,
        segments,
        dropout,
        WeightInit.GLOROT_UNIFORM,
        0,
        0,
        0,
        linearSkip,
        LayerSpec.Output.LinearStart.ZERO);
  }

  static TrainingSpec training() {
    return training(
        new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8),
        new ScheduleSpec.Constant(),
        Optional.empty(),
        Optional.empty());
  }

  static TrainingSpec training(OptimizerSpec optimizer) {
    return training(optimizer, new ScheduleSpec.Constant(), Optional.empty(), Optional.empty());
  }

  static TrainingSpec training(LossSpec loss) {
    return training(
        new OptimizerSpec.Sgd(0.1, 0),
        new ScheduleSpec.Constant(),
        Optional.empty(),
        Optional.of(loss));
  }

  static TrainingSpec training(GradientClipping clipping) {
    return training(
        new OptimizerSpec.Sgd(1, 0),
        new ScheduleSpec.Constant(),
        Optional.of(clipping),
        Optional.empty());
  }

  static TrainingSpec training(
      OptimizerSpec optimizer,
      ScheduleSpec schedule,
      Optional<GradientClipping> clipping,
      Optional<LossSpec> loss) {
    return training(optimizer, schedule, clipping, loss, Optional.empty());
  }

  static TrainingSpec training(
      OptimizerSpec optimizer,
      ScheduleSpec schedule,
      Optional<GradientClipping> clipping,
      Optional<LossSpec> loss,
      Optional<TrainingSpec.TeacherForcing> forcing) {
    return new TrainingSpec(
        10,
        4,
        optimizer,
        schedule,
        clipping,
        Optional.empty(),
        loss,
        Optional.empty(),
        forcing,
        1,
        Optional.empty());
  }

  static Config config(TrainingSpec training, LayerSpec... layers) {
    return config(training, new NetworkSpec.Chain(List.of(layers)));
  }

  static Config config(TrainingSpec training, NetworkSpec network) {
    return config(
        new SplitSpec(Optional.of(share(0.2)), Optional.empty(), Optional.empty()),
        training,
        network);
  }

  static Config configWithoutValidation(TrainingSpec training, LayerSpec... layers) {
    return config(
        new SplitSpec(Optional.empty(), Optional.empty(), Optional.empty()),
        training,
        new NetworkSpec.Chain(List.of(layers)));
  }

  private static Config config(SplitSpec split, TrainingSpec training, NetworkSpec network) {
    return new Config(
        1,
        "test",
        42,
        new DataSpec(
            new SourceSpec.Csv(Path.of("test.csv"), ",", Optional.empty()),
            Optional.empty(),
            Map.of(),
            new InputSpec.Series(5, List.of(), List.of(), List.of(), new WindowScaleSpec.None(), 1),
            new TargetSpec.Forecast(List.of("a"), 1, 0),
            split),
        network,
        training,
        new EvaluationSpec(Optional.empty(), Optional.empty()),
        new ChecksSpec(List.of()),
        Optional.empty());
  }

  private static SplitSpec.Part share(double share) {
    return SplitSpec.Part.share(share);
  }

  static NetworkPlan plan(InputShape input, OutputShape target, LayerSpec... layers) {
    return NetworkPlan.of(config(training(), layers), input, target);
  }

  /**
   * Examples of random content, padded at the end.
   *
   * @param lengths of each example; the longest is the batch's
   */
  static DataSet batch(NetworkPlan plan, long seed, int... lengths) {
    Random random = new Random(seed);
    int longest = java.util.Arrays.stream(lengths).max().orElseThrow();
    boolean tokens = plan.input() instanceof InputShape.Tokens;
    int inputs = plan.layers().get(0).inputs();
    INDArray features =
        tokens
            ? Nd4j.zeros(lengths.length, longest + plan.input().columns())
            : Nd4j.zeros(lengths.length, inputs, longest);
    INDArray mask = Nd4j.zeros(lengths.length, longest);
    INDArray labels = Nd4j.zeros(lengths.length, plan.output().units());
    for (int i = 0; i < lengths.length; i++) {
      for (int t = 0; t < lengths[i]; t++) {
        mask.putScalar(i, t, 1);
        if (tokens) {
          features.putScalar(i, t, 1 + random.nextInt(inputs - 1));
        } else {
          for (int f = 0; f < inputs; f++) {
            features.putScalar(i, f, t, random.nextGaussian());
          }
        }
      }
      if (plan.target() instanceof OutputShape.Values) {
        for (int k = 0; k < plan.output().units(); k++) {
          labels.putScalar(i, k, random.nextGaussian());
        }
      } else if (plan.output().units() == 1) {
        labels.putScalar(i, 0, i % 2);
      } else {
        labels.putScalar(i, i % plan.output().units(), 1);
      }
    }
    for (int i = 0; i < lengths.length; i++) {
      for (int c = 0; c < plan.input().columns(); c++) {
        features.putScalar(i, longest + c, random.nextGaussian());
      }
    }
    return new DataSet(features, labels, tokens ? mask : null, null);
  }
}
