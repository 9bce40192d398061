package dev.sluice.experiment;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.DataFile;
import dev.sluice.run.Provenance;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.LayerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that a run reads. */
public final class RunInputs {
  private static final String RESTORE =
      "restore the file that the run was started with, or start a new run";

  private RunInputs() {}

  /**
   * The files as they are now, those of the data first. What is not a file is left out: reading the
   * source will report it.
   */
  static List<DataFile> of(Config config) {
    return paths(config).stream().filter(DataFile::isThere).map(DataFile::of).toList();
  }

  /** Absolute, so that they are found from every working directory. */
  private static List<Path> paths(Config config) {
    return Stream.concat(ofData(config.data()).stream(), ofTraining(config).stream())
        .distinct()
        .toList();
  }

  static List<Path> ofData(DataSpec data) {
    return Stream.of(
            List.of(data.source().path()),
            data.split().files(),
            data.input().files(),
            data.target().files())
        .flatMap(List::stream)
        .map(Path::toAbsolutePath)
        .distinct()
        .toList();
  }

  /** Those that only the training reads. */
  private static List<Path> ofTraining(Config config) {
    return Stream.concat(
            config.training().files().stream(),
            config.network().vectors().map(LayerSpec.Vectors::file).stream())
        .map(Path::toAbsolutePath)
        .toList();
  }

  /**
   * Makes sure that the data files of a config have not changed since the run began.
   *
   * @throws UserException with every file that is missing or has changed
   */
  public static void requireUnchanged(RunFolder run, DataSpec data) {
    List<Provenance.ReadFile> begun =
        Provenance.read(run.provenance()).map(Provenance::data).orElse(List.of());
    requireUnchanged(run, ofData(data), begun);
  }

  /** The same of all files that a training reads. */
  static void requireUnchanged(RunFolder run, Config config) {
    List<Provenance.ReadFile> begun =
        Provenance.read(run.provenance()).map(Provenance::allRead).orElse(List.of());
    requireUnchanged(run, paths(config), begun);
  }

  private static void requireUnchanged(
      RunFolder run, List<Path> paths, List<Provenance.ReadFile> begun) {
    if (begun.size() != paths.size()) {
      throw new UserException(
          Problem.inFile(
              run.provenance(),
              begun.isEmpty()
                  ? "lists no data files"
                  : "lists %s data files, and the config has %s"
                      .formatted(begun.size(), paths.size()),
              "restore the file, or start a new run"));
    }
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Path path = paths.get(i);
      Path before = Path.of(begun.get(i).path());
      if (!DataFile.isThere(path)) {
        problems.add(Problem.inFile(path, "no longer exists", RESTORE));
      } else if (!DataFile.of(path).sha256().equals(begun.get(i).sha256())) {
        problems.add(
            Problem.inFile(
                path,
                path.equals(before)
                    ? "has changed since the run was started"
                    : "is not the same as the file that the run was started with, " + before,
                RESTORE));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /**
   * Makes sure that the files have not changed while they were read.
   *
   * @param before the files as they were before they were read
   */
  static void requireUnchangedWhileRead(List<DataFile> before, Config config) {
    List<Problem> problems =
        paths(config).stream()
            .filter(
                path -> before.stream().noneMatch(f -> f.path().equals(path) && f.isUnchanged()))
            .map(
                path ->
                    Problem.inFile(
                        path,
                        "has changed while it was read",
                        "wait until no program writes to it, and run again"))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }
}
