package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source that reads one file of text promises. */
interface TextSourceContract extends SourceContract {
  /** The file, which ends with a line end. */
  byte[] encoded(List<List<String>> records);

  @Override
  default Path write(Path folder, String name, List<List<String>> records) throws IOException {
    return Files.write(folder.resolve(name), encoded(records));
  }

  @Test
  default void unpacksFilesNamedGz(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.txt.GZ");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(encoded(records()));
    }

    assertThat(SourceContract.valuesOf(Sources.open(spec(file)).read()))
        .isEqualTo(records().subList(1, records().size()));
  }

  @Test
  default void acceptsAByteOrderMark(@TempDir Path folder) throws IOException {
    byte[] text = encoded(records());
    byte[] marked =
        Arrays.copyOf(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 3 + text.length);
    System.arraycopy(text, 0, marked, 3, text.length);

    Table table = Sources.open(spec(Files.write(folder.resolve("rows.txt"), marked))).read();

    assertThat(table.columns()).isEqualTo(records().get(0));
  }

  @Test
  default void namesTheLinesThatAreNotUtf8(@TempDir Path folder) throws IOException {
    byte[] start = encoded(records());
    byte[] bytes = Arrays.copyOf(start, start.length + 2);
    bytes[start.length] = (byte) 0xE9;
    bytes[start.length + 1] = '\n';
    Path file = Files.write(folder.resolve("rows.txt"), bytes);
    long line = 1 + new String(start, StandardCharsets.UTF_8).lines().count();

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":" + line + ": byte 1 ")
        .hasMessageContaining("(0xe9) is not UTF-8")
        .hasMessageEndingWith(
            "save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 %s > NEW"
                .formatted(file));
  }

  @Test
  default void namesUtf16AndWorkbooksAsWhatTheyAre(@TempDir Path folder) throws IOException {
    for (Charset utf16 : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      String marked = "\uFEFF" + new String(encoded(records()), StandardCharsets.UTF_8);
      Path file = Files.write(folder.resolve("rows.txt"), marked.getBytes(utf16));

      assertThatThrownBy(() -> Sources.open(spec(file)).read())
          .isInstanceOf(UserException.class)
          .hasMessage(
              file
                  + ": is UTF-16, expected UTF-8\n"
                  + "    save the file as UTF-8, for example: iconv -f UTF-16 -t UTF-8 %s > NEW"
                      .formatted(file));
    }
    Path workbook = folder.resolve("book.xlsx");
    try (ZipOutputStream packed = new ZipOutputStream(Files.newOutputStream(workbook))) {
      packed.putNextEntry(new ZipEntry("sheet.xml"));
      packed.write(
          new Random(1)
              .doubles(100)
              .mapToObj(Double::toString)
              .collect(Collectors.joining())
              .getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> Sources.open(spec(workbook)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("book.xlsx: is a ZIP archive or a spreadsheet, expected text");
  }

  @Test
  default void namesFilesOfOtherFormats(@TempDir Path folder) throws IOException {
    Path parquet = Files.write(folder.resolve("rows.parquet"), new byte[] {'P', 'A', 'R', '1', 21});
    Path packed = folder.resolve("rows of today");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(encoded(records()));
    }

    assertThatThrownBy(() -> Sources.open(spec(parquet)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            parquet
                + ": is a Parquet file, expected text\n"
                + "    write the rows as CSV in UTF-8, as to_csv of pandas does");
    assertThatThrownBy(() -> Sources.open(spec(packed)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            packed
                + ": is packed with gzip, without .gz at the end of its name, expected text\n"
                + "    rename it to '%1$s'.gz, or unpack it: gzip -dc < '%1$s'".formatted(packed));
  }

  @Test
  default void namesUtf16WithoutAByteOrderMark(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("two bytes a letter");
    Files.write(file, "text,label\r\n".getBytes(StandardCharsets.UTF_16LE));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ": is UTF-16 without a byte order mark, expected text\n"
                + "    save the file as UTF-8, for example: iconv -f UTF-16LE -t UTF-8 '"
                + file
                + "' > NEW");
  }

  @Test
  default void refusesAFolder(@TempDir Path folder) {
    assertThatThrownBy(() -> Sources.open(spec(folder)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(folder + ": is a folder, expected a file");
  }

  @Test
  default void refusesAnEmptyFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("rows.txt"), new byte[0]);

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": is empty");
  }

  @Test
  default void readsWindowsLineEnds(@TempDir Path folder) throws IOException {
    String text = new String(encoded(records()), StandardCharsets.UTF_8);
    Path file = Files.writeString(folder.resolve("rows.txt"), text.replace("\n", "\r\n"));

    assertThat(SourceContract.valuesOf(Sources.open(spec(file)).read()))
        .isEqualTo(records().subList(1, records().size()));
  }
}
