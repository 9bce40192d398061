package dev.sluice.network;

import java.io.File;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Somebody else's program: knows DL4J, and nothing of Sluice. Prints an output a line. */
final class StockProgram {
  private StockProgram() {}

  /**
   * @param args a model's zip, a saved DataSet
   */
  public static void main(String[] args) throws Exception {
    MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(new File(args[0]));
    DataSet examples = new DataSet();
    examples.load(new File(args[1]));
    INDArray outputs =
        network.output(examples.getFeatures(), false, examples.getFeaturesMaskArray(), null);
    for (float value : outputs.ravel().toFloatVector()) {
      System.out.println("output " + value);
    }
  }
}
