package dev.sluice.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A file damaged in many ways, each of which is refused as a user's mistake or imported. What a zip
 * file holds is damaged before it is packed, since a checksum would refuse it else.
 */
record DamagedFiles(Path original, Random random) {
  private static final List<String> NUMBERS =
      List.of("0", "-1", "1", "3", "2147483647", "99999999", "1e9", "null", "true", "\"x\"", "[]");
  private static final long[] SIZES = {
    0, 1, 2, 8, 255, 65535, Integer.MAX_VALUE, Long.MAX_VALUE, -1
  };

  /** What became of a damaged file. */
  enum Outcome {
    IMPORTED,
    REFUSED
  }

  /** Writes the file with some damage. */
  void write(Path to) throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    boolean zip = bytes[0] == 'P' && bytes[1] == 'K';
    if (!zip || random.nextInt(10) == 0) {
      Files.write(to, damaged(bytes));
      return;
    }
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(original.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          parts.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    String name = List.copyOf(parts.keySet()).get(random.nextInt(parts.size()));
    parts.put(
        name,
        name.endsWith(".json") && random.nextInt(5) > 0
            ? damagedJson(parts.get(name))
            : damaged(parts.get(name)));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        out.putNextEntry(new ZipEntry(part.getKey()));
        out.write(part.getValue());
        out.closeEntry();
      }
    }
    Files.write(to, packed.toByteArray());
  }

  /** Other bits, sizes, parts that are gone, doubled or in another place. */
  private byte[] damaged(byte[] whole) {
    byte[] bytes = whole.clone();
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && bytes.length > 16; i++) {
      // The structure of these files stands at their begin more often than at their end.
      int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 4096) : bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> size(bytes, at & ~7, SIZES[random.nextInt(SIZES.length)]);
        case 3 -> bytes = java.util.Arrays.copyOf(bytes, at);
        case 4 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, Math.max(0, length));
        }
        default -> size(bytes, at & ~7, random.nextInt(bytes.length));
      }
    }
    return bytes;
  }

  /** Least significant byte first, as HDF5 has sizes and addresses. */
  private static void size(byte[] bytes, int at, long size) {
    for (int i = 0; i < Long.BYTES && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (size >> 8 * i);
    }
  }

  /** Another number or word in a place of a number or a word. */
  private byte[] damagedJson(byte[] whole) {
    String text = new String(whole, StandardCharsets.UTF_8);
    List<MatchResult> values =
        new ArrayList<>(
            Pattern.compile("(?<=: |\\[|, )(-?[0-9.]+|true|false|null|\"[^\"]*\")")
                .matcher(text)
                .results()
                .toList());
    if (values.isEmpty()) {
      return damaged(whole);
    }
    MatchResult one = values.get(random.nextInt(values.size()));
    MatchResult other = values.get(random.nextInt(values.size()));
    String value =
        random.nextBoolean() ? NUMBERS.get(random.nextInt(NUMBERS.size())) : other.group();
    return (text.substring(0, one.start()) + value + text.substring(one.end()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Imports a damaged file, and looks at how it is refused, if it is. */
  static Outcome outcome(ImportFormat format, Path file, ImportOptions options) {
    try {
      ModelImport.of(format, file, options);
      return Outcome.IMPORTED;
    } catch (UserException refused) {
      assertThat(refused.problems())
          .allSatisfy(problem -> assertThat(problem.location()).isNotEmpty());
      return Outcome.REFUSED;
    }
  }
}
