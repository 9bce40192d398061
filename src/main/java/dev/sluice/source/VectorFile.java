package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Word vectors in a file: text in the format of word2vec and fastText, whose first line gives the
 * number and the size of the vectors, or in that of GloVe, without such a line; or word2vec's
 * binary format, if the name ends in {@code .bin}. Each may be compressed with gzip. Text is UTF-8;
 * a word may contain spaces, since its numbers are the last ones of the line. If a word occurs
 * twice, the first vector counts.
 */
public final class VectorFile {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 1 << 20; // bytes
  private static final int FASTTEXT_MODEL = 793712314; // how fastText's own .bin begins
  private static final double[] POWERS = new double[23]; // exact in a double

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private final Path path;
  private final int size;
  private final Set<String> words;
  private final Map<String, float[]> found = new HashMap<>();

  private VectorFile(Path path, int size, Set<String> words) {
    this.path = path;
    this.size = size;
    this.words = words;
  }

  /**
   * The vectors of these words; other lines are also read and checked, but not kept.
   *
   * @param size of each vector
   * @throws UserException if the file cannot be read, has vectors of another size, numbers that are
   *     not finite, or another count than it says
   */
  public static Map<String, float[]> read(Path path, int size, Set<String> words) {
    Optional<Problem> missing = new TextFile(path).missing();
    if (missing.isPresent()) {
      throw new UserException(missing.get());
    }
    VectorFile file = new VectorFile(path, size, words);
    try (InputStream in = file.open()) {
      if (file.lowerCaseName().matches(".*\\.bin(\\.gz)?")) {
        file.readBinary(in);
      } else {
        file.readText(in);
      }
    } catch (EOFException e) {
      throw file.refused(
          "ends in the middle of a vector", "download the file again: it is incomplete");
    } catch (IOException e) {
      throw file.refused("cannot be read: " + e.getMessage(), "download the file again");
    }
    return file.found;
  }

  private String lowerCaseName() {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private boolean packed() {
    return lowerCaseName().endsWith(".gz");
  }

  private InputStream open() throws IOException {
    InputStream bytes = Files.newInputStream(path);
    return packed() ? new GZIPInputStream(bytes, BUFFER) : bytes;
  }

  // Text

  private byte[] buffer = new byte[BUFFER];
  private int end; // bytes in the buffer
  private int lineAt; // where the line begins
  private int lineEnd = -1; // after its last byte

  /** The next line, without its end; false after the last. */
  private boolean nextLine(InputStream in, long number) throws IOException {
    int from = lineEnd + 1;
    int at = from;
    while (true) {
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end) {
        break;
      }
      int kept = Math.max(0, end - from);
      if (kept >= LONGEST_LINE) {
        throw refusedAt(number, "is longer than %s bytes".formatted(LONGEST_LINE));
      }
      byte[] to = kept * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, Math.min(from, end), to, 0, kept);
      buffer = to;
      int read = in.read(buffer, kept, buffer.length - kept);
      from = 0;
      at = kept;
      end = kept + Math.max(0, read);
      if (read <= 0) {
        if (kept == 0) {
          return false;
        }
        break;
      }
    }
    lineAt = from;
    lineEnd = at;
    return true;
  }

  private void readText(InputStream in) throws IOException {
    long promised = -1;
    long count = 0;
    float[] numbers = new float[size];
    for (long line = 1; nextLine(in, line); line++) {
      int to = trimmedEnd();
      if (line == 1) {
        String[] fields =
            new String(buffer, lineAt, Math.min(to - lineAt, 64), StandardCharsets.UTF_8)
                .split(" ");
        if (fields.length == 2 && fields[0].matches("\\d+") && fields[1].matches("\\d+")) {
          promised = promised(fields, 2);
          continue;
        }
        requireSize(fields(to) - 1);
      }
      if (to == lineAt) {
        throw refusedAt(line, "is empty");
      }
      int wordEnd = read(numbers, to);
      if (wordEnd < 0) {
        wordEnd = readSlowly(numbers, to, line);
      }
      keep(new String(buffer, lineAt, wordEnd - lineAt, StandardCharsets.UTF_8), numbers);
      count++;
    }
    requireCount(promised, count);
  }

  private int trimmedEnd() {
    int to = lineEnd;
    while (to > lineAt && (buffer[to - 1] == ' ' || buffer[to - 1] == '\r')) {
      to--;
    }
    return to;
  }

  private int fields(int to) {
    int fields = 1;
    for (int i = lineAt; i < to; i++) {
      fields += buffer[i] == ' ' ? 1 : 0;
    }
    return fields;
  }

  /**
   * Reads a word without spaces and plain numbers; returns the end of the word, or -1 for any other
   * line.
   */
  private int read(float[] numbers, int to) {
    int at = lineAt;
    while (at < to && buffer[at] != ' ') {
      at++;
    }
    int wordEnd = at;
    for (int j = 0; j < size; j++) {
      if (at >= to || buffer[at] != ' ') {
        return -1;
      }
      at++;
      boolean minus = at < to && buffer[at] == '-';
      at += minus ? 1 : 0;
      long digits = 0;
      int begin = at;
      int point = -1;
      while (at < to) {
        byte c = buffer[at];
        if (c >= '0' && c <= '9') {
          digits = digits * 10 + c - '0';
        } else if (c == '.' && point < 0) {
          point = at;
        } else {
          break;
        }
        at++;
      }
      int length = at - begin - (point < 0 ? 0 : 1);
      if (length < 1 || length > 15 || at < to && buffer[at] != ' ') {
        return -1; // digits are exact up to 15
      }
      double value = point < 0 ? digits : digits / POWERS[at - point - 1];
      numbers[j] = (float) (minus ? -value : value);
    }
    return at == to ? wordEnd : -1;
  }

  /** The same for words with spaces and any number that Java can parse. */
  private int readSlowly(float[] numbers, int to, long line) {
    String[] fields =
        new String(buffer, lineAt, to - lineAt, StandardCharsets.UTF_8).split(" ", -1);
    if (fields.length <= size) {
      throw refusedAt(line, "has %s numbers, expected %s".formatted(fields.length - 1, size));
    }
    int first = fields.length - size;
    for (int j = 0; j < size; j++) {
      String field = fields[first + j];
      try {
        numbers[j] = Float.parseFloat(field);
      } catch (NumberFormatException e) {
        throw refusedAt(line, "'%s' is not a number".formatted(field));
      }
      if (!Float.isFinite(numbers[j])) {
        throw refusedAt(line, "'%s' is not finite".formatted(field));
      }
    }
    if (first > 1 && isNumber(fields[first - 1])) {
      throw refusedAt(line, "has more than %s numbers".formatted(size));
    }
    int bytes = 0;
    for (int j = 0; j < first; j++) {
      bytes += fields[j].getBytes(StandardCharsets.UTF_8).length + (j > 0 ? 1 : 0);
    }
    return lineAt + bytes;
  }

  private static boolean isNumber(String field) {
    return field.matches("-?\\d+\\.\\d{3,}");
  }

  // Binary

  private void readBinary(InputStream bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(bytes, BUFFER);
    in.mark(8);
    byte[] begin = in.readNBytes(Integer.BYTES);
    if (begin.length == Integer.BYTES
        && ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN).getInt() == FASTTEXT_MODEL) {
      throw refused("is a model of fastText, not vectors", "give its file of vectors, .vec");
    }
    in.reset();
    String[] fields = word(in, '\n', 0).split(" ");
    if (fields.length != 2 || !fields[0].matches("\\d+") || !fields[1].matches("\\d+")) {
      throw refused(
          "does not start with a line such as 400000 100, as word2vec's binary format does",
          "if it is a text file, give it another extension than .bin");
    }
    long promised = promised(fields, Float.BYTES);
    byte[] row = new byte[size * Float.BYTES];
    float[] numbers = new float[size];
    for (long i = 1; i <= promised; i++) {
      String word = word(in, ' ', i);
      if (in.readNBytes(row, 0, row.length) < row.length) {
        throw new EOFException();
      }
      ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
      for (float number : numbers) {
        if (!Float.isFinite(number)) {
          throw refused(
              "vector %s, of '%s', has a number that is not finite".formatted(i, word), "");
        }
      }
      keep(word, numbers);
    }
    in.mark(1);
    int next = in.read();
    if (next == '\n') {
      next = in.read();
    }
    if (next >= 0) {
      throw refused(
          "continues after the %s vectors that its first line says".formatted(promised), "");
    }
  }

  /** Reads up to a byte; line breaks before the word, which some programs write, are skipped. */
  private String word(InputStream in, char until, long number) throws IOException {
    byte[] word = new byte[16];
    int length = 0;
    for (int b = in.read(); b != until; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (b == '\n' && length == 0) {
        continue;
      }
      if (length == LONGEST_LINE) {
        throw refused("vector %s has no word".formatted(number), "download the file again");
      }
      if (length == word.length) {
        word = Arrays.copyOf(word, 2 * length);
      }
      word[length++] = (byte) b;
    }
    return new String(word, 0, length, StandardCharsets.UTF_8);
  }

  // Both

  private void keep(String word, float[] numbers) {
    if (words.contains(word)) {
      found.putIfAbsent(word, numbers.clone());
    }
  }

  /**
   * The number of vectors according to the first line, if the file can hold them.
   *
   * @param least bytes of a number
   */
  private long promised(String[] fields, int least) throws IOException {
    double vectors = Double.parseDouble(fields[0]);
    double numbers = Double.parseDouble(fields[1]);
    if (vectors > Integer.MAX_VALUE
        || numbers > Integer.MAX_VALUE
        || !packed() && vectors * numbers * least > Files.size(path)) {
      throw refusedAt(
          1,
          "its first line says %s vectors of %s numbers, but the file has %s bytes"
              .formatted(fields[0], fields[1], Files.size(path)));
    }
    requireSize(Integer.parseInt(fields[1]));
    return Long.parseLong(fields[0]);
  }

  private void requireSize(int numbers) {
    if (numbers != size) {
      throw refusedAt(
          1, "has vectors of %s numbers, and the embedding has size %s".formatted(numbers, size));
    }
  }

  private void requireCount(long promised, long count) {
    if (promised >= 0 && promised != count) {
      throw refused(
          "its first line says %s vectors, but it has %s".formatted(promised, count),
          "download the file again if it is incomplete, or correct the line");
    }
  }

  private UserException refused(String what, String advice) {
    return new UserException(Problem.inFile(path, what, advice));
  }

  private UserException refusedAt(long line, String what) {
    return new UserException(
        Problem.inFile(path, line, what, "a line is a word and %s numbers".formatted(size)));
  }
}
