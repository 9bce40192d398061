package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.CharactersFactory.Characters;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.WeightInit;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;

/** The last states of two LSTMs over the characters of each token, next to its id. */
final class CharacterNodes implements LayerNodes<Characters> {
  @Override
  public Flow nodes(Characters spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    int units = spec.spelling().units();
    Value spelled =
        graph.op(
            "Reshape", in.beside(), graph.concat(0, graph.longs(-1), graph.length(in.beside(), 2)));
    Value written = // 1 for each character
        graph.cast(graph.op("Greater", spelled, graph.scalar(0L)), DataType.INT64);
    Value lengths = // padding has no characters; it is read as if it had one, and is masked
        graph.cast(graph.op("Max", graph.sum(written, 1, false), graph.longs(1)), DataType.INT32);
    Value vectors = graph.op("Gather", place.matrix("E"), graph.transpose(spelled, 1, 0));
    Place within =
        new Place(
            graph,
            new Steps(graph, Optional.of(lengths)),
            place.parameters(),
            spec.spelling().size(),
            2 * units,
            true);
    Value states =
        RecurrentNodes.nodes(
                new LstmCell(), lstm(units), within, List.of("f", "b"), vectors, Merge.CONCAT)
            .value();
    Value ofTokens =
        graph.op(
            "Reshape",
            states,
            graph.concat(0, graph.op("Shape", in.value()), graph.longs(2L * units)));
    return new Flow(in.value(), true, ofTokens);
  }

  private static LayerSpec.Lstm lstm(int units) {
    return new LayerSpec.Lstm(
        units,
        Activation.TANH,
        Activation.SIGMOID,
        LayerSpec.Lstm.Peepholes.NONE,
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
}
