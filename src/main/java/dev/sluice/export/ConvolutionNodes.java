package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.LayerSpec.Convolution;
import java.util.Map;

/** A convolution over (batch, features, steps); absent steps are 0. */
final class ConvolutionNodes implements LayerNodes<Convolution> {
  @Override
  public Flow nodes(Convolution spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    boolean causal = spec.padding() == Convolution.Padding.CAUSAL;
    int before = causal ? spec.width() - 1 : (spec.width() - 1) / 2;
    Value channels = graph.transpose(place.steps().zeroed(in.value()), 1, 2, 0);
    Value seen =
        graph.op(
            "Conv",
            Map.of(
                "kernel_shape",
                new int[] {spec.width()},
                "pads",
                new int[] {before, spec.width() - 1 - before}),
            channels,
            graph.floats(
                filters(place.parameters().get("W"), spec.width()),
                place.outputs(),
                place.inputs(),
                spec.width()),
            place.vector("b"));
    return in.with(Activations.apply(graph, spec.activation(), graph.transpose(seen, 2, 0, 1)));
  }

  /** Reshapes (width * inputs, filters) to (filters, inputs, width). */
  private static float[] filters(ParameterMatrix weights, int width) {
    int filters = weights.columns();
    int inputs = weights.rows() / width;
    float[] turned = new float[weights.values().length];
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < inputs; i++) {
        for (int f = 0; f < filters; f++) {
          turned[(f * inputs + i) * width + k] = weights.values()[(k * inputs + i) * filters + f];
        }
      }
    }
    return turned;
  }
}
