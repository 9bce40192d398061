package dev.sluice.network;

import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.RecurrentKernel;
import dev.sluice.kernel.Squash;
import dev.sluice.kernel.Weights;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** Prints the outputs of a simple recurrent layer over memory outside the heap. */
final class KernelProgram {
  private KernelProgram() {}

  public static void main(String[] args) {
    FloatPointer in = new FloatPointer(1f, -2f); // two steps of one number
    RecurrentKernel kernel = new RecurrentKernel(new Cell.SimpleRnn(1, 1, Squash.TANH), 1);
    Floats out = Floats.of(2);
    kernel.forward(
        kernel.packing(2, 1, null, false),
        Floats.at(in.address(), 2, in),
        new Weights(floats(0.1f), floats(0.3f), floats(0.01f), Floats.of(0)),
        null,
        null,
        out,
        null,
        false);
    float[] outputs = new float[2];
    out.buffer().get(0, outputs);
    System.out.println(Arrays.toString(outputs));
  }

  private static Floats floats(float value) {
    Floats floats = Floats.of(1);
    floats.buffer().put(0, value);
    return floats;
  }
}
