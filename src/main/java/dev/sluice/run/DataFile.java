package dev.sluice.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file or a folder that a run reads, as it was when this was made.
 *
 * @param bytes of a folder, those of all its files
 * @param sha256 of its bytes, in hexadecimal; of a folder, of a line for each of its files in the
 *     order of their paths: path, size and SHA-256 with tabs between them. Hidden files do not
 *     count.
 */
public record DataFile(Path path, long bytes, String sha256) {
  public static DataFile of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return ofFolder(path);
      }
      return new DataFile(path, Files.size(path), Provenance.sha256(path));
    } catch (IOException e) {
      throw new FileFailure("read", path, e);
    } catch (UncheckedIOException e) {
      throw new FileFailure("read", path, e.getCause());
    }
  }

  /** Whether it can be hashed: it exists, and is neither a device nor a pipe. */
  public static boolean isThere(Path path) {
    return Files.isRegularFile(path) || Files.isDirectory(path);
  }

  private static DataFile ofFolder(Path folder) throws IOException {
    MessageDigest digest = Provenance.sha256();
    long bytes = 0;
    for (Path relative : files(folder)) {
      DataFile file = of(folder.resolve(relative));
      bytes += file.bytes();
      String name = relative.toString().replace(folder.getFileSystem().getSeparator(), "/");
      digest.update(
          (name + "\t" + file.bytes() + "\t" + file.sha256() + "\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    return new DataFile(folder, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(folder::relativize)
          .filter(DataFile::isShown)
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .toList();
    }
  }

  private static boolean isShown(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** Whether the present file, if any, has the same content. */
  public boolean isUnchanged() {
    return isThere(path) && of(path).equals(this);
  }
}
