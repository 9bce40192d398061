package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to make windows of a config's rows, a few times in one process, and how much
 * memory they hold. Seconds are those of all processors. Argument: the config.
 */
public final class SeriesSize {
  private static final int ROUNDS = 4;

  private SeriesSize() {}

  public static void main(String[] args) {
    DataSpec spec = ConfigReader.read(Path.of(args[0]), List.of()).config().data();
    for (int round = 0; round < ROUNDS; round++) {
      double start = seconds();
      Table rows = Sources.open(spec.source()).read();
      double read = seconds();
      long before = megabytes();
      double collected = seconds();
      Dataset data = Dataset.load(spec, rows);
      Examples training = data.examples(Part.TRAINING);
      training.input().features(new int[] {0, training.size() - 1});
      double ready = seconds();
      long after = megabytes();
      System.out.printf(
          Locale.ROOT,
          "%s windows: rows read in %.1f s, windows ready in %.1f s; the rows hold %s MB, the windows %s MB%n",
          training.size(),
          read - start,
          ready - collected,
          before,
          after - before);
      if (rows.size() == 0 || data.examples(Part.TRAINING).size() == 0) {
        throw new IllegalStateException("nothing was read"); // holds both until here
      }
    }
  }

  private static double seconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** What lives on the heap. */
  private static long megabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
