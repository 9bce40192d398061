package dev.sluice.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The address space of this process, if {@code ulimit -v} limits it on Linux. */
final class AddressSpace {
  private static final long BASE = 768L << 20; // bytes; what ND4J's libraries and arrays take
  private static final long PROCESSOR = 64L << 20; // OpenBLAS has a thread and a buffer for each
  private static final String LIMIT = "Max address space";

  private AddressSpace() {}

  /**
   * Why the native code does not fit, if so. To be called before it is loaded: OpenBLAS retries
   * forever if it gets no memory.
   */
  static Optional<String> shortage() {
    try {
      return shortage(
          Files.readAllLines(Path.of("/proc/self/limits")),
          Files.readAllLines(Path.of("/proc/self/status")),
          Runtime.getRuntime().availableProcessors());
    } catch (IOException e) {
      return Optional.empty(); // another system
    }
  }

  /**
   * @param limits of the process, as Linux reports them: name, soft limit, hard limit, unit
   * @param status of the process, line by line: {@code VmSize: 1024 kB}
   */
  static Optional<String> shortage(List<String> limits, List<String> status, int processors) {
    Optional<Long> limit =
        number(limits, LIMIT).filter(most -> !most.equals("unlimited")).map(Long::valueOf);
    Optional<Long> used = number(status, "VmSize:").map(Long::valueOf);
    if (limit.isEmpty() || used.isEmpty()) {
      return Optional.empty();
    }
    long left = limit.get() - (used.get() << 10);
    long needed = BASE + processors * PROCESSOR;
    return left < needed
        ? Optional.of(
            "ulimit -v leaves it %s MiB of addresses, and it needs %s"
                .formatted(left >> 20, needed >> 20))
        : Optional.empty();
  }

  private static Optional<String> number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
        .findFirst();
  }
}
