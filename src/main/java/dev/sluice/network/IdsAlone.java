package dev.sluice.network;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Extracts the input of the embedding for a text with columns, (batch, steps + columns) to (batch,
 * steps); {@link WindowBeside} appends the columns later.
 */
final class IdsAlone implements InputPreProcessor {
  private static final long serialVersionUID = 1L;

  private int columns;

  /** For the JSON of DL4J, which fills in the rest. */
  private IdsAlone() {}

  IdsAlone(int columns) {
    this.columns = columns;
  }

  public int getColumns() {
    return columns;
  }

  public void setColumns(int columns) {
    this.columns = columns;
  }

  @Override
  public INDArray preProcess(INDArray given, int batch, LayerWorkspaceMgr workspaces) {
    return workspaces.dup(
        ArrayType.ACTIVATIONS,
        given.get(NDArrayIndex.all(), NDArrayIndex.interval(0, given.size(1) - columns)),
        'c');
  }

  /** Ids have no gradient. */
  @Override
  public INDArray backprop(INDArray gradient, int batch, LayerWorkspaceMgr workspaces) {
    return gradient;
  }

  /** The same for predictions. */
  Stage stage() {
    return (in, threads) -> {
      Signal.Features all = (Signal.Features) in;
      int batch = all.shape()[0];
      int whole = all.shape()[1];
      float[] ids = new float[batch * (whole - columns)];
      for (int r = 0; r < batch; r++) {
        System.arraycopy(all.values(), r * whole, ids, r * (whole - columns), whole - columns);
      }
      return new Signal.Features(ids, new int[] {batch, whole - columns}, all.mask());
    };
  }

  @Override
  public IdsAlone clone() {
    return new IdsAlone(columns);
  }

  @Override
  public InputType getOutputType(InputType type) {
    return type;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
    return new Pair<>(mask, state);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdsAlone that && columns == that.columns;
  }

  @Override
  public int hashCode() {
    return columns;
  }
}
