package dev.sluice.run;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The runs in a folder such as {@code runs} or {@code runs/reviews}. */
public final class Runs {
  private static final int DEPTH = 3; // runs/name/stamp/config.yaml

  private Runs() {}

  /**
   * All runs in a folder and the two levels below it, by path: those of one name with the oldest
   * first.
   *
   * @throws UserException if there is no such folder
   */
  public static List<RunFolder> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          Problem.inFile(
              folder,
              "there is no such folder",
              "a training makes runs/ in the folder where it is started"));
    }
    try (Stream<Path> files =
        Files.find(
            Files.isSymbolicLink(folder) ? folder.toRealPath() : folder,
            DEPTH,
            (path, type) -> type.isRegularFile() && isConfig(path))) {
      return files
          .map(Path::getParent)
          .sorted(Comparator.comparing(Path::toString))
          .map(RunFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("cannot read %s: %s".formatted(folder, e.getMessage()), e));
    }
  }

  private static boolean isConfig(Path path) {
    return path.getFileName().toString().equals(RunFolder.CONFIG);
  }
}
