package dev.sluice.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The origin of an imported model, {@code import.json}; docs/run-folder.md describes it.
 *
 * @param file that was read
 * @param program that trained it, with its version
 * @param layers the original of each layer of the network, the output last
 * @param notes on the translation for the user
 * @param compared the number of examples whose outputs were compared with those of the program
 * @param difference the largest, if there was one to compare
 */
public record ImportRecord(
    Provenance.ReadFile file,
    String program,
    List<String> layers,
    List<String> notes,
    int compared,
    Optional<Double> difference) {
  public ImportRecord {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(program, "program");
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  /** For a file as it is now. */
  public static ImportRecord of(
      Path file,
      String program,
      List<String> layers,
      List<String> notes,
      int compared,
      Optional<Double> difference) {
    return new ImportRecord(
        Provenance.ReadFile.of(DataFile.of(file)), program, layers, notes, compared, difference);
  }

  public void write(Path to) {
    Json.write(to, this);
  }

  /** Empty if there is no such file. */
  public static Optional<ImportRecord> read(Path file) {
    return Json.read(file, ImportRecord.class);
  }
}
