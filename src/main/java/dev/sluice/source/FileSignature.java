package dev.sluice.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Formats that are no text, known by the first bytes of a file.
 *
 * <p>Signatures are those of https://www.garykessler.net/library/file_sigs.html, of the pages of
 * Parquet, Arrow and NumPy, and of pickles of protocol 2 and newer.
 */
enum FileSignature {
  ZIP(
      "a ZIP archive or a spreadsheet",
      "unpack it, or save the sheet as CSV in UTF-8",
      bytes('P', 'K', 3, 4)),
  OFFICE(
      "an Excel or Word file",
      "save the sheet as CSV in UTF-8",
      bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)),
  GZIP(
      "packed with gzip, without .gz at the end of its name",
      "rename it to NAME.gz, or unpack it: gzip -dc < NAME",
      bytes(0x1f, 0x8b, 8)),
  BZIP2("packed with bzip2", "unpack it: bzip2 -dc < NAME", bytes('B', 'Z', 'h')),
  XZ("packed with xz", "unpack it: xz -dc < NAME", bytes(0xfd, '7', 'z', 'X', 'Z', 0)),
  ZSTD("packed with zstd", "unpack it: zstd -dc < NAME", bytes(0x28, 0xb5, 0x2f, 0xfd)),
  SEVEN_ZIP("a 7-Zip archive", "unpack it", bytes('7', 'z', 0xbc, 0xaf, 0x27, 0x1c)),
  PARQUET("a Parquet file", Advice.TABLE, bytes('P', 'A', 'R', '1')),
  ARROW("an Arrow or Feather file", Advice.TABLE, bytes('A', 'R', 'R', 'O', 'W', '1')),
  SQLITE("an SQLite database", Advice.TABLE, bytes('S', 'Q', 'L', 'i', 't', 'e', ' ')),
  NUMPY(
      "an array of NumPy",
      "save arrays with numpy.savez, and read them with the npz source",
      bytes(0x93, 'N', 'U', 'M', 'P', 'Y')),
  PICKLE("a pickle of Python", Advice.TABLE, bytes(0x80, 2), bytes(0x80, 4, 0x95)),
  PDF("a PDF", "save its text in UTF-8", bytes('%', 'P', 'D', 'F', '-')),
  UTF_16(
      "UTF-16 without a byte order mark",
      "save the file as UTF-8, for example: iconv -f UTF-16LE -t UTF-8 NAME > NEW",
      bytes(Any.ASCII, 0, Any.ASCII, 0, Any.ASCII, 0));

  /** How many bytes the longest one has. */
  static final int LENGTH = 8;

  /** What several of them advise. */
  private static final class Advice {
    static final String TABLE = "write the rows as CSV in UTF-8, as to_csv of pandas does";
  }

  /** What stands for several bytes. */
  private static final class Any {
    static final int ASCII = -1; // from 1 to 127
  }

  private final String what;
  private final String advice;
  private final int[][] starts;

  FileSignature(String what, String advice, int[]... starts) {
    this.what = what;
    this.advice = advice;
    this.starts = starts;
  }

  private static int[] bytes(int... bytes) {
    return bytes;
  }

  /**
   * The format of what follows in a stream.
   *
   * @param bytes a stream that can be reset, which it is
   */
  static Optional<FileSignature> of(InputStream bytes) throws IOException {
    bytes.mark(LENGTH);
    byte[] start = bytes.readNBytes(LENGTH);
    bytes.reset();
    return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
  }

  private boolean begins(byte[] start) {
    return Arrays.stream(starts)
        .anyMatch(
            first ->
                start.length >= first.length
                    && IntStream.range(0, first.length)
                        .allMatch(
                            i ->
                                first[i] == Any.ASCII
                                    ? start[i] > 0
                                    : (start[i] & 0xff) == first[i]));
  }

  /** Such as "a ZIP archive". */
  String what() {
    return what;
  }

  /**
   * What to do with it.
   *
   * @param name of the file, for a shell
   */
  String advice(String name) {
    return advice.replace("NAME", name);
  }
}
