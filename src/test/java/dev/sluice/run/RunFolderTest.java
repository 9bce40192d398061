package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.Remedy;
import dev.sluice.problem.UserException;
import dev.sluice.run.RunFolder.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Instant STAMP = Instant.parse("2026-11-21T04:53:13Z");

  private static final List<String> BEGINNING =
      List.of(".lock", "resolved.yaml", "data.json", "provenance.json", "status");
  private static final String UNFINISHED = ".unfinished-01234567-89ab-cdef-0123-456789abcdef-";

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
        .hasMessage(folder + ": exists and is not an empty folder\n    name another folder");
  }

  @Test
  void advisesToResumeARunThatHasNotFinishedOnly() throws IOException {
    RunFolder run = RunFolder.createAt(folder.resolve("my run"));
    Files.writeString(run.config(), "name: reviews\n");

    run.setStatus(RunFolder.Status.INTERRUPTED);
    assertThatThrownBy(() -> RunFolder.createAt(run.path()))
        .hasMessageEndingWith("name another folder, or resume the run that is there")
        .asInstanceOf(InstanceOfAssertFactories.type(UserException.class))
        .extracting(e -> e.problems().get(0).remedy())
        .isEqualTo(Optional.of(new Remedy.Resume(run.path())));

    run.setStatus(RunFolder.Status.FINISHED);
    assertThatThrownBy(() -> RunFolder.createAt(run.path()))
        .hasMessageEndingWith("name another folder");
  }

  @Test
  void takesAFolderThatIsEmptyOrNotThere() {
    assertThat(RunFolder.createAt(folder).path()).isDirectory();
    assertThat(RunFolder.createAt(folder.resolve("deeper/still")).path()).isDirectory();
  }

  @Test
  void takesAFolderWhoseRunWasKilledBeforeItHadItsConfig() throws IOException {
    for (int written = 0; written <= BEGINNING.size(); written++) {
      Path killed = Files.createDirectory(folder.resolve("killed" + written));
      for (String name : BEGINNING.subList(0, written)) {
        Files.writeString(killed.resolve(name), "old");
      }
      if (written > 0) {
        String next = written < BEGINNING.size() ? BEGINNING.get(written) : "config.yaml";
        Files.writeString(killed.resolve(UNFINISHED + next), "hal");
      }

      RunFolder run = RunFolder.createAt(killed);
      try (RunFolder.Lock lock = run.lock()) {
        run.beginAnew(lock);
      }

      try (Stream<Path> left = Files.list(killed)) {
        assertThat(left.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrderElementsOf(
                BEGINNING.subList(0, Math.max(1, written))); // the lock is there by now
      }
    }
  }

  @Test
  void leavesAloneWhatNoRunLeft() throws IOException {
    for (List<String> names :
        List.of(
            List.of("data.json"),
            List.of(".lock", "data.json"),
            List.of(".lock", "provenance.json"),
            List.of(".lock", "resolved.yaml", "provenance.json", "import.json"),
            List.of(".lock", "resolved.yaml", "thesis.doc"),
            List.of(".lock", ".unfinished-thesis.doc"),
            List.of(UNFINISHED + "data.json"),
            List.of(".lock", UNFINISHED + "thesis.doc"))) {
      Path taken = Files.createTempDirectory(folder, "taken");
      for (String name : names) {
        Files.writeString(taken.resolve(name), "mine");
      }

      assertThatThrownBy(() -> RunFolder.createAt(taken))
          .as("%s", names)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(taken + ": exists and is not an empty folder");
      for (String name : names) {
        assertThat(taken.resolve(name)).hasContent("mine");
      }
    }
  }

  @Test
  void leavesAloneAFolderThatBecameARunMeanwhile() throws IOException {
    RunFolder run = RunFolder.createAt(folder);
    Files.writeString(run.config(), "name: reviews\n"); // by a program that was as fast

    try (RunFolder.Lock lock = run.lock()) {
      assertThatThrownBy(() -> run.beginAnew(lock))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(folder + ": exists and is not an empty folder");
    }
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
        .hasMessageStartingWith(folder + ": is not a run: it has no config.yaml");
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
            run.model() + ": is the model of a run, not the run\n    use its run: " + folder);
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
  void noSecondLockLetsAnotherProgramIn() throws IOException {
    RunFolder run = RunFolder.createAt(folder);

    try (RunFolder.Lock lock = run.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(run::lock).isInstanceOf(UserException.class);
      assertThat(run.isInTraining()).isTrue();
      try (LockProgram other = LockProgram.start(run)) {
        assertThat(other.said()).isEqualTo("refused");
      }
      assertThat(run.isInTraining()).isTrue();
    }

    assertThat(run.isInTraining()).isFalse();
    try (LockProgram other = LockProgram.start(run)) {
      assertThat(other.said()).isEqualTo("locked");
    }
  }

  @Test
  void toAskWhetherARunIsInTrainingTakesNoLockAndWritesNothing() throws Exception {
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    assertThat(run.isInTraining()).isFalse();
    assertThat(run.path()).isEmptyDirectory();

    try (LockProgram trainer = LockProgram.start(run)) {
      assertThat(trainer.said()).isEqualTo("locked");
      assertThat(run.isInTraining()).isTrue();
      Files.delete(run.path().resolve(".lock")); // who locked it now would make it anew
      assertThat(run.isInTraining()).isTrue();
      assertThat(run.path().resolve(".lock")).doesNotExist();

      trainer.kill();

      assertThat(run.isInTraining()).isFalse();
      assertThat(run.path().toFile().list()).containsExactly(".trainer");
    }
  }

  @Test
  void ofAnotherMachineTheTimeTellsWhetherItTrainsStill() throws IOException {
    Path trainer = Files.writeString(folder.resolve(".trainer"), "1 2 another machine\n");
    RunFolder run = new RunFolder(folder);

    assertThat(run.isInTraining()).isTrue();
    Files.setLastModifiedTime(trainer, FileTime.from(Instant.now().minusSeconds(600)));
    assertThat(run.isInTraining()).isFalse();
    Files.setLastModifiedTime(trainer, FileTime.from(Instant.parse("2300-01-01T00:00:00Z")));
    assertThat(run.isInTraining()).isFalse();
  }

  @Test
  void aProcessThatGotTheNumberOfTheTrainerIsNotTheTrainer() throws IOException {
    RunFolder run = new RunFolder(folder);
    Path trainer = folder.resolve(".trainer");
    String text;
    try (RunFolder.Lock lock = run.lock()) {
      assertThat(lock).isNotNull();
      text = Files.readString(trainer);
    }

    Files.writeString(trainer, text);
    assertThat(run.isInTraining()).isTrue();
    Files.writeString(trainer, text.replaceFirst(" \\d+ ", " 1000 "));
    Files.setLastModifiedTime(trainer, FileTime.from(Instant.now().minusSeconds(600)));
    assertThat(run.isInTraining()).isFalse();
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
