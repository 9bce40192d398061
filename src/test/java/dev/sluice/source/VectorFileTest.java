package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {
  private static final Set<String> WORDS = Set.of("the", ". .", "été");

  @TempDir Path folder;

  private Map<String, float[]> read(String name, String text) throws IOException {
    return read(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, float[]> read(String name, byte[] bytes) throws IOException {
    return VectorFile.read(Files.write(folder.resolve(name), bytes), 2, WORDS);
  }

  @Test
  void readsGloveAndTheTextOfWord2vecAndFasttext() throws IOException {
    String lines = "the 0.25 -1.5\nother 1 2\n. . 3e-3 -.5\nété 0.1234567890123456789 7.\n";
    for (String text :
        new String[] {
          lines,
          "4 2\n" + lines,
          lines.replace("\n", "\r\n"),
          lines.replace("\n", " \n"),
          lines.substring(0, lines.length() - 1)
        }) {
      Map<String, float[]> vectors = read("vectors.vec", text);

      assertThat(vectors).containsOnlyKeys("the", ". .", "été");
      assertThat(vectors.get("the")).containsExactly(0.25f, -1.5f);
      assertThat(vectors.get(". .")).containsExactly(0.003f, -0.5f);
      assertThat(vectors.get("été")).containsExactly(0.12345679f, 7f);
    }
  }

  @Test
  void readsPackedFilesLinesLongerThanItsBufferAndTheFirstOfTwoVectors() throws IOException {
    Path file = folder.resolve("vectors.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(("x".repeat(200_000) + " 1 2\n").getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 20_000; i++) {
        out.write("w%s 1.5 2\n".formatted(i).getBytes(StandardCharsets.UTF_8));
      }
      out.write("the 3 4\nthe 5 6\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(VectorFile.read(file, 2, WORDS).get("the")).containsExactly(3f, 4f);
  }

  @Test
  void readsTheBinaryFormOfWord2vecWithAndWithoutLineEnds() throws IOException {
    for (String between : new String[] {"", "\n"}) {
      byte[] bytes = binary("2 2\n", between);
      Map<String, float[]> vectors = read("vectors.bin", bytes);

      assertThat(vectors).containsOnlyKeys("the");
      assertThat(vectors.get("the")).containsExactly(0.5f, -3f);
    }
  }

  private static byte[] binary(String header, String between) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header.getBytes(StandardCharsets.UTF_8));
    for (String word : new String[] {"other", "the"}) {
      out.write((word + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer numbers = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.write(numbers.putFloat(0.5f).putFloat(-3f).array());
      out.write(between.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void namesTheLineThatIsBroken() {
    refused("a.txt", "the 1 2\nother 1\n", "a.txt:2: has 1 numbers, expected 2");
    refused("a.txt", "the 1 2\nother 1 x\n", "a.txt:2: 'x' is not a number");
    refused("a.txt", "the 1 2\nother 1 nan\n", "a.txt:2: 'nan' is not a number");
    refused("a.txt", "the 1 2\nother 1 NaN\n", "a.txt:2: 'NaN' is not finite");
    refused("a.txt", "the 1 2\nother 1 1e60\n", "a.txt:2: '1e60' is not finite");
    refused("a.txt", "the 1 2\n\nother 1 2\n", "a.txt:2: is empty");
    refused("a.txt", "the 1 2\nother 0.123 0.456 0.789\n", "a.txt:2: has more than 2 numbers");
    refused(
        "a.txt", "the 1 2 3\n", "a.txt:1: has vectors of 3 numbers, and the embedding has size 2");
  }

  @Test
  void refusesCountsAndSizesThatTheFileDoesNotHave() throws IOException {
    refused("a.txt", "3 2\nthe 1 2\n", "its first line says 3 vectors, but it has 1");
    refused(
        "a.txt",
        "99999999999 2\nthe 1 2\n",
        "a.txt:1: its first line says 99999999999 vectors of 2 numbers, but the file has 22 bytes");
    refused("a.txt", "1 3\nthe 1 2 3\n", "a.txt:1: has vectors of 3 numbers");
    assertThatThrownBy(() -> read("a.bin", binary("3 2\n", "")))
        .hasMessageContaining("ends in the middle of a vector");
    assertThatThrownBy(() -> read("a.bin", binary("1 2\n", "")))
        .hasMessageContaining("continues after the 1 vectors that its first line says");
    assertThatThrownBy(() -> read("a.bin", binary("no header\n", "")))
        .hasMessageContaining("does not start with a line such as 400000 100");
    byte[] model = {(byte) 0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0};
    assertThatThrownBy(() -> read("a.bin", model)).hasMessageContaining("is a model of fastText");
    assertThatThrownBy(() -> VectorFile.read(folder.resolve("gone.txt"), 2, WORDS))
        .hasMessageContaining("gone.txt: does not exist");
  }

  private void refused(String name, String text, String message) {
    assertThatThrownBy(() -> read(name, text)).hasMessageContaining(message);
  }
}
