package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
