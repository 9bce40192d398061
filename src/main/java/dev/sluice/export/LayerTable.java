package dev.sluice.export;

import dev.sluice.network.CategoriesFactory;
import dev.sluice.network.CharactersFactory;
import dev.sluice.network.LookbackFactory;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.network.PlannedLayer;
import dev.sluice.network.ReversibleFactory;
import dev.sluice.problem.Problem;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import java.util.Map;
import java.util.Optional;

/** Maps each kind of layer to its operators; a kind that is not here is refused. */
final class LayerTable {
  private static final Map<Class<? extends LayerSpec>, LayerNodes<?>> KINDS =
      Map.ofEntries(
          Map.entry(LayerSpec.Embedding.class, new EmbeddingNodes()),
          Map.entry(CharactersFactory.Characters.class, new CharacterNodes()),
          Map.entry(CategoriesFactory.Categories.class, new CategoryNodes()),
          Map.entry(LookbackFactory.Lookback.class, new LookbackNodes()),
          Map.entry(ReversibleFactory.Affine.class, new ReversibleNodes()),
          Map.entry(LayerSpec.Lstm.class, new RecurrentNodes<>(new LstmCell())),
          Map.entry(LayerSpec.Gru.class, new RecurrentNodes<>(new GruCell())),
          Map.entry(LayerSpec.SimpleRnn.class, new RecurrentNodes<>(new SimpleRnnCell())),
          Map.entry(LayerSpec.Bidirectional.class, new BidirectionalNodes()),
          Map.entry(LayerSpec.Dense.class, new DenseNodes()),
          Map.entry(LayerSpec.Convolution.class, new ConvolutionNodes()),
          Map.entry(LayerSpec.Segments.class, new SegmentNodes()),
          Map.entry(LayerSpec.Dropout.class, new NothingNodes<LayerSpec.Dropout>()),
          Map.entry(LayerSpec.SpatialDropout.class, new NothingNodes<LayerSpec.SpatialDropout>()),
          Map.entry(LayerSpec.LayerNormalization.class, new LayerNormalizationNodes()),
          Map.entry(LayerSpec.BatchNormalization.class, new BatchNormalizationNodes()),
          Map.entry(LayerSpec.Pooling.class, new PoolingNodes()),
          Map.entry(LayerSpec.Attention.class, new AttentionNodes()),
          Map.entry(LayerSpec.SelfAttention.class, new SelfAttentionNodes()));

  private LayerTable() {}

  static boolean has(Class<? extends LayerSpec> kind) {
    return KINDS.containsKey(kind);
  }

  @SuppressWarnings("unchecked") // the entries of KINDS
  static <S extends LayerSpec> Optional<LayerNodes<S>> of(S spec) {
    return Optional.ofNullable((LayerNodes<S>) KINDS.get(spec.getClass()));
  }

  /** Why a layer cannot be expressed as operators; empty if it can. */
  static <S extends LayerSpec> Optional<Problem> whyNot(PlannedLayer<S> layer) {
    String key = layer.name().replace(' ', '.');
    return of(layer.spec())
        .map(nodes -> nodes.whyNot(layer.spec()).map(fault -> problem(key, fault)))
        .orElseGet(
            () ->
                Optional.of(
                    Problem.atKey(
                        key, "is a layer of a plug-in, which has no ONNX operators", "remove it")));
  }

  private static Problem problem(String key, InvalidSpecException.Fault fault) {
    return Problem.atKey(
        key + (fault.key().isEmpty() ? "" : "." + fault.key()), fault.what(), fault.advice());
  }

  /** The output of a layer. */
  static <S extends LayerSpec> Flow nodes(
      PlannedLayer<S> layer,
      Map<String, ParameterMatrix> parameters,
      boolean lastStep,
      OnnxGraph graph,
      Steps steps,
      Flow in) {
    LayerNodes.Place place =
        new LayerNodes.Place(graph, steps, parameters, layer.inputs(), layer.outputs(), lastStep);
    Flow out = of(layer.spec()).orElseThrow().nodes(layer.spec(), place, in);
    if (!layer.spec().residual()) {
      return out;
    }
    return out.with(
        graph.op(
            "Add",
            out.value(),
            in.sequence() && !out.sequence() ? steps.last(in.value()) : in.value()));
  }
}
