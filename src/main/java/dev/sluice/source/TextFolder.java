package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec.TextLimits;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files below a folder; links are refused, since they may lead out of it or form a cycle. */
record TextFolder(Path folder, TextLimits limits) implements FolderSource.Tree {
  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
              return !visited.equals(folder) && hidden(visited)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!hidden(file)) {
                if (!attributes.isRegularFile()) {
                  throw new UserException(
                      Problem.inFile(
                          file,
                          attributes.isSymbolicLink()
                              ? "is a link, expected a file"
                              : "is a device or a pipe, expected a file",
                          "replace it by a file or a folder, or remove it from " + folder));
                }
                paths.add(folder.relativize(file).toString().replace(File.separatorChar, '/'));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UserException(Problem.inFile(folder, "cannot be listed: " + e.getMessage(), ""), e);
    }
    return paths;
  }

  private static boolean hidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  @Override
  public Map<String, String> read(Collection<String> wanted) {
    Map<String, String> texts = new HashMap<>();
    for (String path : wanted) {
      Path file = folder.resolve(path);
      texts.put(
          path,
          new TextFile(file, limits.ofFile(), FolderSource.LIMITS)
              .read("", new WholeText(file, limits.text(), FolderSource.LIMITS + ".text")::read));
    }
    return texts;
  }
}
