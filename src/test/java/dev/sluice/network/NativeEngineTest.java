package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class NativeEngineTest {
  @Test
  void runsOnOneThread() {
    NativeEngine.start();

    assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(1);
    assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()).isEqualTo(1);
    assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
  }

  /** The rest needs both: ND4J does not load without OpenBLAS. */
  @Test
  void theKernelNeedsNeitherNd4jNorOpenBlas() throws Exception {
    Path tests =
        Path.of(KernelProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    String printed =
        ChildJvm.run(
            ChildJvm.classPath(
                tests, entry -> !entry.endsWith(".jar") || entry.matches(".*(javacpp|slf4j).*")),
            KernelProgram.class);

    // tanh(0.1 + 0.01) = 0.10956, tanh(-0.2 + 0.3 * 0.10956 + 0.01) = tanh(-0.15713) = -0.15585
    assertThat(printed).contains("[0.10955").contains(", -0.1558");
  }

  @Test
  void saysWhyItDoesNotLoadAgainAndAgain() throws Exception {
    Path tests = Path.of(Starts.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    String printed =
        ChildJvm.run(
            ChildJvm.classPath(tests, entry -> !entry.matches(".*openblas-[^/]*-[a-z]+-[^/]*")),
            Starts.class);

    String[] told = printed.split("does not load on ");
    assertThat(told).hasSize(3);
    assertThat(told[2])
        .startsWith(System.getProperty("os.name"))
        .contains("jniopenblas", "glibc", "cachedir=FOLDER");
  }

  static final class Starts {
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          NativeEngine.start();
        } catch (NativeEngine.NotLoaded e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
