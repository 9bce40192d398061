import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Builds Sluice for its launchers, which run this file as it is when {@code target/launch/built} is
 * missing or older than pom.xml or src/main.
 *
 * <p>The operating system holds the lock and lets go of it however the process ends. The mark
 * {@code built} is removed first and put in place last, so that an interrupted build counts as
 * none; it is as old as the build's beginning, so that a change made meanwhile is built next time.
 */
final class BuildOnce {
  private static final int FAILED = 1;
  private static final int OUR_BUG = 70;

  private final Path home;
  private final Path folder;
  private final Path built;

  private BuildOnce(Path home) {
    this.home = home;
    this.folder = home.resolve("target").resolve("launch");
    this.built = folder.resolve("built");
  }

  /** One argument, the folder of the project; exit code 0 when it is built. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BuildOnce once = new BuildOnce(Path.of(args[0]));
    int exit;
    try {
      exit = once.run();
    } catch (IOException e) {
      exit = once.cannotBuild(e);
    }
    System.exit(exit);
  }

  /** A copy may look changed, and its folder may be read-only: what was built once still runs. */
  private int cannotBuild(IOException e) {
    boolean runs = Files.exists(built) && Files.exists(home.resolve("target/sluice.jar"));
    String reason = e instanceof AccessDeniedException ? "permission denied: " : "";
    System.err.println(
        "sluice: cannot be built in "
            + home
            + " ("
            + reason
            + e.getMessage()
            + ")"
            + (runs
                ? ", though its sources look newer than its last build, which runs now"
                : "; build it where you may write, or make a copy of yours"));
    return runs ? 0 : FAILED;
  }

  private int run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      return isUpToDate() ? 0 : build();
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      System.err.println("sluice: waiting for another build of Sluice to end");
      lock = channel.lock();
    }
    return lock;
  }

  private boolean isUpToDate() throws IOException {
    if (!Files.exists(built)) {
      return false;
    }
    FileTime then = Files.getLastModifiedTime(built);
    try (Stream<Path> sources = Files.walk(home.resolve("src").resolve("main"))) {
      for (Path path : Stream.concat(Stream.of(home.resolve("pom.xml")), sources).toList()) {
        if (Files.getLastModifiedTime(path).compareTo(then) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private int build() throws IOException, InterruptedException {
    System.err.println(
        Files.exists(built)
            ? "sluice: building Sluice again, since its sources changed"
            : "sluice: building Sluice, which it does once; where Maven has to download the libraries"
                + " (about 200 MB) this takes some minutes, else seconds");
    Files.deleteIfExists(built);
    Path begun = Files.write(folder.resolve("begun"), new byte[0]);
    Path log = folder.resolve("build.log");

    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    String wrapper = home.resolve(windows ? "mvnw.cmd" : "mvnw").toString();
    Process maven =
        new ProcessBuilder(
                List.of(
                    wrapper,
                    "-q",
                    "-B",
                    "-Dmaven.test.skip=true",
                    "-Dspotless.check.skip=true",
                    "package"))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    maven.getOutputStream().close();
    if (maven.waitFor() != 0) {
      Files.copy(log, (OutputStream) System.err);
      System.err.println("sluice: the build failed; Maven's output stands above and in " + log);
      return OUR_BUG;
    }
    Files.move(begun, built, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return 0;
  }
}
