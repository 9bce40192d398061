package dev.sluice.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a run reads, as it was when this was made.
 *
 * @param sha256 of its bytes, in hexadecimal
 */
public record DataFile(Path path, long bytes, String sha256) {
  public static DataFile of(Path path) {
    try {
      return new DataFile(path, Files.size(path), Provenance.sha256(path));
    } catch (IOException e) {
      throw new FileFailure("read", path, e);
    }
  }

  /** Whether the file that is there now, if any, has the same bytes. */
  public boolean isUnchanged() {
    return Files.isRegularFile(path) && of(path).equals(this);
  }
}
