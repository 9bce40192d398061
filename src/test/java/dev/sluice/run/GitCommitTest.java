package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
  @TempDir Path folder;

  @BeforeEach
  void needsGit() throws Exception {
    assumeTrue(ranGit("--version"), "no Git on this machine");
  }

  @Test
  void isTheCommitOfACheckout() throws Exception {
    ranGit("init", "-q");
    ranGit(
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "first");

    assertThat(GitCommit.of(folder)).hasValueSatisfying(hash -> assertThat(hash).hasSize(40));
  }

  @Test
  void isAbsentBeforeTheFirstCommit() throws Exception {
    ranGit("init", "-q");

    assertThat(GitCommit.of(folder)).isEmpty();
  }

  @Test
  void isAbsentInAFolderThatIsNone() {
    assertThat(GitCommit.of(folder)).isEmpty();
  }

  private boolean ranGit(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
