package dev.sluice.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory this process may take. The launcher gives Java's heap a share of the machine;
 * arrays live outside the heap, where JavaCPP counts them against limits that it reads when it is
 * loaded. Without them a network that is too large takes the machine down instead of failing.
 */
final class MemoryLimits {
  private static final String OUTSIDE_THE_HEAP = "org.bytedeco.javacpp.maxbytes";
  private static final String WHOLE_PROCESS = "org.bytedeco.javacpp.maxphysicalbytes";
  private static final String CRASH_DUMPS = "org.deeplearning4j.crash.reporting.enabled";

  private MemoryLimits() {}

  /** Sets the limits that the user has not set; to be called before ND4J is loaded. */
  static void set() {
    // of the container, where there is one
    long machine =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    setUnlessGiven(OUTSIDE_THE_HEAP, Long.toString(machine / 10 * 8));
    setUnlessGiven(WHOLE_PROCESS, Long.toString(machine / 10 * 9));
    setUnlessGiven(CRASH_DUMPS, "false"); // DL4J would leave a file where the user happens to be
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Whether memory, of either kind, is what was wanting. */
  static boolean areExceededBy(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** What the user can do about it. */
  static String explain(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return """
        sluice: out of memory: %s
            lower training.batch_size, data.input.text.max_length or data.input.series.lookback, or the
            units of the network; sluice describe shows what a network takes"""
        .formatted(root.getMessage());
  }
}
