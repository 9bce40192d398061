package dev.sluice.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.experiment.MemoryShortage;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Limits the memory of this process. The launcher gives Java's heap a share of the machine's
 * memory. Arrays live outside the heap, where JavaCPP counts them against limits that it reads when
 * it is loaded. Without them, a network that is too large takes the machine down instead of
 * failing.
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
    setUnlessGiven(CRASH_DUMPS, "false"); // otherwise DL4J leaves a file in the working directory
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** What the user can do about a lack of memory. */
  static String explain(Throwable failure) {
    Throwable root = failure;
    List<String> settings = List.of();
    while (root.getCause() != null) {
      settings = root instanceof MemoryShortage shortage ? shortage.settings() : settings;
      root = root.getCause();
    }
    String what = String.valueOf(root.getMessage());
    return "sluice: out of memory: "
        + what
        + "\n"
        + advice(what, settings).indent(4).stripTrailing();
  }

  /** Data are held on Java's heap; networks and most of a batch are outside it. */
  private static String advice(String what, List<String> settings) {
    String tried =
        settings.isEmpty()
            ? ""
            : "examples are long; a batch needs less memory with --set %s; or\n"
                .formatted(String.join(" or --set ", settings));
    if (what.contains("Java heap space") || what.contains("GC overhead limit")) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      return tried
          + """
          give Java's heap more than its %s MiB, for example SLUICE_JAVA_OPTS=-Xmx%sm, or read fewer rows:
          it holds the data and the current batch\
          """
              .formatted(heap, 2 * heap);
    }
    if (what.contains("native thread")) {
      return "allow this user or container more processes (ulimit -u), or lower training.threads";
    }
    String lower =
        tried
            + """
            lower training.batch_size, data.input.text.max_length or data.input.series.lookback, or the
            units of the network; sluice describe shows how much memory a network needs\
            """;
    String limit =
        """

        the limit is a share of the memory of the machine, or org.bytedeco.javacpp.maxphysicalbytes if set
        in SLUICE_JAVA_OPTS or in your program\
        """;
    return what.contains("> max") ? lower + limit : lower;
  }
}
