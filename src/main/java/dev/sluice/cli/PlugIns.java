package dev.sluice.cli;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;

/**
 * Checks the entries that the user added to the class path, since Java ignores missing ones
 * silently.
 */
final class PlugIns {
  private static final String VARIABLE = "SLUICE_PLUGINS";

  private PlugIns() {}

  /**
   * @param classPath as the user gave it; empty if there is none
   * @throws UserException with every entry that does not exist
   */
  static void requirePresent(String classPath) {
    List<Problem> problems = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      if (!entry.isEmpty() && !exists(entry)) {
        problems.add(
            Problem.inFile(
                VARIABLE,
                "'%s' does not exist".formatted(entry),
                "list jars or folders of classes, separated by '%s'"
                    .formatted(File.pathSeparator)));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private static boolean exists(String entry) {
    boolean isAllJarsOfAFolder = entry.equals("*") || entry.endsWith(File.separator + "*");
    try {
      return isAllJarsOfAFolder
          ? Files.isDirectory(Path.of(entry.substring(0, entry.length() - 1)))
          : Files.exists(Path.of(entry));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  static Problem cannotBeLoaded(ServiceConfigurationError e) {
    return Problem.inFile(VARIABLE, "a plug-in cannot be loaded: " + e.getMessage(), "");
  }
}
