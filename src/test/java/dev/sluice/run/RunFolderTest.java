package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.run.RunFolder.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Instant STAMP = Instant.parse("2026-11-21T04:53:13Z");

  @TempDir Path folder;

  @Test
  void twoRunsOfOneSecondHaveFoldersOfTheirOwn() {
    RunFolder first = RunFolder.create(folder, "reviews", STAMP);
    RunFolder second = RunFolder.create(folder, "reviews", STAMP);

    assertThat(first.path()).isEqualTo(folder.resolve("reviews/2026-11-21T04-53-13"));
    assertThat(second.path()).isEqualTo(folder.resolve("reviews/2026-11-21T04-53-13-2"));
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Files.writeString(folder.resolve("thesis.doc"), "years of work");

    assertThatThrownBy(() -> RunFolder.createAt(folder))
        .isInstanceOf(UserException.class)
        .hasMessage(
            folder + ": exists and is not an empty folder\n    name another folder for --run");
  }

  @Test
  void advisesToResumeARunThatHasNotFinishedOnly() throws IOException {
    RunFolder run = RunFolder.createAt(folder.resolve("my run"));
    Files.writeString(run.config(), "name: reviews\n");

    run.setStatus(RunFolder.Status.INTERRUPTED);
    assertThatThrownBy(() -> RunFolder.createAt(run.path()))
        .hasMessageEndingWith(
            "another folder for --run, or resume with: sluice train --resume "
                + ShellWord.of(run.path()));

    run.setStatus(RunFolder.Status.FINISHED);
    assertThatThrownBy(() -> RunFolder.createAt(run.path()))
        .hasMessageEndingWith("name another folder for --run");
  }

  @Test
  void takesAFolderThatIsEmptyOrNotThere() {
    assertThat(RunFolder.createAt(folder).path()).isDirectory();
    assertThat(RunFolder.createAt(folder.resolve("deeper/still")).path()).isDirectory();
  }

  @Test
  void opensTheNewestRunOfAName() throws IOException {
    for (String second : new String[] {"13", "15", "14"}) {
      Instant stamp = Instant.parse("2026-11-21T04:53:" + second + "Z");
      RunFolder run = RunFolder.create(folder, "reviews", stamp);
      Files.writeString(run.config(), "name: reviews\n");
    }
    Path newest = folder.resolve("reviews/2026-11-21T04-53-15");

    assertThat(RunFolder.open(newest).path()).isEqualTo(newest);
    assertThat(RunFolder.open(folder.resolve("reviews")).path()).isEqualTo(newest);
    assertThat(RunFolder.open(folder.resolve("reviews/latest")).path()).isEqualTo(newest);
  }

  @Test
  void saysWhatIsNoRun() {
    assertThatThrownBy(() -> RunFolder.open(folder))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(folder + ": is no run: it has no config.yaml");
    assertThatThrownBy(() -> RunFolder.open(folder.resolve("nowhere")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(folder.resolve("nowhere") + ": there is no such folder");
  }

  @Test
  void namesTheRunOfAModel() throws IOException {
    RunFolder run = RunFolder.createAt(folder);
    Files.writeString(run.config(), "name: reviews\n");
    Files.createDirectory(run.model());

    assertThatThrownBy(() -> RunFolder.open(run.model()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            run.model() + ": is the model of a run, not the run\n    name its run: " + folder);
  }

  @Test
  void onlyOneProgramWritesARun() {
    RunFolder run = RunFolder.createAt(folder);

    try (RunFolder.Lock lock = run.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(run::lock)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(folder + ": is being trained by another program");
    }
    run.lock().close();
  }

  @Test
  void aRunThatWasRefusedTwiceIsStillHeld() {
    RunFolder run = RunFolder.createAt(folder);

    try (RunFolder.Lock lock = run.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(run::lock).isInstanceOf(UserException.class);
      assertThatThrownBy(run::lock).isInstanceOf(UserException.class);
    }
    run.lock().close();
  }

  @Test
  void remembersItsStatus() {
    RunFolder run = RunFolder.createAt(folder);

    assertThat(run.status()).isEmpty();
    for (Status status : Status.values()) {
      run.setStatus(status);
      assertThat(run.status()).contains(status);
    }
  }
}
