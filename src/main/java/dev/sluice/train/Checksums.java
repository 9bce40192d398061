package dev.sluice.train;

import dev.sluice.run.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code checksums.json} of a checkpoint: the sizes and hashes of its other files when they were
 * written.
 *
 * @param version of the format
 * @param arithmetic of {@link dev.sluice.network.Arithmetic}
 * @param sluice the version of Sluice
 * @param files by name
 */
record Checksums(int version, int arithmetic, String sluice, Map<String, Written> files) {
  Checksums {
    files = files == null ? Map.of() : new LinkedHashMap<>(files);
  }

  record Written(long bytes, String sha256) {
    static Written of(Path file) throws IOException {
      return new Written(Files.size(file), Provenance.sha256(file));
    }

    /** Compares the size first: the present file may have any size. */
    boolean is(Path file) {
      return file.toFile().length() == bytes && Provenance.sha256(file).equals(sha256);
    }
  }
}
