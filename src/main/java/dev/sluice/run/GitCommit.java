package dev.sluice.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The commit that a folder's Git checkout is at. */
public final class GitCommit {
  private static final int PATIENCE = 5; // seconds
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40,64}");

  private GitCommit() {}

  /** The hash; empty if there is no checkout, no commit yet, or no Git. */
  public static Optional<String> of(Path folder) {
    try {
      Process git =
          new ProcessBuilder("git", "rev-parse", "--verify", "HEAD")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!git.waitFor(PATIENCE, TimeUnit.SECONDS)) { // its line fits into the pipe
        git.destroyForcibly();
        return Optional.empty();
      }
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.exitValue() == 0 && HASH.matcher(said).matches()
          ? Optional.of(said)
          : Optional.empty();
    } catch (IOException e) { // no Git on this machine: only the hash is missing
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
