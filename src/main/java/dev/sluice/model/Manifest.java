package dev.sluice.model;

import dev.sluice.network.Arithmetic;
import dev.sluice.run.SoftwareVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The version of a model and the list of its files, {@code manifest.json}.
 *
 * @param version of the layout, see {@link BundleFiles#VERSION}
 * @param sluice the version that wrote the model; absent in version 1
 * @param arithmetic that it was trained with; absent in version 1
 * @param files all other files of the model, by name
 */
record Manifest(
    String format,
    int version,
    Optional<String> sluice,
    Optional<Integer> arithmetic,
    Dl4j dl4j,
    Map<String, Entry> files) {

  /**
   * The network for programs with DL4J only.
   *
   * @param file its name
   * @param none why there is none
   */
  record Dl4j(Optional<String> file, Optional<String> none) {}

  /**
   * One file.
   *
   * @param sha256 in hexadecimal
   */
  record Entry(long bytes, String sha256) {}

  Manifest {
    files = files == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** Of the files in a folder. */
  static Manifest of(Path folder, Dl4j dl4j) throws IOException {
    Map<String, Entry> files = new LinkedHashMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.sorted().toList()) {
        files.put(
            file.getFileName().toString(),
            new Entry(Files.size(file), BundleFiles.sha256(Files.readAllBytes(file))));
      }
    }
    return new Manifest(
        BundleFiles.FORMAT,
        BundleFiles.VERSION,
        Optional.of(SoftwareVersions.sluice()),
        Optional.of(Arithmetic.VERSION),
        dl4j,
        files);
  }
}
