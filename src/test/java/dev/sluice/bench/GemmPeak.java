package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.NativeEngine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The most GFLOP/s that the OpenBLAS on the class path reaches in large products of matrices, as
 * one JSON object: {@code one_thread} and {@code all_threads}.
 */
public final class GemmPeak {
  private static final int SIZE = 1536;
  private static final int REPETITIONS = 20;

  private GemmPeak() {}

  public static void main(String[] args) throws IOException {
    NativeEngine.start();
    Map<String, Object> peak = new LinkedHashMap<>();
    peak.put("one_thread", gflops(1));
    peak.put("all_threads", gflops(Runtime.getRuntime().availableProcessors()));
    System.out.println(new ObjectMapper().writeValueAsString(peak));
    System.exit(0); // threads of native pools must not keep the process
  }

  @SuppressWarnings("resource") // freed when the process ends
  private static double gflops(int threads) {
    openblas_nolapack.blas_set_num_threads(threads);
    FloatPointer a = filled();
    FloatPointer b = filled();
    FloatPointer c = filled();
    double seconds = Double.MAX_VALUE;
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      openblas_nolapack.cblas_sgemm(
          openblas_nolapack.CblasRowMajor,
          openblas_nolapack.CblasNoTrans,
          openblas_nolapack.CblasNoTrans,
          SIZE,
          SIZE,
          SIZE,
          1f,
          a,
          SIZE,
          b,
          SIZE,
          0f,
          c,
          SIZE);
      seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
    }
    return 2.0 * SIZE * SIZE * SIZE / seconds / 1e9;
  }

  private static FloatPointer filled() {
    FloatPointer matrix = new FloatPointer((long) SIZE * SIZE);
    for (long i = 0; i < (long) SIZE * SIZE; i++) {
      matrix.put(i, i % 7 / 7f);
    }
    return matrix;
  }
}
