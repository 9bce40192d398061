package dev.sluice.spec;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One layer of the network. Open: a plug-in may register further kinds. {@code dropout} is the
 * share of a layer's inputs set to 0 in training, the others divided by the share kept.
 */
public interface LayerSpec {

  /** The most units of a layer: products of two such sizes and a few gates fit into a long. */
  int MOST_UNITS = 1_000_000;

  /** The activations of recurrent layers that DL4J does not have. */
  Set<Activation> COMMON =
      EnumSet.of(
          Activation.TANH,
          Activation.SIGMOID,
          Activation.HARD_SIGMOID,
          Activation.RELU,
          Activation.LINEAR);

  String RECURRENT_WEIGHT_DROPOUT =
      "Share of the recurrent weights dropped in training, one draw for all sequences and steps of"
          + " a batch (DropConnect, Wan et al. 2013; the weight drop of AWD-LSTM, Merity et al."
          + " 2018).";

  /** Whether the layer's input is added to its output, before any dropout of the layer. */
  default boolean residual() {
    return false;
  }

  /** A layer that reads step by step, in one direction. */
  sealed interface RecurrentLayer extends LayerSpec {
    int units();

    Activation activation();

    /** The share of units dropped where the state enters the recurrent product, in training. */
    double recurrentDropout();

    /** The share of recurrent weights dropped in training, one draw for each batch. */
    double recurrentWeightDropout();

    Optional<Boolean> returnSequences();

    /** The share of inputs dropped in training. */
    double dropout();

    double l1();

    double l2();

    double weightDecay();
  }

  @Doc("Turns each token id into a vector that is learned; the first layer for text.")
  record Embedding(
      @Doc("The length of each vector.") @Example("64") @Range(min = 1, max = MOST_UNITS) int size,
      @Doc(
              "Share of the tokens of each text dropped in training: everywhere in the text, their"
                  + " vectors become zeros (Gal and Ghahramani 2016).")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Share of the tokens, each for itself, that training reads as the unknown token"
                  + " (Bowman et al. 2016), so that it learns to do with the tokens around; padding"
                  + " stays.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double wordDropout,
      @Doc(
              "Adversarial training (Miyato et al. 2017): each batch is learned once as it is and"
                  + " once with noise on the vectors of each text in the direction in which the"
                  + " loss grows, this share of the vectors' length; the step is the mean of both"
                  + " and takes twice as long.")
          @Default("0")
          @Range(min = 0)
          @Example("0.02")
          double adversarialNoise,
      @Doc("Vectors to start from. Left out: all are drawn.")
          @Example("{file: ../data/glove.6B.100d.txt}")
          Optional<Vectors> vectors,
      @Doc("How initial weights are drawn.") @Default("uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    /** Without adversarial noise, with randomly initialized vectors. */
    public Embedding(
        int size,
        double dropout,
        double wordDropout,
        WeightInit weightInit,
        double l1,
        double l2,
        double weightDecay) {
      this(size, dropout, wordDropout, 0, Optional.empty(), weightInit, l1, l2, weightDecay);
    }

    public Embedding {
      if (vectors.filter(given -> !given.trainable()).isPresent()
          && (l1 > 0 || l2 > 0 || weightDecay > 0)) {
        throw new InvalidSpecException(
            "vectors.trainable",
            "a penalty would change vectors that stay as they are",
            "remove l1, l2 and weight_decay, or write trainable: true");
      }
    }

    /** The same without adversarial noise. */
    public Embedding withoutNoise() {
      return new Embedding(size, dropout, wordDropout, 0, vectors, weightInit, l1, l2, weightDecay);
    }

    /** Whether training leaves its vectors unchanged. */
    public boolean fixed() {
      return vectors.filter(given -> !given.trainable()).isPresent();
    }
  }

  @Doc(
      "Vectors of words that were learned elsewhere. Words of the vocabulary without one, and the"
          + " unknown token, keep drawn weights.")
  record Vectors(
      @Doc(
              "A file of word2vec (text, or binary if its name ends in `.bin` or `.bin.gz`), GloVe or"
                  + " fastText (`.vec`). The run needs it until its model is written.")
          @Example("../data/glove.6B.100d.txt")
          Path file,
      @Doc("Whether the training changes the embedding; if not, all its vectors stay as they are.")
          @Default("true")
          boolean trainable) {}

  @Doc(
      "Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al."
          + " 2000).")
  record Lstm(
      @Doc("The size of its state and output.") @Example("64") @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation of cell input and output.") @Default("tanh") Activation activation,
      @Doc("The activation of the gates.") @Default("sigmoid") Activation recurrentActivation,
      @Doc("What the gates see of the cell state, unit by unit (Gers and Schmidhuber 2000).")
          @Default("none")
          Peepholes peepholes,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Share of its units dropped in training where the state of the step before is"
                  + " multiplied with the recurrent weights: the same units at each step of a"
                  + " sequence (Gal and Ghahramani 2016), and for all gates, where Keras draws for"
                  + " each.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double recurrentDropout,
      @Doc(RECURRENT_WEIGHT_DROPOUT) @Default("0") @Range(min = 0, max = 1, below = true)
          double recurrentWeightDropout,
      @Doc(
              "Whether it returns the output of each step or of the last. Left out: each step where"
                  + " a later layer or the target needs each.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step, or at the"
                  + " last where it gives that only. Both must have the same width.")
          @Default("false")
          boolean residual,
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
      implements RecurrentLayer {
    public Lstm {
      refuseSoftmax("activation", activation, "tanh");
      refuseSoftmax("recurrent_activation", recurrentActivation, "sigmoid");
      if (peepholes == Peepholes.PREVIOUS || peepholes == Peepholes.PREVIOUS_AND_CANDIDATE) {
        refuseUncommon("activation", activation, "with these peepholes");
        refuseUncommon("recurrent_activation", recurrentActivation, "with these peepholes");
      }
      refuseDropoutWithUncommon(recurrentDropout, recurrentWeightDropout, activation);
      refuseDropoutWithUncommon(recurrentDropout, recurrentWeightDropout, recurrentActivation);
    }

    /** What the gates see of the cell state. */
    public enum Peepholes {
      NONE,
      @Doc("Forget and input gate see the state before, the output gate the new one (Graves 2013).")
      GRAVES,
      @Doc("All three gates see the state before.")
      PREVIOUS,
      @Doc("All three gates and the cell input see the state before.")
      PREVIOUS_AND_CANDIDATE
    }
  }

  @Doc("Gated recurrent unit (Cho et al. 2014).")
  record Gru(
      @Doc("The size of its state and output.") @Example("64") @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation of the candidate.") @Default("tanh") Activation activation,
      @Doc("The activation of the gates.") @Default("sigmoid") Activation recurrentActivation,
      @Doc(
              "Whether the reset gate acts after the product with the recurrent weights, as in"
                  + " Keras and PyTorch, or before it, as in the paper.")
          @Default("true")
          boolean resetAfter,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Share of its units dropped in training where the state of the step before is"
                  + " multiplied with the recurrent weights: the same units at each step of a"
                  + " sequence (Gal and Ghahramani 2016), and for all gates, where Keras draws for"
                  + " each.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double recurrentDropout,
      @Doc(RECURRENT_WEIGHT_DROPOUT) @Default("0") @Range(min = 0, max = 1, below = true)
          double recurrentWeightDropout,
      @Doc(
              "Whether it returns the output of each step or of the last. Left out: each step where"
                  + " a later layer or the target needs each.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step, or at the"
                  + " last where it gives that only. Both must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How initial input weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How initial recurrent weights are drawn.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements RecurrentLayer {
    public Gru {
      refuseUncommon("activation", activation, "in a gru");
      refuseUncommon("recurrent_activation", recurrentActivation, "in a gru");
    }
  }

  @Doc(
      "Reads each sequence from both ends with two layers of one kind (Schuster and Paliwal 1997)."
          + " Its last step is the last state of each: both have seen everything.")
  record Bidirectional(
      @Doc("What reads; each direction has weights of its own.") @Example("{lstm: {units: 32}}")
          RecurrentLayer layer,
      @Doc("How the two outputs of a step become one.") @Default("concat") Merge merge,
      @Doc(
              "Whether it returns the output of each step or of the last. Left out: each step where"
                  + " a later layer or the target needs each.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step, so that it"
                  + " must give all of them. Both must have the same width.")
          @Default("false")
          boolean residual)
      implements LayerSpec {
    public Bidirectional {
      if (layer.returnSequences().isPresent()) {
        throw new InvalidSpecException(
            "layer", "return_sequences belongs to the bidirectional layer", "move it one level up");
      }
      if (layer.residual()) {
        throw new InvalidSpecException(
            "layer", "residual belongs to the bidirectional layer", "move it one level up");
      }
      refuseUncommon("layer.activation", layer.activation(), "in a bidirectional layer");
      if (layer instanceof Lstm lstm) {
        refuseUncommon(
            "layer.recurrent_activation", lstm.recurrentActivation(), "in a bidirectional layer");
      }
    }

    /** How two outputs are combined. */
    public enum Merge {
      @Doc("One after the other: twice the units.")
      CONCAT,
      SUM,
      MEAN,
      PRODUCT
    }
  }

  @Doc("The plain recurrent layer (Elman 1990): h(t) = activation(W x(t) + R h(t-1) + b).")
  record SimpleRnn(
      @Doc("The size of its state and output.") @Example("32") @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation.") @Default("tanh") Activation activation,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Share of its units dropped in training where the state of the step before is"
                  + " multiplied with the recurrent weights: the same units at each step of a"
                  + " sequence (Gal and Ghahramani 2016).")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double recurrentDropout,
      @Doc(RECURRENT_WEIGHT_DROPOUT) @Default("0") @Range(min = 0, max = 1, below = true)
          double recurrentWeightDropout,
      @Doc(
              "Whether it returns the output of each step or of the last. Left out: each step where"
                  + " a later layer or the target needs each.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step, or at the"
                  + " last where it gives that only. Both must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How initial input weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How initial recurrent weights are drawn.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements RecurrentLayer {
    public SimpleRnn {
      refuseSoftmax("activation", activation, "tanh");
      refuseDropoutWithUncommon(recurrentDropout, recurrentWeightDropout, activation);
    }
  }

  @Doc("A fully connected layer; on a sequence, the same at each step.")
  record Dense(
      @Doc("The number of outputs.") @Example("16") @Range(min = 1, max = MOST_UNITS) int units,
      @Doc("The activation.") @Default("linear") Activation activation,
      @Doc("Share of its inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step, or of a"
                  + " vector. Both must have the same width.")
          @Default("false")
          boolean residual,
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

  @Doc(
      "At each step, activation(W x + b) of the steps around it (on text: Kim 2014). There are as"
          + " many steps as before.")
  record Convolution(
      @Doc("How many numbers each step becomes.") @Example("64") @Range(min = 1, max = MOST_UNITS)
          int filters,
      @Doc("How many steps each sees, itself among them.") @Example("3") @Range(min = 1, max = 1000)
          int width,
      @Doc("Which steps each sees.") @Default("same") Padding padding,
      @Doc("The activation.") @Default("linear") Activation activation,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step. Both must"
                  + " have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How initial weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public Convolution {
      refuseUncommon("activation", activation, "in a convolution");
    }

    /** The side of a sequence on which it is padded with zeros. */
    public enum Padding {
      @Doc("The same on both sides, for an even width one more after the step: zeros at both ends.")
      SAME,
      @Doc("Those before it only: zeros stand before the first.")
      CAUSAL
    }
  }

  @Doc(
      "Joins several consecutive steps into one: activation(W x + b) of their numbers (SegRNN, Lin"
          + " et al. 2023). Recurrent layers after it read long windows in few steps, faster and"
          + " with more memory of the first ones.")
  record Segments(
      @Doc("How many steps become one; those of an example must be a multiple of it.")
          @Example("24")
          @Range(min = 2, max = MOST_UNITS)
          int length,
      @Doc("How many numbers a segment becomes.") @Example("64") @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation.") @Default("relu") Activation activation,
      @Doc("How initial weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public Segments {
      refuseUncommon("activation", activation, "in segments");
    }
  }

  @Doc("Drops a share of what passes, in training only (Srivastava et al. 2014).")
  record Dropout(
      @Doc("The share dropped.") @Example("0.4") @Range(min = 0, max = 1, below = true) double rate)
      implements LayerSpec {}

  @Doc(
      "Drops a share of the features, each in all steps of a sequence, in training only (Tompson et"
          + " al. 2015); between recurrent layers this is variational dropout (Gal and Ghahramani"
          + " 2016), also called locked dropout.")
  record SpatialDropout(
      @Doc("The share dropped.") @Example("0.4") @Range(min = 0, max = 1, below = true) double rate)
      implements LayerSpec {}

  @Doc(
      "Normalises the features of each step, or of a vector, to mean 0 and variance 1, then scales"
          + " and shifts each by numbers that are learned (Ba et al. 2016).")
  record LayerNormalization(
      @Doc("Added to the variance.") @Default("0.001") @Range(min = 0, above = true) double epsilon)
      implements LayerSpec {}

  @Doc(
      "Normalises each feature over the batch (Ioffe and Szegedy 2015); after the last step or"
          + " pooling.")
  record BatchNormalization(
      @Doc("The share of the running mean and variance kept in each step.")
          @Default("0.99")
          @Range(min = 0, max = 1, below = true)
          double momentum,
      @Doc("Added to the variance.") @Default("0.001") @Range(min = 0, above = true) double epsilon)
      implements LayerSpec {}

  @Doc("Makes one vector of a sequence.")
  record Pooling(
      @Doc(
              "The `last` step, which of a bidirectional layer is the last state of each direction,"
                  + " or the `mean` or `max` of each feature over the steps; `mean_max` gives both,"
                  + " and `concat` last, mean and max, in this order (Howard and Ruder 2018). Last"
                  + " in `concat` is the last step as it is, where the backward half of a"
                  + " bidirectional layer has seen one step only.")
          @Example("mean")
          Method method)
      implements LayerSpec {
    /** How steps are pooled. */
    public enum Method {
      LAST,
      MEAN,
      MAX,
      @Doc("Mean and max: twice the features.")
      MEAN_MAX,
      @Doc("Last, mean and max: three times the features.")
      CONCAT
    }
  }

  @Doc(
      "Makes one vector of a sequence: the mean of its steps h(t), weighted by the softmax of v ."
          + " tanh(W h(t) + b) over the steps, where W, b and v are learned (Yang et al. 2016).")
  record Attention(
      @Doc("The length of v.") @Example("64") @Range(min = 1, max = MOST_UNITS) int units,
      @Doc("How initial weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {}

  @Doc(
      "Replaces each step by a mean of all steps, weighted by how well they match: scaled"
          + " dot-product attention of several heads (Vaswani et al. 2017). It does not know the"
          + " order of the steps: put it after a recurrent layer or a convolution.")
  record SelfAttention(
      @Doc("How many heads; each has its share of the size.")
          @Example("4")
          @Range(min = 1, max = MOST_UNITS)
          int heads,
      @Doc("How many numbers each step becomes. Left out: as many as before.")
          @Range(min = 1, max = MOST_UNITS)
          Optional<Integer> size,
      @Doc("Whether a step sees only itself and those before it.") @Default("false") boolean causal,
      @Doc(
              "Whether its input is added to its output (He et al. 2016): at each step. Both must"
                  + " have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How initial weights are drawn.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("Penalty on the sum of absolute weights.") @Default("0") @Range(min = 0) double l1,
      @Doc("Penalty on half the sum of squared weights.") @Default("0") @Range(min = 0) double l2,
      @Doc("Share by which weights shrink in each step, times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {}

  @Doc(
      "The output layer; may be left out. Its size, activation and loss follow from the target;"
          + " what is written here is checked against it.")
  record Output(
      @Doc("The number of outputs.") @Range(min = 1, max = MOST_UNITS) Optional<Integer> units,
      @Doc("The activation.") Optional<Activation> activation,
      @Doc(
              "Which states of the last recurrent layer a forecast reads: the `last` for all its"
                  + " steps, or with `horizon` the last ones, one for each of its steps, through"
                  + " one matrix for all.")
          @Default("last")
          States states,
      @Doc(
              "The horizon in segments, all decoded at once (SegRNN, Lin et al. 2023): from the"
                  + " last state one step of a GRU for each, which differs by an embedding of its"
                  + " position, then one matrix for all. Left out: one matrix for the whole"
                  + " horizon.")
          @Example("{length: 24}")
          Optional<DecodedSegments> segments,
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
          double weightDecay,
      @Doc(
              "Whether the outputs also get a linear path of their own from the whole window, all"
                  + " its steps and features, as in LSTNet (Lai et al. 2018); with `window_scale:"
                  + " {last_value: {}}` it is NLinear (Zeng et al. 2023). Penalties act on its"
                  + " weights, too.")
          @Default("false")
          boolean linearSkip,
      @Doc("Where the weights of `linear_skip` start.") @Default("zero") LinearStart linearStart)
      implements LayerSpec {
    public Output {
      if (linearStart != LinearStart.ZERO && !linearSkip) {
        throw new InvalidSpecException(
            "linear_start", "is of linear_skip, which is false", "write linear_skip: true");
      }
      if (segments.isPresent() && states == States.HORIZON) {
        throw new InvalidSpecException(
            "segments",
            "decodes the last state, and states: horizon reads one for each step",
            "remove one of the two");
      }
    }

    /** The output layer of a network that names none: all defaults. */
    public static Output unwritten() {
      return new Output(
          Optional.empty(),
          Optional.empty(),
          States.LAST,
          Optional.empty(),
          0,
          WeightInit.GLOROT_UNIFORM,
          0,
          0,
          0,
          false,
          LinearStart.ZERO);
    }

    /** The initial weights of the linear path. */
    public enum LinearStart {
      ZERO,
      @Doc(
          "At the linear forecast with the least squared error on the training part (ridge"
              + " regression, Hoerl and Kennard 1970; the strength of its penalty by the validation"
              + " part). What the layers add starts at 0.")
      RIDGE
    }

    /** Which states a forecast reads. */
    public enum States {
      LAST,
      @Doc("As many as the horizon has steps: with future covariates those that see them.")
      HORIZON
    }
  }

  @Doc("Segments of a horizon.")
  record DecodedSegments(
      @Doc("How many steps of the horizon a segment has; the horizon must be a multiple of it.")
          @Example("24")
          @Range(min = 1, max = MOST_UNITS)
          int length) {}

  private static void refuseSoftmax(String key, Activation activation, String usual) {
    if (activation == Activation.SOFTMAX) {
      throw new InvalidSpecException(
          key, "softmax ties all units of a recurrent layer together", "for example " + usual);
    }
  }

  /** Why a recurrent layer with this activation cannot pass on its state; empty if it can. */
  static Optional<InvalidSpecException.Fault> whyNoState(String key, Activation activation) {
    return COMMON.contains(activation)
        ? Optional.empty()
        : Optional.of(
            new InvalidSpecException.Fault(
                key,
                activation.name().toLowerCase(Locale.ROOT)
                    + " does not work in a language model or a recursive forecast, which hand on the state",
                "choose tanh, sigmoid, hard_sigmoid, relu or linear"));
  }

  private static void refuseUncommon(String key, Activation activation, String where) {
    if (!COMMON.contains(activation)) {
      throw new InvalidSpecException(
          key,
          activation.name().toLowerCase(Locale.ROOT) + " does not work " + where,
          "choose tanh, sigmoid, hard_sigmoid, relu or linear");
    }
  }

  private static void refuseDropoutWithUncommon(
      double ofState, double ofWeights, Activation activation) {
    if ((ofState > 0 || ofWeights > 0) && !COMMON.contains(activation)) {
      throw new InvalidSpecException(
          ofState > 0 ? "recurrent_dropout" : "recurrent_weight_dropout",
          "does not work with the activation " + activation.name().toLowerCase(Locale.ROOT),
          "remove it, or choose tanh, sigmoid, hard_sigmoid, relu or linear there");
    }
  }
}
