package dev.sluice.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Products of matrices in arrays on the heap, in single precision, on the caller's thread.
 *
 * <p>The terms of every sum are added in order, each with one rounding, so that all implementations
 * give identical results on every processor. An implementation may have buffers of its own: one
 * caller at a time.
 */
abstract class Gemm {
  /** The number that every width is rounded up to a multiple of; see {@link #padded}. */
  abstract int lanes();

  /** The number of columns of b that are read together; see {@link Panels}. */
  abstract int panel();

  /**
   * c = start + a b.
   *
   * @param m rows of a and c
   * @param n columns of b and c, a multiple of {@link #lanes}
   * @param k columns of a, rows of b
   * @param aAt index of the first element of a; bAt, startAt and cAt are those of b, start and c
   * @param aRow distance between rows of a
   * @param aColumn distance between columns of a
   * @param bRow distance between rows of b, within a panel
   * @param bPanel distance between panels of b
   * @param start may be c itself
   * @param startRow distance between its rows; 0 if one row serves all
   * @param cRow distance between rows of c
   */
  abstract void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bPanel,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow);

  /** A width including the padding that lets whole vectors cover it. */
  final int padded(int width) {
    return (width + lanes() - 1) / lanes() * lanes();
  }

  /** The operations between products, implemented in the same way. */
  Elementwise elementwise() {
    return new Elementwise.Plain();
  }

  /** The LSTM's gates, implemented in the same way; empty for the generic loops. */
  Optional<LstmGates> lstmGates() {
    return Optional.empty();
  }

  /** The gates of a GRU that resets after its product, implemented in the same way. */
  Optional<GruGates> gruGates() {
    return Optional.empty();
  }

  /** With vector instructions if the JVM was started for them, else plain loops. */
  static Gemm best() {
    return Choice.OBSTACLE.isEmpty() ? vectors() : new PlainGemm();
  }

  /** Logs, once per program, that it could be faster; for callers with much to compute. */
  static void warnIfPlain() {
    Warning.given();
  }

  /** Created by name: without its module the class cannot even be loaded. */
  private static Gemm vectors() {
    try {
      return (Gemm)
          Class.forName(Gemm.class.getPackageName() + ".VectorGemm")
              .getDeclaredConstructor()
              .newInstance();
    } catch (InvocationTargetException e) {
      throw new LinkageError("the vector instructions cannot be used", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the vector instructions cannot be used", e);
    }
  }

  /** The implementation, found out once. */
  private static final class Choice {
    /** Why there are no vector instructions; empty if there are. */
    static final Optional<String> OBSTACLE = obstacle();

    private static Optional<String> obstacle() {
      Optional<String> withoutModule = IncubatorModule.obstacle();
      if (withoutModule.isPresent()) {
        return withoutModule;
      }
      try {
        return vectors().lanes() > 1
            ? Optional.empty()
            : Optional.of("the JVM knows none for this processor");
      } catch (LinkageError e) {
        return Optional.of(e.toString());
      }
    }
  }

  /** Given when it is loaded. */
  private static final class Warning {
    static {
      Choice.OBSTACLE.ifPresent(
          obstacle ->
              LoggerFactory.getLogger(RecurrentKernel.class)
                  .warn(
                      "recurrent layers run without vector instructions, about three times slower"
                          + " than they can: {}",
                      obstacle));
    }

    static void given() {}
  }
}
