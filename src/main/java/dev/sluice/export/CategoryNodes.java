package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.CategoriesFactory.Categories;
import dev.sluice.network.ParameterMatrix;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;

/** The last features are ids, each of which is replaced by its row of a table. */
final class CategoryNodes implements LayerNodes<Categories> {
  @Override
  public Flow nodes(Categories spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    int numbers = place.inputs() - spec.of().size();
    List<Value> parts = new ArrayList<>();
    parts.add(graph.slice(in.value(), 2, 0, numbers));
    for (int i = 0; i < spec.of().size(); i++) {
      Value ids =
          graph.op(
              "Gather", java.util.Map.of("axis", 2), in.value(), graph.scalar((long) numbers + i));
      ParameterMatrix table = place.parameters().get("E" + i); // (size, ids)
      parts.add(
          graph.op(
              "Gather",
              graph.floats(
                  rows(table, spec.of().get(i).otherLearned()), table.columns(), table.rows()),
              graph.cast(ids, DataType.INT64)));
    }
    return in.with(graph.concat(2, parts.toArray(Value[]::new)));
  }

  /** (ids, size); if the first row was not learned, it is the mean of the others. */
  private static float[] rows(ParameterMatrix table, boolean otherLearned) {
    int ids = table.columns();
    int size = table.rows();
    float[] rows = new float[ids * size];
    for (int j = 0; j < size; j++) {
      for (int id = 0; id < ids; id++) {
        rows[id * size + j] = table.values()[j * ids + id];
      }
      if (!otherLearned) {
        float mean = 0;
        for (int id = 1; id < ids; id++) {
          mean += rows[id * size + j] / (ids - 1);
        }
        rows[j] = mean;
      }
    }
    return rows;
  }
}
