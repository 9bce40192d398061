package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
  @TempDir Path folder;

  @BeforeEach
  void texts() throws IOException {
    Files.createDirectories(folder.resolve("pos"));
    Files.writeString(folder.resolve("pos/1.txt"), "fine");
    Files.writeString(folder.resolve("pos/2.txt"), "good");
  }

  /** printf 'pos/1.txt\t4\t'; printf fine | sha256sum; and so on, through sha256sum. */
  @Test
  void aFolderIsTheNamesSizesAndContentsOfItsFiles() {
    DataFile data = DataFile.of(folder);

    assertThat(data.bytes()).isEqualTo(8);
    assertThat(data.sha256())
        .isEqualTo("9dadc2777e7fbd02fb167d88579add764662a321a18bbfb9b5c51076465d3ab8");
  }

  @Test
  void aFolderHasChangedWhenAFileIsChangedRenamedAddedOrGone() throws IOException {
    DataFile data = DataFile.of(folder);

    Files.writeString(folder.resolve("pos/1.txt"), "dine");
    assertThat(data.isUnchanged()).isFalse();
    Files.writeString(folder.resolve("pos/1.txt"), "fine");
    assertThat(data.isUnchanged()).isTrue();
    Files.move(folder.resolve("pos/2.txt"), folder.resolve("pos/3.txt"));
    assertThat(data.isUnchanged()).isFalse();
    Files.move(folder.resolve("pos/3.txt"), folder.resolve("pos/2.txt"));
    Files.writeString(folder.resolve("pos/.hidden"), "");
    assertThat(data.isUnchanged()).isTrue();
    Files.writeString(folder.resolve("new.txt"), "");
    assertThat(data.isUnchanged()).isFalse();
  }
}
