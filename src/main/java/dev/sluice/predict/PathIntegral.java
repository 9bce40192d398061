package dev.sluice.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The integral of a gradient along a line, by Gauss-Legendre quadrature with four points on each of
 * several intervals. The change of the function over an interval shows how far its integral is off:
 * intervals are halved until the errors add up to less than the tolerance.
 */
final class PathIntegral {
  /** The tolerance of the integral, as a share of the total change. */
  static final double ALLOWED = 0.01;

  private static final double ROUNDING = 1e-5; // log-odds in single precision
  private static final int INTERVALS = 4; // initially
  private static final int MOST_READINGS = 2000;
  private static final double[] NODES = {
    0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263
  };
  private static final double[] WEIGHTS = {
    0.17392742256872692, 0.32607257743127307, 0.32607257743127307, 0.17392742256872692
  };

  /** An integral takes at least so many readings. */
  static final int FEWEST_READINGS = INTERVALS + 1 + INTERVALS * NODES.length;

  /** A function on the line, and how its parts change there. */
  interface Line {
    /**
     * @param shares of the distance, 0 to 1
     * @return as many
     */
    List<Reading> at(double[] shares);
  }

  /**
   * @param slopes of the parts, whose sum is the derivative of the value with respect to the share
   */
  record Reading(double value, double[] slopes) {}

  /**
   * @param parts the integrals of the slopes
   */
  record Result(double begin, double end, double[] parts, int readings) {}

  /** An interval whose ends and integral are known. */
  private record Piece(Reading from, double at, Reading to, double end, double[] parts) {
    double error() {
      return Math.abs(
          IntStream.range(0, parts.length).mapToDouble(i -> parts[i]).sum()
              - (to.value() - from.value()));
    }
  }

  private PathIntegral() {}

  static Result of(Line line) {
    return of(line, MOST_READINGS);
  }

  /**
   * @param most readings, at least {@link #FEWEST_READINGS}: with fewer than it takes, the integral
   *     is off by more than is allowed
   */
  static Result of(Line line, int most) {
    double[] borders =
        IntStream.rangeClosed(0, INTERVALS).mapToDouble(i -> (double) i / INTERVALS).toArray();
    List<Reading> known = line.at(borders);
    int readings = borders.length;
    List<double[]> open = new ArrayList<>();
    List<Reading[]> ends = new ArrayList<>();
    for (int i = 0; i < INTERVALS; i++) {
      open.add(new double[] {borders[i], borders[i + 1]});
      ends.add(new Reading[] {known.get(i), known.get(i + 1)});
    }
    double begin = known.get(0).value();
    double end = known.get(INTERVALS).value();
    double allowed = Math.max(ALLOWED * Math.abs(end - begin), ROUNDING);
    List<Piece> pieces = new ArrayList<>();
    while (true) {
      pieces.addAll(pieces(line, open, ends));
      readings += NODES.length * open.size();
      List<Piece> worst = worst(pieces, allowed, (most - readings) / 9);
      if (worst.isEmpty()) {
        break;
      }
      pieces.removeAll(worst);
      open.clear();
      ends.clear();
      List<Reading> middles =
          line.at(worst.stream().mapToDouble(p -> (p.at() + p.end()) / 2).toArray());
      readings += worst.size();
      for (int i = 0; i < worst.size(); i++) {
        Piece piece = worst.get(i);
        double middle = (piece.at() + piece.end()) / 2;
        open.add(new double[] {piece.at(), middle});
        ends.add(new Reading[] {piece.from(), middles.get(i)});
        open.add(new double[] {middle, piece.end()});
        ends.add(new Reading[] {middles.get(i), piece.to()});
      }
    }
    double[] parts = new double[known.get(0).slopes().length];
    for (Piece piece : pieces) {
      for (int i = 0; i < parts.length; i++) {
        parts[i] += piece.parts()[i];
      }
    }
    return new Result(begin, end, parts, readings);
  }

  private static List<Piece> pieces(Line line, List<double[]> open, List<Reading[]> ends) {
    double[] shares =
        open.stream()
            .flatMapToDouble(
                ab ->
                    IntStream.range(0, NODES.length)
                        .mapToDouble(n -> ab[0] + NODES[n] * (ab[1] - ab[0])))
            .toArray();
    List<Reading> readings = line.at(shares);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      double from = open.get(i)[0];
      double to = open.get(i)[1];
      double[] parts = new double[ends.get(i)[0].slopes().length];
      for (int n = 0; n < NODES.length; n++) {
        double[] slopes = readings.get(i * NODES.length + n).slopes();
        for (int k = 0; k < parts.length; k++) {
          parts[k] += WEIGHTS[n] * (to - from) * slopes[k];
        }
      }
      pieces.add(new Piece(ends.get(i)[0], from, ends.get(i)[1], to, parts));
    }
    return pieces;
  }

  /** The intervals to halve, at most this many; none if the errors are within the tolerance. */
  private static List<Piece> worst(List<Piece> pieces, double allowed, int most) {
    if (pieces.stream().mapToDouble(Piece::error).sum() <= allowed) {
      return List.of();
    }
    return pieces.stream()
        .filter(piece -> piece.error() > allowed / 2 / pieces.size())
        .sorted(Comparator.comparingDouble(Piece::error).reversed())
        .limit(Math.max(0, most))
        .toList();
  }
}
