package dev.sluice.run;

import dev.sluice.problem.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second program, which trains a run or tries to. */
public final class LockProgram implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  private LockProgram(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Locks the run of the argument and holds it until its standard input ends. */
  public static void main(String[] args) throws IOException {
    try (RunFolder.Lock lock = new RunFolder(Path.of(args[0])).lock()) {
      System.out.println(lock == null ? "none" : "locked");
      while (System.in.read() >= 0) {
        // The other program is not done yet.
      }
    } catch (UserException e) {
      System.out.println("refused");
    }
  }

  public static LockProgram start(RunFolder run) throws IOException {
    return new LockProgram(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProgram.class.getName(),
                run.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** {@code locked} or {@code refused}; waits for it. */
  public String said() throws IOException {
    return said.readLine();
  }

  /** As by SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end by itself. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
