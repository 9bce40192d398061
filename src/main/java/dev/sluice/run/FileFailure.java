package dev.sluice.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file or folder that could not be read, written or made: neither a mistake in the user's config
 * nor a bug. The message says which and why, {@code cannot write runs/a/report.html: permission
 * denied}, where Java's own exceptions often give only the name.
 */
public final class FileFailure extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param act what was attempted: read, write, create, lock
   */
  public FileFailure(String act, Path path, IOException cause) {
    super("cannot %s %s: %s".formatted(act, path, reason(cause)), cause);
  }

  /** Why, in words that follow a colon: {@code permission denied}. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    boolean namesFileOnly = e instanceof FileSystemException || e.getMessage() == null;
    return namesFileOnly ? e.getClass().getSimpleName() : e.getMessage();
  }
}
