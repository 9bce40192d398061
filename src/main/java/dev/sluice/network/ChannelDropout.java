package dev.sluice.network;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Drops features of (batch, features, steps) over all steps of an example (Tompson et al. 2015); in
 * (batch, features), each by itself. DL4J's own class refuses the latter.
 */
final class ChannelDropout implements IDropout {
  private static final long serialVersionUID = 1L;

  private double rate;
  private transient float[] factors; // (batch, features): 0 or 1 / (the share kept)

  /** For the JSON of DL4J, which fills in the rest. */
  private ChannelDropout() {}

  ChannelDropout(double rate) {
    this.rate = rate;
  }

  public double getRate() {
    return rate;
  }

  public void setRate(double rate) {
    this.rate = rate;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray out, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    factors = Views.toArray(Nd4j.rand(DataType.FLOAT, input.size(0), input.size(1)));
    for (int i = 0; i < factors.length; i++) {
      factors[i] = factors[i] < rate ? 0 : (float) (1 / (1 - rate));
    }
    return scaled(input, out);
  }

  @Override
  public INDArray backprop(INDArray gradient, INDArray out, int iteration, int epoch) {
    return scaled(gradient, out);
  }

  private INDArray scaled(INDArray from, INDArray to) {
    INDArray each =
        Nd4j.createFromArray(factors)
            .castTo(from.dataType())
            .reshape('c', from.size(0), from.size(1));
    return from.rank() == 3
        ? Nd4j.getExecutioner().exec(new BroadcastMulOp(from, each, to, 0, 1))
        : from.muli(each, to);
  }

  @Override
  public void clear() {
    factors = null;
  }

  @Override
  public ChannelDropout clone() {
    return new ChannelDropout(rate);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelDropout that && rate == that.rate;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(rate);
  }
}
