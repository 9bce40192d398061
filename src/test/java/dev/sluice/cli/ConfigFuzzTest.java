package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code check} accepts or refuses whatever it is given: with exit code 0 or 2, a place for every
 * problem, no stack trace, and little time and memory. CONTRIBUTING.md has the command for many
 * more than these.
 */
class ConfigFuzzTest {
  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 300);
  private static final int RANDOM = Integer.getInteger("fuzz.random", 100);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int TEXTS = 120; // rows, of thousands, so that checking them costs little

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<String> configs = new ArrayList<>();
  private final int[] exits = new int[256];
  private long longest; // ns of CPU time, of one check
  private long largest; // bytes allocated, by one check
  @TempDir private Path folder;

  @BeforeEach
  void copyConfigsAndTheirData() throws IOException {
    Files.createDirectories(folder.resolve("config"));
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String config = Files.readString(file).replace("../../data", "../data");
        configs.add(config);
        // beside the others, some of which extend it
        Files.writeString(folder.resolve("config").resolve(file.getFileName()), config);
      }
    }
    try (Stream<Path> files = Files.walk(Path.of("data"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*[.][ct]sv")).toList()) {
        Files.createDirectories(folder.resolve(file).getParent());
        try (Stream<String> lines = Files.lines(file)) {
          int rows =
              file.getFileName().toString().startsWith("reviews") ? TEXTS : Integer.MAX_VALUE;
          Files.write(folder.resolve(file), lines.limit(rows).toList());
        }
      }
    }
  }

  @Test
  void theConfigsThemselvesAreAcceptedIfTheirDataAreThere() throws IOException {
    for (String config : configs) {
      check(config.getBytes(StandardCharsets.UTF_8), "no mutation");
    }

    int without =
        (int) configs.stream().filter(config -> config.contains("# The data do not ship")).count();
    assertThat(exits[0]).isEqualTo(configs.size() - without);
    assertThat(exits[2]).isEqualTo(without);
  }

  @Test
  void mutatedConfigsAreAcceptedOrRefused() throws IOException {
    for (int i = 0; i < MUTATIONS; i++) {
      long seed = SEED + i;
      String config = configs.get(i % configs.size());
      check(new ConfigMutations(seed, configs).mutated(config), "mutation " + seed);
    }

    report("mutated configs");
    assertThat(exits[0]).isGreaterThan(MUTATIONS / 50); // some are as right as before
    assertThat(exits[2]).isGreaterThan(MUTATIONS / 2);
  }

  @Test
  void anyYamlIsRefused() throws IOException {
    for (int i = 0; i < RANDOM; i++) {
      check(new ConfigMutations(SEED + i, configs).anyYaml(), "random " + (SEED + i));
    }

    report("random YAML files");
    assertThat(exits[2]).isEqualTo(RANDOM);
  }

  private void check(byte[] text, String what) throws IOException {
    Path file = Files.write(folder.resolve("config/a.yaml"), text);
    long time = thread.getCurrentThreadCpuTime();
    long memory = thread.getThreadAllocatedBytes(Thread.currentThread().getId());

    CommandLineRun check = CommandLineRun.of("check", file.toString());

    time = thread.getCurrentThreadCpuTime() - time;
    memory = thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - memory;
    longest = Math.max(longest, time);
    largest = Math.max(largest, memory);
    exits[check.exit()]++;
    String repeat =
        "-Dfuzz.seed=%s, of which the text is kept: %s%n%s"
            .formatted(what, Files.write(Path.of("target/fuzzed.yaml"), text), check.err());
    assertThat(check.exit()).as(repeat).isIn(Main.DONE, Main.USER_MISTAKE);
    assertThat(time).as(repeat).isLessThan(2_000_000_000L);
    assertThat(memory).as(repeat).isLessThan(512L << 20);
    if (check.exit() == Main.USER_MISTAKE) {
      List<String> lines = check.err().lines().filter(line -> !line.startsWith(" ")).toList();
      assertThat(lines).as(repeat).hasSizeGreaterThan(1);
      assertThat(lines.subList(0, lines.size() - 1))
          .as(repeat)
          .allMatch(line -> line.startsWith(folder.toString()) || line.startsWith("/: "));
    }
  }

  private void report(String what) {
    System.out.printf(
        Locale.ROOT,
        "%s from seed %d: %d accepted, %d refused; at most %.2f s and %.0f MB each%n",
        what,
        SEED,
        exits[0],
        exits[2],
        longest / 1e9,
        largest / 1e6);
  }
}
