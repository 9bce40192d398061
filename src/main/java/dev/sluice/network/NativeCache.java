package dev.sluice.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder where JavaCPP unpacks and runs native code: one that belongs to this user and that
 * others cannot write to. JavaCPP's own choices may belong to anybody.
 */
final class NativeCache {
  static final String FOLDER = "org.bytedeco.javacpp.cachedir";
  private static final String PRIVATE = "rwx------";
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int STICKY = 01000; // others cannot rename what is not theirs
  private static final int ROOT = 0;

  private final int user;

  private NativeCache(int user) {
    this.user = user;
  }

  /** To be called before JavaCPP is loaded; Windows separates the folders of users by itself. */
  static void choose() throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      Path folder =
          folder(
              Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of),
              Path.of(System.getProperty("user.home")),
              Path.of(System.getProperty("java.io.tmpdir")));
      System.setProperty(FOLDER, folder.toString());
    }
  }

  /**
   * The folder that was named, or one of the user's; if others can write to it, a new one that is
   * removed when this program ends.
   */
  static Path folder(Optional<Path> named, Path home, Path temporary) throws IOException {
    NativeCache cache = new NativeCache(user(temporary));
    if (named.isPresent()) {
      return cache.isMade(named.get()) ? named.get() : fresh(named.get());
    }
    Path ofUser = home.resolve(Path.of(".cache", "sluice", "natives"));
    Path ofMachine = temporary.resolve("sluice-natives-" + cache.user);
    if (Files.isDirectory(home) && cache.isMade(ofUser) && cache.isOutOfReach(ofUser)) {
      return ofUser;
    }
    return cache.isMade(ofMachine) && cache.isOutOfReach(ofMachine) ? ofMachine : fresh(temporary);
  }

  private static int user(Path temporary) throws IOException {
    Path process = Path.of("/proc/self"); // Linux
    if (Files.exists(process)) {
      return (int) Files.getAttribute(process, "unix:uid");
    }
    Path own = Files.createTempFile(temporary, "sluice-", "");
    try {
      return (int) Files.getAttribute(own, "unix:uid");
    } finally {
      Files.delete(own);
    }
  }

  /**
   * Makes a folder, or removes the rights of others to it; false if it is not the user's, or others
   * may have written to it.
   */
  private boolean isMade(Path folder) {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(
            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
      }
      Map<String, Object> attributes = Files.readAttributes(folder, "unix:uid,mode");
      if ((int) attributes.get("uid") != user || mode(attributes, WRITABLE_BY_OTHERS)) {
        return false;
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(PRIVATE));
      return Files.isDirectory(folder) && Files.isWritable(folder);
    } catch (IOException e) {
      return false; // another folder is used
    }
  }

  /** Whether nobody else can replace the folder. */
  private boolean isOutOfReach(Path folder) throws IOException {
    for (Path path : List.of(folder.toAbsolutePath(), folder.toRealPath())) {
      for (Path above = path.getParent(); above.getParent() != null; above = above.getParent()) {
        Map<String, Object> attributes = Files.readAttributes(above, "unix:uid,mode");
        int owner = (int) attributes.get("uid");
        if (owner != user && owner != ROOT
            || mode(attributes, WRITABLE_BY_OTHERS) && !mode(attributes, STICKY)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean mode(Map<String, Object> attributes, int bits) {
    return ((int) attributes.get("mode") & bits) != 0;
  }

  private static Path fresh(Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "sluice-natives-"); // not accessible to others
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
    return folder;
  }

  private static void remove(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // The program ends; the system clears its folder of temporary files.
    }
  }
}
