package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Folder;
import dev.sluice.spec.SourceSpec.TextLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSourceTest implements SourceContract {
  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return new Folder(file, Optional.empty(), TextLimits.USUAL);
  }

  private static Source source(Path file, String... classes) {
    return Sources.open(new Folder(file, Optional.of(List.of(classes)), TextLimits.USUAL));
  }

  @Override
  public List<List<String>> records() {
    return List.of(
        List.of("text", "class", "part", "file"),
        List.of("ein Öl, \u0130stanbul", "neg", "test", "test/neg/1.txt"),
        List.of("two\nlines\n", "good one", "train", "train/good one/2.txt"),
        List.of("", "neg", "train", "train/neg/\u00e4.txt"));
  }

  @Override
  public Path write(Path folder, String name, List<List<String>> records) throws IOException {
    for (List<String> record : records.subList(1, records.size())) {
      put(folder.resolve(name).resolve(record.get(3)), record.get(0) + "\n");
    }
    return folder.resolve(name);
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** An entry of an archive; a text of null is a folder. */
  private record Entry(String name, String text) {}

  private Path archive(String name, Entry... entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = name.endsWith("gz") ? new GZIPOutputStream(out) : out;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Entry entry : entries) {
        TarArchiveEntry header = new TarArchiveEntry(entry.name(), true);
        byte[] text = (entry.text() == null ? "" : entry.text()).getBytes(StandardCharsets.UTF_8);
        header.setSize(text.length);
        tar.putArchiveEntry(header);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"texts.tar", "texts.tar.gz", "texts.TGZ", "texts.tgz"})
  void anArchiveIsReadLikeTheFolder(String name) throws IOException {
    Entry[] entries =
        records().stream()
            .skip(1)
            .map(row -> new Entry("./all/" + row.get(3), row.get(0) + "\r\n"))
            .toArray(Entry[]::new);
    Path file = archive(name.toLowerCase(Locale.ROOT), entries);
    Files.move(file, folder.resolve(name));

    Table table = Sources.open(spec(folder.resolve(name))).read();

    assertThat(SourceContract.valuesOf(table)).isEqualTo(records().subList(1, 4));
  }

  @Test
  void longNamesInArchivesAreWhole() throws IOException {
    String name = "pos/" + "x".repeat(300) + ".txt";

    assertThat(
            Sources.open(spec(archive("a.tar", new Entry(name, "t"), new Entry("neg/1", "u"))))
                .read()
                .value(1, 3))
        .isEqualTo(name);
  }

  @Test
  void filesBesideFoldersOfTextsAndHiddenOnesAreLeftOut() throws IOException {
    put(folder.resolve("README"), "read");
    put(folder.resolve("train/urls.txt"), "urls");
    put(folder.resolve("train/pos/1.txt"), "fine");
    put(folder.resolve("train/pos/.DS_Store"), "\0");
    put(folder.resolve(".git/config/1.txt"), "git");
    put(folder.resolve("other/2.txt"), "bad");
    Files.createDirectories(folder.resolve("empty"));

    assertThat(SourceContract.valuesOf(Sources.open(spec(folder)).read()))
        .containsExactly(
            List.of("bad", "other", "", "other/2.txt"),
            List.of("fine", "pos", "train", "train/pos/1.txt"));
  }

  @Test
  void textsWithoutFoldersHaveNoClass() throws IOException {
    put(folder.resolve("new.txt"), "fine");

    assertThat(SourceContract.valuesOf(Sources.open(spec(folder)).read()))
        .containsExactly(List.of("fine", "", "", "new.txt"));
  }

  @Test
  void namedClassesAreReadAndNoOthers() throws IOException {
    put(folder.resolve("train/pos/1.txt"), "fine");
    put(folder.resolve("train/unsup/1.txt"), "what");
    put(folder.resolve("train/neg/1.txt"), "bad");

    assertThat(SourceContract.valuesOf(source(folder, "pos", "neg").read()))
        .extracting(row -> row.get(0))
        .containsExactly("bad", "fine");
    assertThatThrownBy(() -> source(folder, "pos", "nege").read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "data.source.folder.classes: %s has no texts in a folder 'nege'\n".formatted(folder)
                + "    did you mean 'neg'?  folders of texts: neg, pos, unsup");
  }

  @Test
  void newTextsMayBeOfSomeOfTheNamedClassesOrOfNone() throws IOException {
    put(folder.resolve("some/pos/1.txt"), "fine");
    put(folder.resolve("none/1.txt"), "bad");

    assertThat(source(folder.resolve("some"), "pos", "neg").read().value(0, 1)).isEqualTo("pos");
    assertThat(source(folder.resolve("none"), "pos", "neg").read().value(0, 1)).isEmpty();
  }

  @Test
  void refusesLinks() throws IOException {
    put(folder.resolve("pos/1.txt"), "fine");
    Path link = Files.createSymbolicLink(folder.resolve("pos/2.txt"), Path.of("1.txt"));

    assertThatThrownBy(() -> Sources.open(spec(folder)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "%s: is a link, expected a file\n    replace it by a file or a folder, or remove it from %s"
                .formatted(link, folder));
  }

  @Test
  void refusesEntriesThatLeadOutOfTheArchiveOrAreNoFiles() throws IOException {
    for (String name : List.of("../pos/1.txt", "pos/../../1.txt")) {
      Path file = archive("out.tar", new Entry(name, "x"));

      assertThatThrownBy(() -> Sources.open(spec(file)).read())
          .isInstanceOf(UserException.class)
          .hasMessage(
              "%s: '%s' has a path outside of the archive\n    create the archive without it"
                  .formatted(file, name));
    }
    for (byte kind :
        new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO}) {
      Path file = folder.resolve("links.tar");
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
        TarArchiveEntry entry = new TarArchiveEntry("pos/1.txt", kind);
        entry.setLinkName("/etc/passwd");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }

      assertThatThrownBy(() -> Sources.open(spec(file)).read())
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "(?s).*links.tar: 'pos/1.txt' is a (link|device or a pipe), expected a file\n.*");
    }
    Path twice = archive("twice.tar", new Entry("a/1", "x"), new Entry("a/1", "y"));
    assertThatThrownBy(() -> Sources.open(spec(twice)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(twice + ": 'a/1' is in the archive twice");
  }

  @Test
  void refusesTextsBeyondTheLimits() throws IOException {
    put(folder.resolve("texts/pos/1.txt"), "12\n456");
    Path file = archive("texts.tar", new Entry("pos/1.txt", "12\n456"));
    Path large = archive("large.tar", new Entry("pos/1.txt", "x".repeat(100)));
    TextLimits limits = new TextLimits(10, 5, 1);

    assertThatThrownBy(
            () ->
                Sources.open(new Folder(folder.resolve("texts"), Optional.empty(), limits)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            folder.resolve("texts/pos/1.txt") + ":1: a text of more than 5 characters");
    assertThatThrownBy(() -> Sources.open(new Folder(file, Optional.empty(), limits)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":pos/1.txt:1: a text of more than 5 characters");
    assertThatThrownBy(() -> Sources.open(new Folder(large, Optional.empty(), limits)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            large + ": 'pos/1.txt' has 100 bytes, which is more than a text of 5 characters");
  }

  @Test
  void refusesAnArchiveThatUnpacksToTooMuch() throws IOException {
    Path file = archive("zeros.tar.gz", new Entry("pos/1.txt", "\0".repeat(7_000_000)));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(" bytes unpack to more than 6553600\n");
  }

  @Test
  void namesTheTextThatIsNotUtf8() throws IOException {
    put(folder.resolve("texts/pos/1.txt"), "");
    Path text = Files.write(folder.resolve("texts/pos/1.txt"), new byte[] {'a', (byte) 0xe9});
    Path file = archive("texts.tar", new Entry("pos/1.txt", "xxx"));
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 512, 515, (byte) 0xe9);
    Files.write(file, bytes);

    assertThatThrownBy(() -> Sources.open(spec(folder.resolve("texts"))).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(text + ":1: byte 2 of the line (0xe9) is not UTF-8");
    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":pos/1.txt: is not UTF-8");
  }

  @Test
  void refusesWhatIsNeitherFolderNorArchive() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "x");
    Path broken = Files.writeString(folder.resolve("a.tar"), "x".repeat(600));
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> Sources.open(spec(text)).columns())
        .isInstanceOf(UserException.class)
        .hasMessage(
            text + ": is a file, expected a folder of texts, or a .tar, .tar.gz or .tgz of it");
    assertThatThrownBy(() -> Sources.open(spec(broken)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(broken + ": cannot be read: ");
    assertThatThrownBy(() -> Sources.open(spec(empty)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(empty + ": is empty: it has no text");
  }
}
