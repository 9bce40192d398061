package dev.sluice.network;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native code below DL4J, set up for networks of our sizes. */
public final class NativeEngine {
  static {
    for (String logger : new String[] {"org.nd4j", "org.deeplearning4j"}) {
      String key = "org.slf4j.simpleLogger.log." + logger;
      if (System.getProperty(key) == null) {
        System.setProperty(key, "warn");
      }
    }
    // Small operations: two thread pools, ND4J's and OpenBLAS's, would spin against each other.
    // (Environment.setMaxThreads has no effect in ND4J 1.0.0-M2.1.)
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    openblas_nolapack.blas_set_num_threads(1);
  }

  private NativeEngine() {}

  /**
   * Loads ND4J with one thread and without its start-up messages. To be called before ND4J is used;
   * again is harmless. One thread is also what makes results the same on every run.
   */
  public static void start() {}
}
