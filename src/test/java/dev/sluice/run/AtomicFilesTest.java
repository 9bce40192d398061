package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, "old");

    assertThatThrownBy(
            () ->
                AtomicFiles.writeFile(
                    file,
                    unfinished -> {
                      Files.writeString(unfinished, "half");
                      throw new IOException("no space left on device");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write " + file + ": no space left on device");

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void aFolderReplacesTheOldOneAsAWhole() throws IOException {
    Path model = folder.resolve("model");
    AtomicFiles.writeFolder(model, f -> Files.writeString(f.resolve("one"), "1"));
    AtomicFiles.writeFolder(model, f -> Files.writeString(f.resolve("two"), "2"));

    assertThat(model.toFile().list()).containsExactly("two");
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void aFolderThatFailsIsNotThere() {
    Path model = folder.resolve("model");

    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    model,
                    f -> {
                      Files.writeString(f.resolve("one"), "1");
                      throw new IOException("broken");
                    }))
        .hasMessageContaining("cannot write " + model);

    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void saysWhyAFileCannotBeWritten() {
    Path file = folder.resolve("nowhere/report.html");

    assertThatThrownBy(() -> AtomicFiles.write(file, "<html>"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + file + ": there is no such file or folder");
  }

  @Test
  void namesTheFileWhenALibraryWrapsTheFailure() {
    Path file = folder.resolve("predictions.csv");

    assertThatThrownBy(
            () ->
                AtomicFiles.writeFile(
                    file,
                    unfinished -> {
                      throw new UncheckedIOException(new IOException("No space left on device"));
                    }))
        .hasMessage("cannot write " + file + ": No space left on device");
  }

  @Test
  void aFolderThatCannotBeReplacedStays() throws IOException {
    Path model = folder.resolve("model");
    AtomicFiles.writeFolder(model, f -> Files.writeString(f.resolve("one"), "1"));

    assertThatThrownBy(() -> AtomicFiles.writeFolder(model, Files::delete))
        .hasMessageStartingWith("cannot write " + model);

    assertThat(model.resolve("one")).hasContent("1");
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void aHalfRemovedFolderOfAKilledProgramIsClearedAway() throws IOException {
    Path model = folder.resolve("model");
    Files.createDirectories(folder.resolve(".unfinished-model/deep"));
    Files.createDirectories(folder.resolve(".replaced-model/deep"));

    AtomicFiles.writeFolder(model, f -> Files.writeString(f.resolve("one"), "1"));

    assertThat(model.toFile().list()).containsExactly("one");
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void whatKilledProgramsLeftIsRemovedByTheNextWriteOfTheSameFile() throws Exception {
    String uuid = "01234567-89ab-cdef-0123-456789abcdef-";
    long own = ProcessHandle.current().pid(); // as in a container that was started again
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Process alive = new ProcessBuilder("sleep", "600").start();
    try {
      for (String prefix : List.of(own + "-", ended.pid() + "-", "")) {
        Files.writeString(folder.resolve(".unfinished-" + prefix + uuid + "a.txt"), "hal");
        Files.createDirectories(folder.resolve(".unfinished-" + prefix + uuid + "model/deep"));
      }
      String beingWritten = ".unfinished-" + alive.pid() + "-" + uuid + "a.txt";
      Files.writeString(folder.resolve(beingWritten), "hal");
      String ofAnother = ".unfinished-" + own + "-" + uuid + "b.txt";
      Files.writeString(folder.resolve(ofAnother), "hal");

      AtomicFiles.write(folder.resolve("a.txt"), "whole");
      AtomicFiles.writeFolder(folder.resolve("model"), f -> {});

      assertThat(folder.toFile().list())
          .containsExactlyInAnyOrder("a.txt", "model", beingWritten, ofAnother);
    } finally {
      alive.destroyForcibly();
    }
  }

  @Test
  void aFolderIsThereWhileItIsReplaced() throws IOException {
    Path model = folder.resolve("model");
    AtomicFiles.writeFolder(model, f -> Files.writeString(f.resolve("one"), "1"));
    assertThat(AtomicFiles.current(model)).isEqualTo(model);

    Files.move(model, folder.resolve(".replaced-model")); // the first of the two renames

    assertThat(AtomicFiles.current(model).resolve("one")).hasContent("1");
    assertThatThrownBy(() -> AtomicFiles.writeFolder(model, Files::delete))
        .hasMessageStartingWith("cannot write " + model);
    assertThat(model.resolve("one")).hasContent("1"); // what was killed in between is put back
  }

  @Test
  void twoWritersOfOneFolderDoNotShareAnUnfinishedFolder() throws IOException {
    Path model = folder.resolve("model");

    AtomicFiles.writeFolder(
        model,
        f -> {
          Files.writeString(f.resolve("one"), "1");
          AtomicFiles.writeFolder(model, g -> Files.writeString(g.resolve("two"), "2"));
        });

    assertThat(model.toFile().list()).containsExactly("one");
    assertThat(folder.toFile().list()).containsExactly("model");
  }

  @Test
  void twoWritersOfOneFileDoNotShareAnUnfinishedFile() {
    Path file = folder.resolve("a.txt");

    AtomicFiles.writeFile(
        file,
        unfinished -> {
          Files.writeString(unfinished, "outer");
          AtomicFiles.write(file, "inner");
        });

    assertThat(file).hasContent("outer");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void aSymbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
    Path target = Files.writeString(folder.resolve("target.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("target.txt"));

    AtomicFiles.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }
}
