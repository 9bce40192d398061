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
      "Fraction of the recurrent weights dropped in training. All sequences and steps of a"
          + " batch share one mask (DropConnect, Wan et al. 2013; the weight drop of AWD-LSTM,"
          + " Merity et al. 2018).";

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

  @Doc("Turns each token id into a learned vector. The first layer for text.")
  record Embedding(
      @Doc("The length of each vector.") @Example("64") @Range(min = 1, max = MOST_UNITS) int size,
      @Doc(
              "Fraction of the tokens of each text dropped in training. Wherever a dropped token"
                  + " occurs in the text, its vector becomes zeros (Gal and Ghahramani 2016).")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Fraction of the tokens that training reads as the unknown token (Bowman et al."
                  + " 2016). Each occurrence is drawn separately. The network learns to rely on the"
                  + " tokens around it. Padding is not replaced.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double wordDropout,
      @Doc(
              "Adversarial training (Miyato et al. 2017). Each batch is used twice: once as it is,"
                  + " and once with noise on the vectors of each text, in the direction in which the loss"
                  + " grows. The value is the norm of the noise as a fraction of the norm of the vectors."
                  + " The training step is the mean of both and takes twice as long.")
          @Default("0")
          @Range(min = 0)
          @Example("0.02")
          double adversarialNoise,
      @Doc(
              "Pretrained word vectors to start from. If omitted, all vectors are initialized at"
                  + " random.")
          @Example("{file: ../data/glove.6B.100d.txt}")
          Optional<Vectors> vectors,
      @Doc("How to initialize the weights.") @Default("uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
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
            "a penalty would change vectors that are not trained",
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
      "Word vectors that were trained elsewhere. Words of the vocabulary without a vector,"
          + " and the unknown token, keep their random initial weights.")
  record Vectors(
      @Doc(
              "The file, in the format of word2vec (text, or binary if its name ends in `.bin` or"
                  + " `.bin.gz`), GloVe or fastText (`.vec`). The run needs it until the model is"
                  + " written.")
          @Example("../data/glove.6B.100d.txt")
          Path file,
      @Doc("Whether training changes the embedding. If false, all its vectors are frozen.")
          @Default("true")
          boolean trainable) {}

  @Doc(
      "Long short-term memory (LSTM) layer (Hochreiter and Schmidhuber 1997, with the"
          + " forget gate of Gers et al. 2000).")
  record Lstm(
      @Doc("The number of units: the size of the state and of the output.")
          @Example("64")
          @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation of the cell's input and output.") @Default("tanh") Activation activation,
      @Doc("The activation of the gates.") @Default("sigmoid") Activation recurrentActivation,
      @Doc(
              "Peephole connections: which cell state the gates of each unit also see (Gers and"
                  + " Schmidhuber 2000).")
          @Default("none")
          Peepholes peepholes,
      @Doc("Fraction of the inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Fraction of the units dropped in training, where the previous state is multiplied by"
                  + " the recurrent weights. The same units are dropped at each step of a sequence (Gal"
                  + " and Ghahramani 2016) and for all gates; Keras draws separately for each gate.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double recurrentDropout,
      @Doc(RECURRENT_WEIGHT_DROPOUT) @Default("0") @Range(min = 0, max = 1, below = true)
          double recurrentWeightDropout,
      @Doc(
              "Whether to return the output of each step, or only of the last step. If omitted, of"
                  + " each step if a later layer or the target needs them all.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016): at"
                  + " each step, or at the last step if the layer returns only that. Input and output"
                  + " must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("The initial bias of the forget gate.") @Default("1") double forgetBias,
      @Doc("How to initialize the input weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How to initialize the recurrent weights.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
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
      @Doc(
          "The forget and input gates see the previous state, the output gate sees the new"
              + " state (Graves 2013).")
      GRAVES,
      @Doc("All three gates see the previous state.")
      PREVIOUS,
      @Doc("All three gates and the cell's input see the previous state.")
      PREVIOUS_AND_CANDIDATE
    }
  }

  @Doc("Gated recurrent unit (GRU) layer (Cho et al. 2014).")
  record Gru(
      @Doc("The number of units: the size of the state and of the output.")
          @Example("64")
          @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation of the candidate state.") @Default("tanh") Activation activation,
      @Doc("The activation of the gates.") @Default("sigmoid") Activation recurrentActivation,
      @Doc(
              "Whether the reset gate is applied after the product with the recurrent weights, as"
                  + " in Keras and PyTorch. If false, it is applied before, as in the paper.")
          @Default("true")
          boolean resetAfter,
      @Doc("Fraction of the inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Fraction of the units dropped in training, where the previous state is multiplied by"
                  + " the recurrent weights. The same units are dropped at each step of a sequence (Gal"
                  + " and Ghahramani 2016) and for all gates; Keras draws separately for each gate.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double recurrentDropout,
      @Doc(RECURRENT_WEIGHT_DROPOUT) @Default("0") @Range(min = 0, max = 1, below = true)
          double recurrentWeightDropout,
      @Doc(
              "Whether to return the output of each step, or only of the last step. If omitted, of"
                  + " each step if a later layer or the target needs them all.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016): at"
                  + " each step, or at the last step if the layer returns only that. Input and output"
                  + " must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How to initialize the input weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How to initialize the recurrent weights.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
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
      "Reads each sequence in both directions, with two layers of one kind (Schuster and"
          + " Paliwal 1997). If it returns only the last step, this is the final state of each"
          + " direction, so both have read the whole sequence.")
  record Bidirectional(
      @Doc("The layer to use. Each direction has separate weights.") @Example("{lstm: {units: 32}}")
          RecurrentLayer layer,
      @Doc("How to combine the outputs of both directions.") @Default("concat") Merge merge,
      @Doc(
              "Whether to return the output of each step, or only of the last step. If omitted, of"
                  + " each step if a later layer or the target needs them all.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016) at"
                  + " each step. The layer must then return all steps. Input and output must have the"
                  + " same width.")
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
      @Doc("Concatenates them: twice the units.")
      CONCAT,
      SUM,
      MEAN,
      PRODUCT
    }
  }

  @Doc("A simple recurrent layer (Elman 1990): h(t) = activation(W x(t) + R h(t-1) + b).")
  record SimpleRnn(
      @Doc("The number of units: the size of the state and of the output.")
          @Example("32")
          @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation function.") @Default("tanh") Activation activation,
      @Doc("Fraction of the inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Fraction of the units dropped in training, where the previous state is multiplied by"
                  + " the recurrent weights. The same units are dropped at each step of a sequence (Gal"
                  + " and Ghahramani 2016).")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double recurrentDropout,
      @Doc(RECURRENT_WEIGHT_DROPOUT) @Default("0") @Range(min = 0, max = 1, below = true)
          double recurrentWeightDropout,
      @Doc(
              "Whether to return the output of each step, or only of the last step. If omitted, of"
                  + " each step if a later layer or the target needs them all.")
          Optional<Boolean> returnSequences,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016): at"
                  + " each step, or at the last step if the layer returns only that. Input and output"
                  + " must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How to initialize the input weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc("How to initialize the recurrent weights.") @Default("orthogonal")
          WeightInit recurrentWeightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements RecurrentLayer {
    public SimpleRnn {
      refuseSoftmax("activation", activation, "tanh");
      refuseDropoutWithUncommon(recurrentDropout, recurrentWeightDropout, activation);
    }
  }

  @Doc("A fully connected layer. On a sequence, the same layer is applied at each step.")
  record Dense(
      @Doc("The number of outputs.") @Example("16") @Range(min = 1, max = MOST_UNITS) int units,
      @Doc("The activation function.") @Default("linear") Activation activation,
      @Doc("Fraction of the inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016), at"
                  + " each step or of a vector. Input and output must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How to initialize the weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
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
      "A convolution over the steps: activation(W x + b), where x holds a step and the"
          + " steps around it (for text, see Kim 2014). The number of steps stays the same.")
  record Convolution(
      @Doc("The number of filters: the size of the output at each step.")
          @Example("64")
          @Range(min = 1, max = MOST_UNITS)
          int filters,
      @Doc("The number of steps that each output sees, including its own step.")
          @Example("3")
          @Range(min = 1, max = 1000)
          int width,
      @Doc("Which steps each output sees.") @Default("same") Padding padding,
      @Doc("The activation function.") @Default("linear") Activation activation,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016) at"
                  + " each step. Input and output must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How to initialize the weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public Convolution {
      refuseUncommon("activation", activation, "in a convolution");
    }

    /** The side of a sequence on which it is padded with zeros. */
    public enum Padding {
      @Doc(
          "As many steps before as after; if the width is even, one more after. Both ends are"
              + " padded with zeros.")
      SAME,
      @Doc("Its own step and the steps before it. The start is padded with zeros.")
      CAUSAL
    }
  }

  @Doc(
      "Joins consecutive steps into one: activation(W x + b) of all their numbers (SegRNN,"
          + " Lin et al. 2023). Recurrent layers after it read long windows in few steps. They"
          + " are faster and remember the first steps better.")
  record Segments(
      @Doc(
              "The number of steps to join into one. The number of steps of an example must be a"
                  + " multiple of it.")
          @Example("24")
          @Range(min = 2, max = MOST_UNITS)
          int length,
      @Doc("The number of units: the size of a segment's output.")
          @Example("64")
          @Range(min = 1, max = MOST_UNITS)
          int units,
      @Doc("The activation function.") @Default("relu") Activation activation,
      @Doc("How to initialize the weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {
    public Segments {
      refuseUncommon("activation", activation, "in segments");
    }
  }

  @Doc("Drops a fraction of its inputs, in training only (Srivastava et al. 2014).")
  record Dropout(
      @Doc("The fraction to drop.") @Example("0.4") @Range(min = 0, max = 1, below = true)
          double rate)
      implements LayerSpec {}

  @Doc(
      "Drops a fraction of the features, each at all steps of a sequence, in training only"
          + " (Tompson et al. 2015). Between recurrent layers this is variational dropout (Gal"
          + " and Ghahramani 2016), also called locked dropout.")
  record SpatialDropout(
      @Doc("The fraction to drop.") @Example("0.4") @Range(min = 0, max = 1, below = true)
          double rate)
      implements LayerSpec {}

  @Doc(
      "Normalizes the features of each step, or of a vector, to mean 0 and variance 1, then"
          + " multiplies each feature by a learned scale and adds a learned shift (Ba et al."
          + " 2016).")
  record LayerNormalization(
      @Doc("A small number that is added to the variance.")
          @Default("0.001")
          @Range(min = 0, above = true)
          double epsilon)
      implements LayerSpec {}

  @Doc(
      "Normalizes each feature over the batch (Ioffe and Szegedy 2015). Put it after the"
          + " last recurrent layer or after pooling.")
  record BatchNormalization(
      @Doc("The fraction of the running mean and variance that each training step keeps.")
          @Default("0.99")
          @Range(min = 0, max = 1, below = true)
          double momentum,
      @Doc("A small number that is added to the variance.")
          @Default("0.001")
          @Range(min = 0, above = true)
          double epsilon)
      implements LayerSpec {}

  @Doc("Turns a sequence into one vector.")
  record Pooling(
      @Doc(
              "How to pool the steps. `last` takes the last step; of a bidirectional layer, the"
                  + " final state of each direction. `mean` and `max` are taken for each feature over the"
                  + " steps. `mean_max` concatenates these two; `concat` concatenates last, mean and max,"
                  + " in this order (Howard and Ruder 2018). In `concat`, last is the output at the last"
                  + " step; there, the backward direction of a bidirectional layer has read only that"
                  + " step.")
          @Example("mean")
          Method method)
      implements LayerSpec {
    /** How steps are pooled. */
    public enum Method {
      LAST,
      MEAN,
      MAX,
      @Doc("Mean and max, concatenated: twice the features.")
      MEAN_MAX,
      @Doc("Last, mean and max, concatenated: three times the features.")
      CONCAT
    }
  }

  @Doc(
      "Attention pooling: turns a sequence into one vector, the mean of its steps h(t),"
          + " weighted by the softmax of v . tanh(W h(t) + b) over the steps. W, b and v are"
          + " learned (Yang et al. 2016).")
  record Attention(
      @Doc("The length of v.") @Example("64") @Range(min = 1, max = MOST_UNITS) int units,
      @Doc("How to initialize the weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {}

  @Doc(
      "Multi-head self-attention with scaled dot products (Vaswani et al. 2017): replaces"
          + " each step with a mean of all steps, weighted by how well they match. It does not"
          + " see the order of the steps, so put it after a recurrent layer or a convolution.")
  record SelfAttention(
      @Doc("The number of heads. Each has an equal share of `size`.")
          @Example("4")
          @Range(min = 1, max = MOST_UNITS)
          int heads,
      @Doc("The size of the output at each step. If omitted, the size of the input.")
          @Range(min = 1, max = MOST_UNITS)
          Optional<Integer> size,
      @Doc("Whether each step sees only itself and the steps before it.") @Default("false")
          boolean causal,
      @Doc(
              "Whether to add the input to the output (a residual connection, He et al. 2016) at"
                  + " each step. Input and output must have the same width.")
          @Default("false")
          boolean residual,
      @Doc("How to initialize the weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay)
      implements LayerSpec {}

  @Doc(
      "The output layer; optional. Its size, activation and loss follow from the target. If"
          + " you set them, they are checked against it.")
  record Output(
      @Doc("The number of outputs.") @Range(min = 1, max = MOST_UNITS) Optional<Integer> units,
      @Doc("The activation function.") Optional<Activation> activation,
      @Doc(
              "Which states of the last recurrent layer a forecast reads. `last`: the last state,"
                  + " for all steps of the horizon. `horizon`: the last states, one for each step of the"
                  + " horizon, with one matrix shared by all.")
          @Default("last")
          States states,
      @Doc(
              "Decodes the horizon in segments, all at once (SegRNN, Lin et al. 2023). From the"
                  + " last state, one GRU step is computed for each segment, with a learned embedding of"
                  + " its position, then one matrix for all. If omitted, one matrix computes the whole"
                  + " horizon.")
          @Example("{length: 24}")
          Optional<DecodedSegments> segments,
      @Doc("Fraction of the inputs dropped in training.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double dropout,
      @Doc("How to initialize the weights.") @Default("glorot_uniform") WeightInit weightInit,
      @Doc(
              "The L1 regularization factor. The penalty is this factor times the sum of the"
                  + " absolute weights.")
          @Default("0")
          @Range(min = 0)
          double l1,
      @Doc(
              "The L2 regularization factor. The penalty is this factor times half the sum of the"
                  + " squared weights.")
          @Default("0")
          @Range(min = 0)
          double l2,
      @Doc(
              "Decoupled weight decay: each training step shrinks the weights by this fraction,"
                  + " times the learning rate.")
          @Default("0")
          @Range(min = 0)
          double weightDecay,
      @Doc(
              "Whether to add a linear path to the outputs, from all steps and features of the"
                  + " window, as in LSTNet (Lai et al. 2018). With `window_scale: {last_value: {}}` the"
                  + " path alone is NLinear (Zeng et al. 2023). Penalties also apply to its weights.")
          @Default("false")
          boolean linearSkip,
      @Doc(
              "The initial weights of `linear_skip`. `ridge` is scored as epoch 0, also without"
                  + " early stopping: it is kept if no epoch is better on the validation part, and"
                  + " `patience` counts from it.")
          @Default("zero")
          LinearStart linearStart)
      implements LayerSpec {
    public Output {
      if (linearStart != LinearStart.ZERO && !linearSkip) {
        throw new InvalidSpecException(
            "linear_start", "belongs to linear_skip, which is false", "write linear_skip: true");
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
          "The linear forecast with the smallest squared error on the training part (ridge"
              + " regression, Hoerl and Kennard 1970). The strength of its penalty is chosen on the"
              + " validation part. What the layers add starts at 0.")
      RIDGE
    }

    /** Which states a forecast reads. */
    public enum States {
      LAST,
      @Doc(
          "One state for each step of the horizon. With future covariates, each state sees"
              + " those of its step.")
      HORIZON
    }
  }

  @Doc("The segments of a horizon.")
  record DecodedSegments(
      @Doc("The number of steps in a segment. The horizon must be a multiple of it.")
          @Example("24")
          @Range(min = 1, max = MOST_UNITS)
          int length) {}

  private static void refuseSoftmax(String key, Activation activation, String usual) {
    if (activation == Activation.SOFTMAX) {
      throw new InvalidSpecException(
          key,
          "softmax makes all units of a recurrent layer depend on each other",
          "for example " + usual);
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
                    + " does not work in a language model or a recursive forecast, which pass the"
                    + " state on",
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
