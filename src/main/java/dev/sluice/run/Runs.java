package dev.sluice.run;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The runs in a folder such as {@code runs} or {@code runs/reviews}. */
public final class Runs {
  private static final int DEPTH = 2; // runs/name/stamp

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
              "runs/ is created in the folder where a training is started"));
    }
    List<Path> folders = new ArrayList<>();
    try {
      Files.walkFileTree(
          Files.isSymbolicLink(folder) ? folder.toRealPath() : folder,
          Set.of(),
          DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes type) {
              return visitFile(path, type);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes type) {
              if (type.isDirectory() && new RunFolder(path).isRun()) {
                folders.add(path);
              }
              return FileVisitResult.CONTINUE;
            }

            /** A folder that cannot be read may be a run; opening it gives the reason. */
            @Override
            public FileVisitResult visitFileFailed(Path path, IOException why) {
              folders.add(path);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new FileFailure("read", folder, e);
    }
    return folders.stream()
        .sorted(Comparator.comparing(Path::toString))
        .map(RunFolder::new)
        .toList();
  }
}
