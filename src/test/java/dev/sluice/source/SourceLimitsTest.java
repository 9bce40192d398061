package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would fill the memory is refused at its place, in both kinds of files alike. */
class SourceLimitsTest {
  private static final Limits SMALL = new Limits(20, 6, 3, 2);

  @TempDir Path folder;

  @Test
  void takesWhatIsJustWithinTheLimits() throws IOException {
    String header = "a,b,123456";

    assertThat(csv("rows.csv", header + "\r\n1,2,654321\n").size()).isEqualTo(1);
    assertThat(tsv("rows.tsv", header.replace(',', '\t') + "\r\n1\t2\t3\n").size()).isEqualTo(1);
    assertThat(csv("rows.csv", "a,b,c\n\"1\n23\",\"\"\"\"\"\"\"\"\"\"\"\"\"\",3\n").value(0, 1))
        .isEqualTo("\"\"\"\"\"\"");
  }

  @Test
  void refusesALongLine() {
    String text = "a,b\r\n1,2\r\n123456,123456,1234567\n";

    assertRefused(
        ":3: has more than 20 characters\n"
            + "    check that this is a file of rows; if it is, raise data.source.%s.limits.line",
        text);
  }

  @Test
  void refusesALongValue() {
    assertRefused(
        ":2: value 2 has more than 6 characters\n"
            + "    check that each double quote is closed; if there are such values, raise data.source.%s.limits.cell",
        "a,b\n1,1234567\n");
  }

  @Test
  void refusesAValueOfManyLinesBeforeItIsReadWhole() throws IOException {
    String endless = "a,b\n1,\"" + "x\n".repeat(100_000);

    assertThatThrownBy(() -> csv("rows.csv", endless))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("rows.csv:2: a value has more than 6 characters");
  }

  @Test
  void refusesManyColumns() {
    assertRefused(
        ":2: has more than 3 values\n"
            + "    check the delimiter; if there are so many columns, raise data.source.%s.limits.columns",
        "a,b\n1,2,3,4\n");
  }

  @Test
  void refusesAFileThatUnpacksToTooMuch() {
    String zeros = "a,b\n" + "0,0\n".repeat(40_000); // 160 KB, packed less than 1 KB; 128 may be

    for (String kind : List.of("csv", "tsv")) {
      assertThatThrownBy(() -> read(kind, "zeros." + kind + ".gz", zeros))
          .isInstanceOf(UserException.class)
          .hasMessageMatching(
              "(?s).*zeros\\."
                  + kind
                  + "\\.gz: its \\d+ bytes unpack to more than 131072\n.*raise data.source."
                  + kind
                  + ".limits.unpacked");
    }
  }

  @Test
  void whatIsNotUtf8IsLookedAtWithinTheLimits() throws IOException {
    byte[] bytes = "a,b\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] longer = new byte[1000];
    System.arraycopy(bytes, 0, longer, 0, bytes.length);
    Path file = Files.write(folder.resolve("rows.csv"), longer);

    assertThatThrownBy(
            () -> Sources.open(new SourceSpec.Csv(file, ",", Optional.empty(), SMALL)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("rows.csv:3: has more than 20 characters");
  }

  private void assertRefused(String message, String commas) {
    for (String kind : List.of("csv", "tsv")) {
      assertThatThrownBy(() -> read(kind, "rows." + kind, commas))
          .isInstanceOf(UserException.class)
          .hasMessage(folder.resolve("rows." + kind) + message.formatted(kind));
    }
  }

  private Table read(String kind, String name, String commas) throws IOException {
    return kind.equals("csv") ? csv(name, commas) : tsv(name, commas.replace(',', '\t'));
  }

  private Table csv(String name, String text) throws IOException {
    return Sources.open(new SourceSpec.Csv(write(name, text), ",", Optional.empty(), SMALL)).read();
  }

  private Table tsv(String name, String text) throws IOException {
    return Sources.open(new SourceSpec.Tsv(write(name, text), Optional.empty(), SMALL)).read();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
