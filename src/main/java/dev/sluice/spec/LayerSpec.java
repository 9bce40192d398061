package dev.sluice.spec;

import java.util.Optional;

/**
 * One layer of the network. Open: a plug-in may register further kinds. {@code dropout} is the
 * share of a layer's inputs set to 0 in training, the others divided by the share kept.
 */
public interface LayerSpec {

  @Doc("Turns each token id into a vector that is learned; the first layer for text.")
  record Embedding(
      @Doc("The length of each vector.") @Example("64") @Range(min = 1) int size,
      @Doc("How initial weights are drawn.") @Default("uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {}

  @Doc(
      "Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).")
  record Lstm(
      @Doc("The size of its state and output.") @Example("64") @Range(min = 1) int units,
      @Doc("The activation of cell input and output.") @Default("tanh") Activation activation,
      @Doc("The activation of the gates.") @Default("sigmoid") Activation recurrentActivation,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Whether it returns the output of each step or of the last. Left out: each step where a recurrent or pooling layer follows.")
          Optional<Boolean> returnSequences,
      @Doc("The initial bias of the forget gate.") @Default("1") double forgetBias,
      @Doc("How initial input weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How initial recurrent weights are drawn.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public Lstm {
      refuseSoftmax("activation", activation, "tanh");
      refuseSoftmax("recurrent_activation", recurrentActivation, "sigmoid");
    }
  }

  @Doc("The plain recurrent layer (Elman 1990): h(t) = activation(W x(t) + R h(t-1) + b).")
  record SimpleRnn(
      @Doc("The size of its state and output.") @Example("32") @Range(min = 1) int units,
      @Doc("The activation.") @Default("tanh") Activation activation,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Whether it returns the output of each step or of the last. Left out: each step where a recurrent or pooling layer follows.")
          Optional<Boolean> returnSequences,
      @Doc("How initial input weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How initial recurrent weights are drawn.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public SimpleRnn {
      refuseSoftmax("activation", activation, "tanh");
    }
  }

  @Doc("A fully connected layer; on a sequence, the same at each step.")
  record Dense(
      @Doc("The number of outputs.") @Example("16") @Range(min = 1) int units,
      @Doc("The activation.") @Default("linear") Activation activation,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc("How initial weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public Dense {
      if (units == 1 && activation == Activation.SOFTMAX) {
        throw new InvalidSpecException(
            "activation", "softmax over one unit is always 1", "for example sigmoid");
      }
    }
  }

  @Doc("Drops a share of what passes, in training only (Srivastava et al. 2014).")
  record Dropout(
      @Doc("The share dropped.") @Example("0.4") @Range(min = 0, max = 1, below = true) double rate)
      implements LayerSpec {}

  @Doc(
      "Normalises each feature over the batch (Ioffe and Szegedy 2015); after the last step or pooling.")
  record BatchNormalization(
      @Doc("The share of the running mean and variance kept in each step.")
          @Default("0.99")
          @Range(min = 0, max = 1, below = true)
          double momentum,
      @Doc("Added to the variance.") @Default("0.001") @Range(min = 0, above = true) double epsilon)
      implements LayerSpec {}

  @Doc("Makes one vector of a sequence.")
  record Pooling(
      @Doc("The `last` step, or the `mean` or `max` of each feature over the steps.")
          @Example("mean")
          Method method)
      implements LayerSpec {
    /** How steps are joined. */
    public enum Method {
      LAST,
      MEAN,
      MAX
    }
  }

  @Doc(
      "The output layer; may be left out. Its size, activation and loss follow from the target; what is written here is checked against it.")
  record Output(
      @Doc("The number of outputs.") @Range(min = 1) Optional<Integer> units,
      @Doc("The activation.") Optional<Activation> activation,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc("How initial weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    /** The output layer of a network that names none: every default. */
    public static Output unwritten() {
      return new Output(Optional.empty(), Optional.empty(), 0, WeightInit.GLOROT_UNIFORM, 0, 0, 0);
    }
  }

  private static void refuseSoftmax(String key, Activation activation, String usual) {
    if (activation == Activation.SOFTMAX) {
      throw new InvalidSpecException(
          key, "softmax ties all units of a recurrent layer together", "for example " + usual);
    }
  }
}
