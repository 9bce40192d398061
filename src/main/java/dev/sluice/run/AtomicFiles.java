package dev.sluice.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and folders that appear as a whole or not at all: written next to their place under a name
 * that begins with {@code .unfinished-}, flushed to the disk, then renamed. A failure is a {@link
 * FileFailure} that names the file, and leaves what was there before. What a killed program left
 * unfinished is removed by the next one that writes the same file.
 */
public final class AtomicFiles {
  private static final String UNFINISHED = ".unfinished-";
  private static final String REPLACED = ".replaced-";
  private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet(); // by this program
  private static final int MOST_LINKS = 40; // as Linux

  private AtomicFiles() {}

  /** Fills a file or folder. */
  @FunctionalInterface
  public interface Writer {
    /**
     * @param unfinished where to write; for a folder, it exists and is empty
     */
    void write(Path unfinished) throws IOException;
  }

  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public static void write(Path file, byte[] bytes) {
    writeFile(file, unfinished -> Files.write(unfinished, bytes));
  }

  /**
   * Writes a file, replacing the one that is there. Of a symbolic link, what it points to is
   * replaced; a device or a pipe is written to.
   */
  public static void writeFile(Path file, Writer writer) {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      writeInto(file, writer);
      return;
    }
    Path unfinished = null;
    try {
      Path target = target(file);
      unfinished = begin(target);
      writer.write(unfinished);
      force(unfinished);
      move(unfinished, target);
    } catch (UncheckedIOException e) {
      throw new FileFailure("write", file, e.getCause());
    } catch (IOException e) {
      throw new FileFailure("write", file, e);
    } finally {
      if (unfinished != null) {
        end(unfinished);
      }
    }
  }

  /**
   * What has been written to a device or a pipe cannot be taken back, so it gets everything or
   * nothing.
   */
  private static void writeInto(Path device, Writer writer) {
    Path whole = null;
    try {
      whole = Files.createTempFile("sluice-output-", "");
      writer.write(whole);
      try (OutputStream out = Files.newOutputStream(device, StandardOpenOption.WRITE)) {
        Files.copy(whole, out);
      }
    } catch (UncheckedIOException e) {
      throw new FileFailure("write", device, e.getCause());
    } catch (IOException e) {
      throw new FileFailure("write", device, e);
    } finally {
      if (whole != null) {
        removeQuietly(whole);
      }
    }
  }

  /** The end of a chain of symbolic links; nothing may exist there yet. */
  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "its symbolic links form a loop");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** Makes a symbolic link, replacing an existing one; does nothing if it cannot. */
  static void linkIfPossible(Path link, Path target) {
    Path unfinished = begin(link);
    try {
      Files.createSymbolicLink(unfinished, target);
      move(unfinished, link);
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      // Links need rights on Windows, and some file systems have none.
    } finally {
      end(unfinished);
    }
  }

  /**
   * Writes a folder, replacing an existing one. This takes two renames; between them the old one is
   * found by {@link #current}.
   */
  public static void writeFolder(Path folder, Writer writer) {
    Path unfinished = begin(folder);
    try {
      putBack(folder);
      Files.createDirectories(unfinished);
      writer.write(unfinished);
      force(unfinished);
      replace(folder, unfinished);
    } catch (UncheckedIOException e) {
      throw new FileFailure("write", folder, e.getCause());
    } catch (IOException e) {
      throw new FileFailure("write", folder, e);
    } finally {
      end(unfinished);
    }
  }

  /** The folder that is there, or, while it is being replaced, the one that was there before. */
  public static Path current(Path folder) {
    Path replaced = beside(folder, REPLACED);
    return Files.exists(folder) || !Files.exists(replaced) ? folder : replaced;
  }

  /** Restores what a program that was killed between the two renames had put aside. */
  private static void putBack(Path folder) throws IOException {
    Path current = current(folder);
    if (!current.equals(folder)) {
      move(current, folder);
    }
  }

  /**
   * A folder cannot be renamed onto a non-empty one, and removing that first could fail half-way.
   */
  private static void replace(Path folder, Path unfinished) throws IOException {
    Path replaced = beside(folder, REPLACED);
    remove(replaced);
    if (Files.exists(folder)) {
      move(folder, replaced);
    }
    move(unfinished, folder);
    remove(replaced);
  }

  /** A rename may reach the disk before the content does, unless the content is flushed first. */
  private static void force(Path written) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(written)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** Removes a file, or a folder with everything in it; does nothing if there is none. */
  public static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(path)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }

  /** A unique name for this writer, after what others left has been removed. */
  private static Path begin(Path target) {
    String name = String.valueOf(target.getFileName());
    try (Stream<Path> beside = Files.list(target.toAbsolutePath().resolveSibling(""))) {
      beside.filter(path -> isLeft(path, name)).forEach(AtomicFiles::removeQuietly);
    } catch (IOException | UncheckedIOException e) {
      // A folder that cannot be read may still be writable.
    }
    long pid = ProcessHandle.current().pid();
    Path unfinished = beside(target, UNFINISHED + pid + "-" + UUID.randomUUID() + "-");
    WRITING.add(unfinished.toAbsolutePath());
    return unfinished;
  }

  private static void end(Path unfinished) {
    removeQuietly(unfinished);
    WRITING.remove(unfinished.toAbsolutePath());
  }

  /** Whether nobody is writing this unfinished file with this name any more. */
  private static boolean isLeft(Path path, String name) {
    Matcher unfinished = unfinished(path, name);
    if (!unfinished.matches() || WRITING.contains(path.toAbsolutePath())) {
      return false;
    }
    if (unfinished.group(1) == null) {
      return true;
    }
    long pid = Long.parseLong(unfinished.group(1));
    // In a container a program often has the same number as the one before it.
    return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
  }

  /** Whether this is what a killed program left of a file with this name. */
  static boolean isUnfinished(Path left, String name) {
    return unfinished(left, name).matches();
  }

  /** Group 1 is the number of the process, if the name has it. */
  private static Matcher unfinished(Path path, String name) {
    String uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    return Pattern.compile(
            Pattern.quote(UNFINISHED) + "(?:(?:(\\d{1,18})-)?" + uuid + "-)?" + Pattern.quote(name))
        .matcher(path.getFileName().toString());
  }

  private static Path beside(Path target, String prefix) {
    return target.resolveSibling(prefix + target.getFileName());
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void removeQuietly(Path unfinished) {
    try {
      remove(unfinished);
    } catch (IOException e) {
      // The original failure is being thrown already; the next write removes the remains.
    }
  }
}
