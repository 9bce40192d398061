package dev.sluice.source;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.ShellWord;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of strict UTF-8, unpacked if its name ends in {@code .gz} or {@code .tgz}; a byte order
 * mark is skipped.
 *
 * @param key of the limits in the config
 */
record TextFile(Path path, SourceSpec.Limits limits, String key) {
  private static final int SMALLEST = 1 << 16; // bytes; up to here, a packed file counts as small
  private static final int BUFFER = 1 << 16; // bytes
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  TextFile(Path path) {
    this(path, SourceSpec.Limits.USUAL, "");
  }

  /** Processes the characters of the file. */
  @FunctionalInterface
  interface Reading<T> {
    /** Exceptions of the reader are passed on, also as {@link UncheckedIOException}. */
    T from(BufferedReader characters) throws IOException;
  }

  /** Processes the bytes of the file. */
  @FunctionalInterface
  interface ByteReading {
    void from(InputStream bytes) throws IOException;
  }

  /**
   * Reads the file from its start.
   *
   * @param end is appended to the content of the file
   * @throws UserException if the file cannot be read or is not UTF-8
   */
  <T> T read(String end, Reading<T> reading) {
    try (InputStream bytes = new BufferedInputStream(open(), BUFFER);
        InputStream ended =
            new SequenceInputStream(
                bytes, new ByteArrayInputStream(end.getBytes(StandardCharsets.UTF_8)))) {
      requireText(bytes);
      return decode(ended, path, limits, key, reading);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * As {@link #read(String, Reading)}.
   *
   * @param text read instead of the file, whose path is its name in messages
   */
  <T> T read(Optional<byte[]> text, String end, Reading<T> reading) {
    return text.map(
            given -> {
              byte[] more = end.getBytes(StandardCharsets.UTF_8);
              byte[] ended = Arrays.copyOf(given, given.length + more.length);
              System.arraycopy(more, 0, ended, given.length, more.length);
              return read(ended, path, limits, key, reading);
            })
        .orElseGet(() -> read(end, reading));
  }

  private void requireText(InputStream bytes) throws IOException {
    Optional<FileSignature> format = FileSignature.of(bytes);
    if (format.isPresent()) {
      throw new UserException(
          Problem.inFile(
              path,
              "is %s, expected text".formatted(format.get().what()),
              format.get().advice(ShellWord.of(path))));
    }
  }

  /** Reads the bytes of the file, unpacked, from its start. */
  void readBytes(ByteReading reading) {
    try (InputStream bytes = open()) {
      reading.from(bytes);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads a text that is part of another file.
   *
   * @param name for messages
   * @param key of the limits in the config
   * @throws UserException if it is not UTF-8 or beyond the limits
   */
  static <T> T read(
      byte[] text, Object name, SourceSpec.Limits limits, String key, Reading<T> reading) {
    try {
      return decode(new ByteArrayInputStream(text), name, limits, key, reading);
    } catch (CharacterCodingException e) {
      throw new UserException(Problem.inFile(name, "is not UTF-8", "save it as UTF-8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T decode(
      InputStream bytes, Object name, SourceSpec.Limits limits, String key, Reading<T> reading)
      throws IOException {
    BufferedReader characters =
        new BufferedReader(
            new LimitedLines(
                new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()),
                name,
                limits.line(),
                key + ".line"),
            BUFFER);
    characters.mark(1);
    if (characters.read() != BYTE_ORDER_MARK) {
      characters.reset();
    }
    return reading.from(characters);
  }

  private boolean packed() {
    return path.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\.t?gz");
  }

  /** What is wrong if there is no file at the path. */
  Optional<Problem> missing() {
    if (Files.isRegularFile(path)) {
      return Optional.empty();
    }
    return Optional.of(
        Files.isDirectory(path)
            ? Problem.inFile(path, "is a folder, expected a file", "")
            : Files.exists(path)
                ? Problem.inFile(
                    path, "is a device or a pipe, expected a file", "copy its content to a file")
                : Problem.inFile(path, "does not exist", NearNames.questionOf(path)));
  }

  private InputStream open() throws IOException {
    Optional<Problem> missing = missing();
    if (missing.isPresent()) {
      throw new UserException(missing.get());
    }
    InputStream bytes = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      return packed() ? limited(new GZIPInputStream(bytes, BUFFER)) : bytes;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private Reader limited(Reader characters) {
    return new LimitedLines(characters, path, limits.line(), key + ".line");
  }

  private InputStream limited(InputStream unpacked) throws IOException {
    long packed = Files.size(path);
    long most = limits.unpacked() * Math.max(packed, SMALLEST);
    return new FilterInputStream(unpacked) {
      private long bytes;

      @Override
      public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int count = super.read(buffer, offset, wanted);
        bytes += Math.max(count, 0);
        if (bytes > most) {
          throw new UserException(
              Problem.inFile(
                  path,
                  "its %s bytes unpack to more than %s".formatted(packed, most),
                  "check that the file is not malicious; if the size is what you expect, raise %s.unpacked"
                      .formatted(key)));
        }
        return count;
      }
    };
  }

  private UserException unreadable(IOException e) {
    if (e instanceof CharacterCodingException) {
      return new UserException(notUtf8());
    }
    if (e instanceof AccessDeniedException) {
      return new UserException(Problem.inFile(path, "cannot be read: permission denied", ""), e);
    }
    if (packed() && (e instanceof ZipException || e instanceof EOFException)) {
      return new UserException(
          Problem.inFile(
              path,
              "cannot be unpacked: " + e.getMessage(),
              "its name says gzip, but it is damaged, incomplete, or not compressed"),
          e);
    }
    return new UserException(Problem.inFile(path, "cannot be read: " + e.getMessage(), ""), e);
  }

  private List<Problem> notUtf8() {
    byte[] start;
    try (InputStream bytes = open()) {
      start = bytes.readNBytes(4);
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (startsWith(start, 0xff, 0xfe) || startsWith(start, 0xfe, 0xff)) {
      return List.of(Problem.inFile(path, "is UTF-16, expected UTF-8", asUtf8("UTF-16")));
    }
    return malformedLines();
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    return bytes.length >= first.length
        && IntStream.range(0, first.length).allMatch(i -> (bytes[i] & 0xff) == first[i]);
  }

  private String asUtf8(String encoding) {
    String file = ShellWord.of(path);
    return "save the file as UTF-8, for example: "
        + (packed()
            ? "gzip -dc %s | iconv -f %s -t UTF-8 > NEW".formatted(file, encoding)
            : "iconv -f %s -t UTF-8 %s > NEW".formatted(encoding, file));
  }

  private List<Problem> malformedLines() {
    RowProblems malformed = new RowProblems(path.toString());
    // ISO 8859-1 keeps every byte, so that lines can be separated before they are decoded.
    try (InputStream bytes = open();
        BufferedReader lines =
            new BufferedReader(
                limited(new InputStreamReader(bytes, StandardCharsets.ISO_8859_1.newDecoder())))) {
      long number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine(), number++) {
        ByteBuffer undecoded = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
        try {
          StandardCharsets.UTF_8.newDecoder().decode(undecoded);
        } catch (CharacterCodingException e) {
          malformed.add(
              number,
              "byte %s of the line (0x%02x) is not UTF-8"
                  .formatted(undecoded.position() + 1, undecoded.get(undecoded.position()) & 0xff));
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return malformed.problems(asUtf8("WINDOWS-1252"));
  }
}
