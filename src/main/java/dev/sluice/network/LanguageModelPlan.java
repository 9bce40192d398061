package dev.sluice.network;

import dev.sluice.network.LayerFactory.Gives;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.PretrainSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The language model that starts a network: its embedding, the recurrent layers behind it up to the
 * first bidirectional one, and a softmax over the next token; or the sequence autoencoder, which is
 * a language model of texts that come twice. Immutable; made without loading DL4J.
 *
 * @param network of the language model; the parameters of its first layers initialize those of the
 *     network, in the same order
 * @param bothWays whether the last of its layers is bidirectional. Then the first half of the rows
 *     of a batch are texts, and the second half the same texts reversed
 * @param predicted ids that are told apart as what comes next; any other is the unknown one
 */
public record LanguageModelPlan(NetworkPlan network, boolean bothWays, int predicted) {
  /**
   * The language model for a network.
   *
   * @throws UserException with the key that does not fit
   */
  public static LanguageModelPlan of(NetworkPlan whole, PretrainSpec spec, TrainingSpec training) {
    InputShape.Tokens tokens =
        whole
            .input()
            .match(Optional::of, numbers -> Optional.<InputShape.Tokens>empty())
            .orElseThrow(
                () ->
                    refused(
                        spec,
                        "",
                        "reads texts, but the input has numbers at each step",
                        "remove it"));
    int vocabulary = tokens.vocabularySize();
    if (spec.predicted().filter(count -> count >= vocabulary).isPresent()) {
      throw refused(
          spec,
          ".predicted",
          "is %s, but the vocabulary has only %s ids: all are predicted"
              .formatted(spec.predicted().get(), vocabulary),
          "choose a smaller one, or remove it");
    }
    int predicted = spec.predicted().orElse(vocabulary);
    List<PlannedLayer<?>> layers = layers(whole, spec);
    PlannedLayer<?> last = layers.get(layers.size() - 1);
    NetworkPlan network =
        new NetworkPlan(
            new InputShape.Tokens(
                vocabulary, spec.stepsRead(), Optional.empty(), Optional.empty(), tokens.unknown()),
            new OutputShape.NextTokens(predicted),
            layers,
            new PlannedOutput(
                "softmax",
                LayerSpec.Output.unwritten(),
                last.outputs(),
                0,
                predicted,
                Activation.SOFTMAX,
                new LossSpec.CrossEntropy(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    boolean bothWays = last.spec() instanceof LayerSpec.Bidirectional;
    LanguageModelPlan plan = new LanguageModelPlan(network, bothWays, predicted);
    Stream.of(
            NetworkPlan.tooLarge(network.parameters(), training.ofPretraining(spec).optimizer()),
            network.tooLargeFor(plan.rows(spec), spec.stepsRead()))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            problem -> {
              throw refused(
                  spec,
                  "",
                  problem.what(),
                  "lower predicted, batch_size or steps, or make the layers smaller");
            });
    return plan;
  }

  private static List<PlannedLayer<?>> layers(NetworkPlan whole, PretrainSpec spec) {
    PlannedLayer<?> first = whole.layers().get(0);
    if (!(first.spec() instanceof LayerSpec.Embedding) || first.beside() > 0) {
      throw refused(
          spec,
          "",
          "needs an embedding of tokens first, but the network starts with " + first.name(),
          "remove it, or start with an embedding and no characters");
    }
    List<PlannedLayer<?>> layers = new ArrayList<>();
    int kept = 0;
    for (PlannedLayer<?> given : whole.layers()) {
      PlannedLayer<?> layer = withoutNoise(given);
      if (layer.spec() instanceof LayerSpec.Bidirectional both) {
        if (both.residual()) {
          throw refused(
              spec,
              "",
              layer.name() + " adds its input to both directions together",
              "remove residual there, or remove pretrain");
        }
        layers.add(apart(layer, both, spec.stepsRead()));
        kept = layers.size();
        break;
      }
      boolean recurrent = layer.spec() instanceof LayerSpec.RecurrentLayer;
      boolean passedThrough = layer.factory().gives() == Gives.THE_SAME || layers.isEmpty();
      if (!recurrent && !passedThrough || whyNotReadOn(layer).isPresent()) {
        break;
      }
      layers.add(ofAllSteps(layer, spec.stepsRead()));
      kept = recurrent ? layers.size() : kept;
    }
    if (kept == 0) {
      throw refused(
          spec,
          "",
          "trains the embedding and the recurrent layers after it, but no recurrent layer follows "
              + first.name()
              + (layers.size() < whole.layers().size()
                  ? " before " + whole.layers().get(layers.size()).name()
                  : ""),
          "add one, for example - bidirectional: {layer: {lstm: {units: 64}}}, or remove"
              + " pretrain");
    }
    return layers.subList(0, kept);
  }

  /** A language model cannot read a batch twice. */
  private static PlannedLayer<?> withoutNoise(PlannedLayer<?> layer) {
    return layer.spec() instanceof LayerSpec.Embedding embedding
        ? new PlannedLayer<>(
            layer.name(),
            embedding.withoutNoise(),
            new EmbeddingFactory(),
            layer.input(),
            layer.output(),
            layer.parameters())
        : layer;
  }

  private static <S extends LayerSpec> Optional<?> whyNotReadOn(PlannedLayer<S> layer) {
    return layer.factory().whyNotReadOn(layer.spec());
  }

  private static <S extends LayerSpec> PlannedLayer<S> ofAllSteps(
      PlannedLayer<S> layer, int steps) {
    return new PlannedLayer<>(
        layer.name(),
        layer.spec(),
        layer.factory(),
        layer.input(),
        new LayerShape.Sequence(layer.outputs(), steps),
        layer.parameters());
  }

  private static PlannedLayer<?> apart(
      PlannedLayer<?> layer, LayerSpec.Bidirectional spec, int steps) {
    return new PlannedLayer<>(
        layer.name(),
        spec,
        new TwoReadersFactory(),
        layer.input(),
        new LayerShape.Sequence(spec.layer().units(), steps),
        layer.parameters());
  }

  private static UserException refused(
      PretrainSpec spec, String below, String what, String advice) {
    return new UserException(Problem.atKey(spec.key() + below, what, advice));
  }

  /** Rows of a batch. */
  public int rows(PretrainSpec spec) {
    return (bothWays ? 2 : 1) * spec.batchSize();
  }

  /** The layers that it initializes. */
  public List<PlannedLayer<?>> layers() {
    return network.layers();
  }

  /** The number of parameters of these. */
  public long parameters() {
    return layers().stream().mapToLong(PlannedLayer::parameters).sum();
  }
}
