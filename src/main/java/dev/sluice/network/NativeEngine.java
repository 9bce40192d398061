package dev.sluice.network;

import java.io.IOException;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.deeplearning4j.config.DL4JClassLoading;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Sets up the native code below DL4J for networks of our sizes. */
public final class NativeEngine {
  /** The error of the first attempt; on later ones Java only says that there was one before. */
  private static final Optional<Throwable> FAULT = load();

  /** The physical memory in bytes that ND4J takes when it is loaded. */
  private static final long START = 64L << 20;

  /**
   * The threads for which the number of threads has been set to one: OpenMP keeps it for each
   * calling thread.
   */
  private static final ThreadLocal<Boolean> SET_UP = ThreadLocal.withInitial(() -> false);

  private NativeEngine() {}

  /**
   * Loads ND4J with one thread and without its start-up messages. To be called on every thread that
   * uses ND4J, before it does; repeated calls are harmless. Using one thread also makes results the
   * same on every run.
   *
   * <p>ND4J finds its parts by its own class loader: the context class loader of a pool's thread
   * may not see them.
   *
   * @throws NotLoaded if this machine cannot, now and at any later call
   */
  public static void start() {
    if (FAULT.isPresent()) {
      throw new NotLoaded(FAULT.get());
    }
    if (!SET_UP.get()) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      SET_UP.set(true);
    }
  }

  private static Optional<Throwable> load() {
    for (String logger : new String[] {"org.nd4j", "org.deeplearning4j"}) {
      String key = "org.slf4j.simpleLogger.log." + logger;
      if (System.getProperty(key) == null) {
        System.setProperty(key, "warn");
      }
    }
    Optional<String> shortage = AddressSpace.shortage();
    if (shortage.isPresent()) {
      return Optional.of(new OutOfMemoryError(shortage.get()));
    }
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(NativeEngine.class.getClassLoader());
    try {
      NativeCache.choose();
      Optional<String> limit = overLimit(Pointer.physicalBytes(), Pointer.maxPhysicalBytes());
      if (limit.isPresent()) {
        return Optional.of(new OutOfMemoryError(limit.get()));
      }
      ND4JClassLoading.setNd4jClassloaderFromClass(NativeEngine.class);
      DL4JClassLoading.setDl4jClassloaderFromClass(NativeEngine.class);
      // Small operations: two thread pools, ND4J's and OpenBLAS's, would spin against each other.
      // (Environment.setMaxThreads has no effect in ND4J 1.0.0-M2.1.)
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      openblas_nolapack.blas_set_num_threads(1);
      return Optional.empty();
    } catch (LinkageError | OutOfMemoryError | RuntimeException | IOException fault) {
      return Optional.of(fault);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  /**
   * Why JavaCPP's limit lets nothing load, if so. To be called first: if ND4J fails in the middle
   * of its start, what it leaves behind crashes a JVM of Java 25.
   *
   * @param used by the process, bytes of physical memory
   * @param most 0 for no limit
   */
  private static Optional<String> overLimit(long used, long most) {
    return most > 0 && used + START > most
        ? Optional.of(
            "the process uses %s MiB of physical memory and needs %s more, but maxphysicalbytes is %s MiB"
                .formatted(used >> 20, START >> 20, most >> 20))
        : Optional.empty();
  }

  /** The message says why, and what ND4J needs. */
  public static final class NotLoaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotLoaded(Throwable fault) {
      super(root(fault) instanceof OutOfMemoryError ? tooLittle(fault) : unfit(fault), fault);
    }

    private static String tooLittle(Throwable fault) {
      return """
          ND4J's native code does not load, as it is allowed too little memory: %s
              Give the container or the process more (ulimit -v), or Java's heap less (-Xmx); or raise the limits
              -Dorg.bytedeco.javacpp.maxbytes and maxphysicalbytes, if SLUICE_JAVA_OPTS or your program sets them"""
          .formatted(root(fault).getMessage());
    }

    private static String unfit(Throwable fault) {
      return """
          ND4J's native code does not load on %s %s: %s
              It needs memory, Linux with glibc (Alpine has another library), macOS or Windows, and unpacks to
              %s,
              where it must be allowed to run programs; for another folder set
              SLUICE_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"""
          .formatted(
              System.getProperty("os.name"),
              System.getProperty("os.arch"),
              root(fault),
              System.getProperty(NativeCache.FOLDER, "~/.javacpp/cache"));
    }

    private static Throwable root(Throwable fault) {
      return fault.getCause() == null ? fault : root(fault.getCause());
    }
  }
}
