package dev.sluice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes the folders of {@code @TempDir} in the memory of Linux where there is room: what runs write
 * is forced to the disk, which takes longer than many a training of a test.
 */
public final class TempDirInMemory implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 1L << 30;
  private static final boolean FITS = fits();

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    String prefix = "sluice-test-";
    return FITS ? Files.createTempDirectory(MEMORY, prefix) : Files.createTempDirectory(prefix);
  }

  /** Whether it is there, large, and may hold programs. */
  private static boolean fits() {
    try {
      return Files.isWritable(MEMORY)
          && Files.getFileStore(MEMORY).getUsableSpace() > ROOM
          && Files.readAllLines(Path.of("/proc/mounts")).stream()
              .noneMatch(mount -> mount.contains(" " + MEMORY + " ") && mount.contains("noexec"));
    } catch (IOException e) {
      return false;
    }
  }
}
