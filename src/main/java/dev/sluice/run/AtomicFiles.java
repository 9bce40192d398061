package dev.sluice.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files and folders that appear whole or not at all: written beside their place under a name that
 * begins with {@code .unfinished-}, then renamed. What fails is an {@link UncheckedIOException}
 * whose message names the file, and leaves what was there before.
 */
public final class AtomicFiles {
  private static final String PREFIX = ".unfinished-";

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

  /** Writes a file, in the place of the one that is there. */
  public static void writeFile(Path file, Writer writer) {
    Path unfinished = unfinished(file);
    try {
      writer.write(unfinished);
      move(unfinished, file);
    } catch (IOException e) {
      throw failed(file, e);
    } finally {
      removeQuietly(unfinished);
    }
  }

  /** Writes a folder, in the place of the one that is there. */
  public static void writeFolder(Path folder, Writer writer) {
    Path unfinished = unfinished(folder);
    try {
      remove(unfinished);
      Files.createDirectories(unfinished);
      writer.write(unfinished);
      remove(folder);
      move(unfinished, folder);
    } catch (IOException e) {
      throw failed(folder, e);
    } finally {
      removeQuietly(unfinished);
    }
  }

  /** Removes a file, or a folder with all that is in it; nothing if there is none. */
  public static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
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

  private static Path unfinished(Path target) {
    return target.resolveSibling(PREFIX + target.getFileName());
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
      // The failure that matters is on its way already; a left-over is replaced by the next write.
    }
  }

  private static UncheckedIOException failed(Path target, IOException e) {
    String space = "";
    try {
      FileStore store = Files.getFileStore(target.toAbsolutePath().getParent());
      if (store.getUsableSpace() < (1 << 20)) {
        space = "; the disk is full";
      }
    } catch (IOException unknown) {
      space = "";
    }
    return new UncheckedIOException(
        new IOException("cannot write %s: %s%s".formatted(target, e.getMessage(), space), e));
  }
}
