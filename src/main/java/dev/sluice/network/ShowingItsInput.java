package dev.sluice.network;

import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network that shows its input to its {@link WindowBeside}, if it has one. */
@SuppressWarnings("overrides") // within DL4J
class ShowingItsInput extends MultiLayerNetwork {
  private static final long serialVersionUID = 1L;

  ShowingItsInput(MultiLayerConfiguration configuration) {
    super(configuration);
  }

  @Override
  public void setInput(INDArray input) {
    super.setInput(input);
    show(input);
  }

  @Override
  protected INDArray outputOfLayerDetached(
      boolean train,
      FwdPassType type,
      int layer,
      INDArray input,
      INDArray featureMask,
      INDArray labelsMask,
      MemoryWorkspace outputs) {
    show(input);
    return super.outputOfLayerDetached(train, type, layer, input, featureMask, labelsMask, outputs);
  }

  private void show(INDArray input) {
    WindowBeside.show(layerWiseConfigurations, input);
  }
}
