package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.plugin.Kinds;
import dev.sluice.spec.LayerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  @Test
  void everyThreadThatBuildsANetworkRunsOnOneThread() {
    NativeEngine.start();

    int threads =
        CompletableFuture.supplyAsync(
                () -> {
                  NativeEngine.start();
                  return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
                },
                task -> new Thread(task).start())
            .join();

    assertThat(threads).isEqualTo(1);
  }

  @Test
  void loadsWhereTheContextClassLoaderSeesNothing() throws Exception {
    Path tests =
        Path.of(StartsInAPool.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    String printed = ChildJvm.run(ChildJvm.classPath(tests, entry -> true), StartsInAPool.class);

    assertThat(printed).contains("dense: true, sum 6.0");
  }

  /** As a thread of a pool in a container: its context class loader is that of the JDK. */
  static final class StartsInAPool {
    public static void main(String[] args) throws Exception {
      Thread thread =
          new Thread(
              () -> {
                NativeEngine.start();
                boolean dense =
                    LayerFactories.specs().contains(LayerSpec.Dense.class)
                        && Kinds.installed().find(LayerSpec.class, "dense").isPresent();
                System.out.println(
                    "dense: "
                        + dense
                        + ", sum "
                        + Nd4j.createFromArray(1f, 2f, 3f).sumNumber().doubleValue());
              });
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      thread.start();
      thread.join();
    }
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

  @Test
  void saysAgainAndAgainThatItsMemoryIsTooLittle() throws Exception {
    Path tests = Path.of(Starts.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    String printed =
        ChildJvm.run(
            ChildJvm.classPath(tests, entry -> true),
            Starts.class,
            "org.bytedeco.javacpp.maxphysicalbytes=10m");

    String[] told = printed.split("as it is allowed too little memory: ");
    assertThat(told).hasSize(3);
    assertThat(told[2])
        .startsWith("the process uses ")
        .contains("maxphysicalbytes is 10 MiB", "ulimit -v");
  }

  /** There OpenBLAS would try for ever to get its buffers. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesToLoadWhereUlimitLeavesTooFewAddresses() throws Exception {
    List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
    List<String> status = List.of("VmPeak:\t  999 kB", "VmSize:\t  1000000 kB");
    String limit = "Max address space         %s     unlimited            bytes     ";

    assertThat(AddressSpace.shortage(limits, status, 2)).as("no limit").isEmpty();
    assertThat(AddressSpace.shortage(List.of(limit.formatted(2_000_000_000L)), status, 2))
        .isEmpty(); // 1,000,000 kB are 976 MiB; 930 MiB are left, and 896 are needed
    assertThat(AddressSpace.shortage(List.of(limit.formatted(1_900_000_000L)), status, 2))
        .contains("ulimit -v leaves it 835 MiB of addresses, and it needs 896");
    assertThat(AddressSpace.shortage()).as("of this process").isEmpty();
  }

  static final class Starts {
    public static void main(String[] args) {
      for (String property : args) {
        System.setProperty(property.split("=")[0], property.split("=")[1]);
      }
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
