package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.Provenance;
import dev.sluice.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read into native arrays is compared with what was written, before it is read. */
class ResumeOfDamagedRunsTest {
  @TempDir private Path folder;
  private Path run;
  private Path checkpoint;

  @BeforeEach
  void aRunOfOneEpochThatWasInterrupted() {
    run = folder.resolve("run");
    CommandLineRun.of(
        "train", "config/airline.yaml", "--set", "training.epochs=1", "--run", run.toString());
    RunFolder.open(run).setStatus(RunFolder.Status.INTERRUPTED);
    checkpoint = run.resolve("checkpoints/epoch-00001");
  }

  @Test
  void anUndamagedRunGoesOn() {
    assertThat(resume().exit()).isZero();
  }

  @Test
  void aRunThatCouldNotWriteSaysHowToContinue() throws IOException {
    Path report = run.resolve("report.html");
    Files.delete(report);
    Files.createDirectories(report.resolve("in the way"));

    CommandLineRun failed = resume();

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.err())
        .contains("report.html")
        .contains("    to continue when that is solved: sluice train --resume " + run);

    Files.delete(report.resolve("in the way"));
    Files.delete(report);

    assertThat(resume().exit()).isZero();
    assertThat(report).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.json", "parameters.bin", "best-parameters.bin", "updater.bin"})
  void refusesFilesThatAreLongerShorterFlippedOrGone(String name) throws IOException {
    Path file = checkpoint.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;

    for (byte[] damaged :
        new byte[][] {
          Arrays.copyOf(bytes, bytes.length + 4_000_000),
          Arrays.copyOf(bytes, bytes.length - 4),
          flipped,
          new byte[0]
        }) {
      Files.write(file, damaged);
      assertRefused(file + ": is missing, damaged or changed");
    }
    Files.delete(file);
    assertRefused(file + ": is missing, damaged or changed");
  }

  @Test
  void refusesCheckpointsOfAnotherVersionOrWithoutChecksums() throws IOException {
    Path checksums = checkpoint.resolve("checksums.json");
    Files.writeString(
        checksums, Files.readString(checksums).replace("\"version\":3", "\"version\":99"));

    assertRefused("the checkpoint has format 99, and this Sluice reads format 3");

    Files.delete(checksums);

    assertRefused(checksums + ": is missing or damaged");
  }

  @Test
  void refusesATrainingOfAnotherArithmetic() throws IOException {
    Path checksums = checkpoint.resolve("checksums.json");
    Files.writeString(
        checksums,
        Files.readString(checksums)
            .replaceFirst(
                "\"arithmetic\":\\d+,\"sluice\":\"[^\"]*\"",
                "\"arithmetic\":0,\"sluice\":\"0.0\""));

    assertRefused(
        "the run was started with version 0 of the arithmetic, and this Sluice has version 2");
    assertRefused("resume with Sluice 0.0, or start a new run");
  }

  @Test
  void saysWhichSluiceGoesOnWithAConfigThatIsRefusedToday() throws IOException {
    editUnnoticed("test: {rows: 24}", "test: {rows: 24}, seed: 42");

    assertRefused("data.split.seed: a series is split in time order, not at random\n    Sluice ");
    assertRefused(
        "which started the run, accepted this: resume with that version, or start a new run");
  }

  @Test
  void refusesAConfigThatWasEdited() throws IOException {
    Path resolved = run.resolve("resolved.yaml");
    Files.writeString(resolved, Files.readString(resolved).replace("epochs: 1", "epochs: 2"));

    assertRefused(resolved + ": has changed since the run was started");
  }

  @Test
  void refusesACheckpointOfAnotherNetworkBeforeAnythingIsWritten() throws IOException {
    editUnnoticed("units: 16", "units: 8");

    assertRefused("but the checkpoint has");
  }

  @Test
  void refusesAConfigThatLeadsToOtherData() throws IOException {
    Path begun = Path.of("data/airline-passengers.csv").toAbsolutePath().normalize();
    Path other = folder.resolve("other.csv");
    Files.copy(begun, other);
    editUnnoticed(begun.toString(), other.toString());

    assertThat(resume().exit()).as("the same data in another place").isZero();

    RunFolder.open(run).setStatus(RunFolder.Status.INTERRUPTED);
    Files.writeString(other, Files.readString(other).replaceFirst("112", "113"));

    assertRefused(other + ": is not the same as the file that the run was started with, " + begun);
    assertThat(RunFolder.open(run).status()).contains(RunFolder.Status.INTERRUPTED);

    Path provenance = run.resolve("provenance.json");
    Files.writeString(
        provenance,
        Files.readString(provenance).replaceFirst("(?s)\"data\" : \\[( \\{.*?})", "$0,$1"));

    assertRefused(provenance + ": lists 2 data files, and the config has 1");
  }

  /** As somebody does who mends the hash as well. */
  private void editUnnoticed(String from, String to) throws IOException {
    Path resolved = run.resolve("resolved.yaml");
    String before = Provenance.sha256(resolved);
    Files.writeString(resolved, Files.readString(resolved).replace(from, to));
    Path provenance = run.resolve("provenance.json");
    Files.writeString(
        provenance, Files.readString(provenance).replace(before, Provenance.sha256(resolved)));
  }

  @Test
  void refusesARunThatDoesNotSayWhatItWasStartedWith() throws IOException {
    Path file = run.resolve("provenance.json");
    String written = Files.readString(file);
    Files.writeString(file, "{}");

    assertRefused(file + ": is damaged: it is not what a run writes");

    Files.writeString(file, written.replace("resolved_sha256", "another"));

    assertRefused(file + ": does not say what config and data the run was started with");

    Files.delete(file);

    assertRefused(file + ": does not say what config and data the run was started with");
  }

  private void assertRefused(String why) {
    CommandLineRun resumed = resume();

    assertThat(resumed.exit()).as(resumed.err()).isEqualTo(2);
    assertThat(resumed.err()).contains(why);
  }

  private CommandLineRun resume() {
    return CommandLineRun.of("train", "--resume", run.toString());
  }
}
