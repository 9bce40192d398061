package dev.sluice.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows others, by a file, that a program is training a run. Testing its lock would interfere with
 * it, and needs the right to write. If the program runs on this machine, its process is looked up;
 * otherwise the time of the file tells, which the program renews.
 */
final class Presence implements AutoCloseable {
  private static final int RENEWAL = 20; // seconds
  private static final Duration LATE = Duration.ofMinutes(3); // clocks and shares may lag behind
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (.*)\n");
  private static final String MACHINE = machine();

  private final Path file;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "presence");
            thread.setDaemon(true);
            return thread;
          });

  /** Shows this program until closed, or until it ends in any way. */
  Presence(Path file) {
    this.file = file;
    ProcessHandle process = ProcessHandle.current();
    AtomicFiles.write(file, process.pid() + " " + start(process) + " " + MACHINE + "\n");
    renewal.scheduleWithFixedDelay(this::renew, RENEWAL, RENEWAL, TimeUnit.SECONDS);
  }

  private void renew() {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // The next renewal may succeed; the training matters more.
    }
  }

  @Override
  public void close() throws IOException {
    renewal.shutdownNow();
    Files.deleteIfExists(file);
  }

  /** Whether the program that wrote the file is still running. */
  static boolean isShownBy(Path file) {
    try {
      Matcher text = TEXT.matcher(Files.readString(file));
      if (!MACHINE.isEmpty() && text.matches() && text.group(3).equals(MACHINE)) {
        return ProcessHandle.of(Long.parseLong(text.group(1)))
            .filter(process -> start(process) == Long.parseLong(text.group(2)))
            .isPresent();
      }
      Instant renewed = Files.getLastModifiedTime(file).toInstant();
      return Duration.between(renewed, Instant.now()).abs().compareTo(LATE) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** In milliseconds since 1970; 0 if the system does not say. */
  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /**
   * Identifies this machine as far as processes are concerned, without its name: the boot and the
   * process number namespace, since each container has its own. Empty if unknown.
   */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return "";
    }
  }
}
