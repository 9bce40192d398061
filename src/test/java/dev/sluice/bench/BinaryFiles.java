package dev.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays that every language can read: {@code NAME.bin} of 32-bit floats, little-endian, row-major,
 * without a header.
 */
record BinaryFiles(Path folder) {

  /**
   * The parameters of a network of an embedding, if it has one, two LSTM layers and an output.
   *
   * <p>{@code parameters.bin}, all as DL4J keeps them; and the same for the others: {@code
   * embedding.W.bin} (words, features), {@code lstm1.W.bin} (inputs, 4 * units), {@code
   * lstm1.RW.bin} (units, 4 * units), {@code lstm1.b.bin} (4 * units), lstm2 alike, blocks of units
   * in the order candidate, forget, output, input; {@code output.W.bin} (units, 1), {@code
   * output.b.bin} (1).
   */
  void writeParameters(MultiLayerNetwork network) throws IOException {
    write("parameters", network.params());
    int layer = 0;
    if (network.getnLayers() == 4) {
      write("embedding.W", network.getLayer(layer++).getParam("W"));
    }
    for (String name : List.of("lstm1", "lstm2")) {
      for (String parameter : List.of("W", "RW", "b")) {
        write(name + "." + parameter, network.getLayer(layer).getParam(parameter));
      }
      layer++;
    }
    write("output.W", network.getLayer(layer).getParam("W"));
    write("output.b", network.getLayer(layer).getParam("b"));
  }

  private void write(String name, INDArray array) throws IOException {
    write(name, array.dup('c').data().asFloat());
  }

  void write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(folder.resolve(name + ".bin"), bytes.array());
  }

  float[] read(String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
