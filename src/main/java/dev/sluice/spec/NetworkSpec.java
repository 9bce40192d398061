package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The `network` section. */
@ListOrMap(list = NetworkSpec.Chain.class, map = NetworkSpec.EncoderDecoder.class)
public sealed interface NetworkSpec {

  /** The layers that read the input, the first one first. */
  List<LayerSpec> layers();

  /** The path of a list of {@link #layers}. */
  String path();

  /** The path of a layer. */
  default String path(int index) {
    return path() + "[" + index + "]";
  }

  /** The vectors with which the first layer is initialized, if it names some. */
  default Optional<LayerSpec.Vectors> vectors() {
    return !layers().isEmpty() && layers().get(0) instanceof LayerSpec.Embedding first
        ? first.vectors()
        : Optional.empty();
  }

  /** The explicit output layer, if there is one. */
  default Optional<LayerSpec.Output> output() {
    List<LayerSpec> layers = layers();
    return !layers.isEmpty() && layers.get(layers.size() - 1) instanceof LayerSpec.Output output
        ? Optional.of(output)
        : Optional.empty();
  }

  /** Whether a decoder writes texts, or forecasts row by row. */
  default boolean writes() {
    return false;
  }

  /** Whether a decoder looks at the steps of an encoder. */
  default boolean attends() {
    return false;
  }

  /** A list of layers, applied one after the other. */
  record Chain(List<LayerSpec> layers) implements NetworkSpec {
    public Chain {
      layers = List.copyOf(layers);
      List<InvalidSpecException.Fault> faults = new ArrayList<>();
      for (int i = 0; i < layers.size() - 1; i++) {
        if (layers.get(i) instanceof LayerSpec.Output) {
          faults.add(
              new InvalidSpecException.Fault(
                  "[" + i + "].output", "output is not the last layer", "move it to the end"));
        }
      }
      refuse(faults);
    }

    @Override
    public String path() {
      return "network";
    }
  }

  @Doc(
      "An encoder and a decoder. With the target `text`, the encoder reads a text and the"
          + " decoder writes another one, token by token (Sutskever et al. 2014). With a forecast"
          + " and `decoding: recursive`, the encoder reads the lookback and the decoder the rows"
          + " ahead, one by one.")
  record EncoderDecoder(
      @Doc(
              "The layers that read the input. With `attention`, the decoder attends to all steps"
                  + " of the last one. For a forecast, the last one must return a vector, as a recurrent"
                  + " layer does.")
          @Example("[{embedding: {size: 64}}, {lstm: {units: 64}}]")
          List<LayerSpec> encoder,
      @Doc(
              "The layers that write the output. For texts: an `embedding` of the previous tokens"
                  + " (if omitted, it has the size of the state), and one or more of `lstm`, `gru` and"
                  + " `simple_rnn`. Their initial states come from the first and the last step of the"
                  + " encoder. For a forecast: no `embedding`; the decoder reads the values of the"
                  + " previous row and what is known of its own row, and starts from the vector of the"
                  + " encoder.")
          @Example("[{embedding: {size: 64}}, {lstm: {units: 64}}]")
          List<LayerSpec> decoder,
      @Doc(
              "How the decoder attends to the steps of the encoder, by the state of its last layer"
                  + " (global attention, Luong et al. 2015); for texts only. If omitted, no attention.")
          @Example("{additive: {}}")
          Optional<AttentionSpec> attention)
      implements NetworkSpec {
    public EncoderDecoder {
      encoder = List.copyOf(encoder);
      decoder = List.copyOf(decoder);
      List<InvalidSpecException.Fault> faults = new ArrayList<>();
      if (encoder.isEmpty()) {
        faults.add(
            new InvalidSpecException.Fault(
                "encoder", "has no layers", "for example [{embedding: {size: 64}}]"));
      }
      for (int i = 0; i < encoder.size(); i++) {
        if (encoder.get(i) instanceof LayerSpec.Output) {
          faults.add(
              new InvalidSpecException.Fault(
                  "encoder[" + i + "].output", "an encoder has no output layer", "remove it"));
        }
      }
      faults.addAll(DecoderRules.faults(decoder));
      refuse(faults);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean attends() {
      return attention.isPresent();
    }

    @Override
    public List<LayerSpec> layers() {
      return encoder;
    }

    @Override
    public String path() {
      return "network.encoder";
    }

    /** The decoder's embedding, explicit or not. */
    public LayerSpec.Embedding embedding() {
      return decoder.get(0) instanceof LayerSpec.Embedding written
          ? written
          : new LayerSpec.Embedding(recurrent().get(0).units(), 0, 0, WeightInit.UNIFORM, 0, 0, 0);
    }

    /** The decoder's layers that have a state. */
    public List<LayerSpec.RecurrentLayer> recurrent() {
      return decoder.stream()
          .filter(LayerSpec.RecurrentLayer.class::isInstance)
          .map(LayerSpec.RecurrentLayer.class::cast)
          .toList();
    }

    /** The share of a recurrent decoder layer's inputs that is dropped in training. */
    public double inputDropout(int layer) {
      return dropped(
          Stream.concat(
              Stream.of(recurrent().get(layer).dropout()),
              rates(decoder.subList(layer == 0 ? 0 : place(layer - 1), place(layer)))));
    }

    /** The share of the final softmax's inputs that is dropped in training. */
    public double outputDropout() {
      return dropped(rates(decoder.subList(place(recurrent().size() - 1), decoder.size())));
    }

    /**
     * The index of a recurrent layer among all layers of the decoder, found by counting, since some
     * may be equal.
     */
    private int place(int layer) {
      return IntStream.range(0, decoder.size())
          .filter(i -> decoder.get(i) instanceof LayerSpec.RecurrentLayer)
          .skip(layer)
          .findFirst()
          .orElseThrow();
    }

    private static Stream<Double> rates(List<LayerSpec> layers) {
      return layers.stream()
          .filter(LayerSpec.Dropout.class::isInstance)
          .map(layer -> ((LayerSpec.Dropout) layer).rate());
    }

    /** The total share that is dropped if these are dropped one after the other. */
    private static double dropped(Stream<Double> rates) {
      return 1 - rates.reduce(1.0, (kept, rate) -> kept * (1 - rate));
    }
  }

  private static void refuse(List<InvalidSpecException.Fault> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidSpecException(faults);
    }
  }
}
