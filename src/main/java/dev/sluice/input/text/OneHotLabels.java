package dev.sluice.input.text;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labels for a network that ends in a softmax over two classes: (batch, 1) becomes one-hot (batch,
 * 2). Set on an iterator of two classes by whoever knows the network's output.
 */
public final class OneHotLabels implements DataSetPreProcessor {
  private static final long serialVersionUID = 1L;

  @Override
  public void preProcess(DataSet batch) {
    INDArray classOne = batch.getLabels(); // (batch, 1)
    if (classOne != null) {
      batch.setLabels(Nd4j.hstack(classOne.rsub(1), classOne));
    }
  }
}
