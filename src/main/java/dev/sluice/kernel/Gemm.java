package dev.sluice.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Products of matrices in arrays of the heap, in single precision, on the caller's thread.
 *
 * <p>Every sum is taken in the order of its terms, each added with one rounding, so that all
 * implementations give the same bits on every processor. An implementation may keep arrays of its
 * own: one caller at a time.
 */
abstract class Gemm {
  /** What every width is rounded up to; see {@link #padded}. */
  abstract int lanes();

  /** Columns of b that are read together; see {@link Panels}. */
  abstract int panel();

  /**
   * c = start + a b.
   *
   * @param m rows of a and c
   * @param n columns of b and c, a multiple of {@link #lanes}
   * @param k columns of a, rows of b
   * @param aAt index of the first element, as bAt, startAt and cAt
   * @param aRow from one row of a to the next
   * @param aColumn from one column of a to the next
   * @param bRow from one row of b to the next, within a panel
   * @param bPanel from one panel of b to the next
   * @param start may be c itself
   * @param startRow from one row of it to the next; 0 where one row serves all
   * @param cRow from one row of c to the next
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

  /** A width with what must be added so that whole vectors cover it. */
  final int padded(int width) {
    return (width + lanes() - 1) / lanes() * lanes();
  }

  /** What lies between the products, by the same means. */
  Elementwise elementwise() {
    return new Elementwise.Plain();
  }

  /** The LSTM's gates by the same means as these products; empty for the loops of everybody. */
  Optional<LstmGates> lstmGates() {
    return Optional.empty();
  }

  /** Those of a GRU that resets behind its product, in the same way. */
  Optional<GruGates> gruGates() {
    return Optional.empty();
  }

  /** With vector instructions where the JVM was started so, else plain loops. */
  static Gemm best() {
    return Choice.OBSTACLE.isEmpty() ? vectors() : new PlainGemm();
  }

  /** Logs, once in a program, that it could be faster; for who computes much. */
  static void warnIfPlain() {
    Warning.given();
  }

  /** Made by name: without its module the class cannot even be loaded. */
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

  /** Which it is, found out once. */
  private static final class Choice {
    /** Why there are no vector instructions; empty where there are. */
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
