package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec.TextLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of a tar archive, which is read in place: nothing is unpacked to the disk.
 *
 * @param file the archive
 */
record TextArchive(TextFile file, TextLimits limits) implements FolderSource.Tree {
  @Override
  public List<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    walk(
        (path, entry, bytes) -> {
          if (!paths.add(path)) {
            throw refusal(entry, "is in the archive twice");
          }
          return true;
        });
    return new ArrayList<>(paths);
  }

  @Override
  public Map<String, String> read(Collection<String> wanted) {
    Map<String, String> texts = new HashMap<>();
    Set<String> left = new HashSet<>(wanted);
    walk(
        (path, entry, bytes) -> {
          if (left.remove(path)) {
            texts.put(path, text(path, entry, bytes));
          }
          return !left.isEmpty();
        });
    if (!left.isEmpty()) {
      throw new UserException(Problem.inFile(file.path(), "has changed while it was read", ""));
    }
    return texts;
  }

  private String text(String path, TarArchiveEntry entry, InputStream bytes) throws IOException {
    long most = 4L * limits.text(); // bytes of UTF-8
    if (entry.getSize() > most) {
      throw refusal(
          entry,
          "has %s bytes, which is more than a text of %s characters"
              .formatted(entry.getSize(), limits.text()));
    }
    String name = file.path() + ":" + path;
    byte[] content = bytes.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    WholeText text = new WholeText(name, limits.text(), FolderSource.LIMITS + ".text");
    return TextFile.read(content, name, limits.ofFile(), FolderSource.LIMITS, text::read);
  }

  private interface Visitor {
    /** Whether to continue. */
    boolean visit(String path, TarArchiveEntry entry, InputStream bytes) throws IOException;
  }

  private void walk(Visitor visitor) {
    file.readBytes(
        bytes -> {
          TarArchiveInputStream tar =
              new TarArchiveInputStream(bytes, StandardCharsets.UTF_8.name());
          for (TarArchiveEntry entry = tar.getNextEntry();
              entry != null;
              entry = tar.getNextEntry()) {
            String path = entry.getName().replaceFirst("^(\\./+)+", "");
            List<String> names = List.of(path.split("/", -1));
            if (names.contains("..") || path.startsWith("/")) {
              throw refusal(entry, "has a path outside of the archive");
            }
            if (entry.isDirectory() || names.stream().anyMatch(name -> name.startsWith("."))) {
              continue;
            }
            if (entry.isSymbolicLink() || entry.isLink()) {
              throw refusal(entry, "is a link, expected a file");
            }
            if (entry.isFIFO()
                || entry.isBlockDevice()
                || entry.isCharacterDevice()
                || !tar.canReadEntryData(entry)) {
              throw refusal(entry, "is a device or a pipe, expected a file");
            }
            if (!visitor.visit(path, entry, tar)) {
              return;
            }
          }
        });
  }

  private UserException refusal(TarArchiveEntry entry, String what) {
    return new UserException(
        Problem.inFile(
            file.path(),
            "'%s' %s".formatted(entry.getName(), what),
            "create the archive without it"));
  }
}
