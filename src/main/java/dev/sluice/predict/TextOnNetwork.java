package dev.sluice.predict;

import dev.sluice.batch.Masked;
import dev.sluice.batch.OtherColumn;
import dev.sluice.network.BehindEmbedding;
import dev.sluice.task.Explained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A text as the vectors that its network sees, and the same text with its vectors scaled down. */
final class TextOnNetwork implements PathIntegral.Line {
  private static final int NUMBERS = 1 << 21; // the most vectors at once
  private static final int MOST_ROWS = 32;

  private final BehindEmbedding network;
  private final Explained.OfText explained;
  private final int[] positions; // (steps): of the tokens, -1 for none
  private final int tokens;
  private final float[] vectors; // (steps, width)
  private final float[] baseline; // (steps, width)
  private final Optional<float[]> mask; // (steps)
  private final float[] beside; // (columns), which stay as they are

  /**
   * @param features of one example
   * @param positions (steps)
   * @param tokens how many the text has
   */
  TextOnNetwork(
      BehindEmbedding network,
      Explained.OfText explained,
      Masked features,
      int[] positions,
      int tokens) {
    this.network = network;
    this.explained = explained;
    this.positions = positions;
    this.tokens = tokens;
    mask = features.mask();
    int numbers = features.values().length;
    beside = Arrays.copyOfRange(features.values(), numbers - network.columns(), numbers);
    vectors = network.vectors(features.values(), features.shape());
    baseline = new float[vectors.length];
    if (mask.isEmpty()) {
      for (int at = 0; at < vectors.length; at += network.width()) {
        network.vector(0, baseline, at); // a text of padding
      }
    }
  }

  /**
   * The parts are what the steps contribute through the network, then what the tokens contribute
   * beside it.
   */
  @Override
  public List<PathIntegral.Reading> at(double[] shares) {
    List<PathIntegral.Reading> readings = new ArrayList<>();
    int most = rows();
    for (int from = 0; from < shares.length; from += most) {
      double[] some = Arrays.copyOfRange(shares, from, Math.min(from + most, shares.length));
      float[] x = new float[some.length * vectors.length];
      for (int r = 0; r < some.length; r++) {
        for (int i = 0; i < vectors.length; i++) {
          x[r * vectors.length + i] =
              (float) (baseline[i] + some[r] * ((double) vectors[i] - baseline[i]));
        }
      }
      readings.addAll(readings(x, some));
    }
    return readings;
  }

  private List<PathIntegral.Reading> readings(float[] x, double[] shares) {
    float[][] logits = logits(x, shares.length);
    List<Explained.Point> points = new ArrayList<>();
    for (int r = 0; r < shares.length; r++) {
      double[] each = new double[tokens];
      Arrays.fill(each, shares[r]);
      points.add(explained.at(logits[r], each));
    }
    float[] gradients =
        network.gradients(points.stream().map(Explained.Point::slopes).toArray(float[][]::new));
    List<PathIntegral.Reading> readings = new ArrayList<>();
    for (int r = 0; r < shares.length; r++) {
      double[] slopes = new double[positions.length + tokens];
      for (int i = 0; i < vectors.length; i++) {
        slopes[i / network.width()] +=
            gradients[r * vectors.length + i] * ((double) vectors[i] - baseline[i]);
      }
      System.arraycopy(points.get(r).ofTokens(), 0, slopes, positions.length, tokens);
      readings.add(new PathIntegral.Reading(points.get(r).value(), slopes));
    }
    return readings;
  }

  /**
   * The decrease of the value when each token in turn is replaced by its baseline. The parts are
   * those of {@link #at}: without the token in the network, then also without it beside the
   * network.
   */
  PathIntegral.Result occlusion() {
    float[] both = Arrays.copyOf(baseline, 2 * vectors.length);
    System.arraycopy(vectors, 0, both, vectors.length, vectors.length);
    float[][] ends = logits(both, 2);
    double[] shares = new double[tokens];
    double begin = explained.at(ends[0], shares).value();
    Arrays.fill(shares, 1);
    double end = explained.at(ends[1], shares).value();
    double[] parts = new double[positions.length + tokens];
    float[][] without = new float[tokens][]; // logits
    Arrays.fill(without, ends[1]);
    int[] seen = IntStream.range(0, positions.length).filter(t -> positions[t] >= 0).toArray();
    int most = rows();
    for (int from = 0; from < seen.length; from += most) {
      int count = Math.min(most, seen.length - from);
      float[] x = new float[count * vectors.length];
      for (int r = 0; r < count; r++) {
        System.arraycopy(vectors, 0, x, r * vectors.length, vectors.length);
        int at = seen[from + r] * network.width();
        System.arraycopy(baseline, at, x, r * vectors.length + at, network.width());
      }
      float[][] logits = logits(x, count);
      for (int r = 0; r < count; r++) {
        int step = seen[from + r];
        without[positions[step]] = logits[r];
        parts[step] = end - explained.at(logits[r], shares).value();
      }
    }
    for (int i = 0; i < tokens; i++) {
      double withWords = explained.at(without[i], shares).value();
      shares[i] = 0;
      parts[positions.length + i] = withWords - explained.at(without[i], shares).value();
      shares[i] = 1;
    }
    return new PathIntegral.Result(begin, end, parts, seen.length + 2);
  }

  /**
   * The decrease of the value when each column in turn is that of the average row.
   *
   * @param columns beside the text
   */
  double[] withoutColumns(List<OtherColumn> columns) {
    if (columns.isEmpty()) {
      return new double[0];
    }
    int rows = columns.size() + 1; // the first one unchanged
    float[] changed = repeated(beside, rows);
    int at = 0;
    for (int c = 0; c < columns.size(); c++) {
      float[] average = columns.get(c).average();
      System.arraycopy(average, 0, changed, (c + 1) * beside.length + at, average.length);
      at += average.length;
    }
    double[] shares = new double[tokens];
    Arrays.fill(shares, 1);
    double[] values = new double[rows];
    int most = rows();
    for (int from = 0; from < rows; from += most) {
      int to = Math.min(from + most, rows);
      float[][] logits =
          network.logits(
              repeated(vectors, to - from),
              to - from,
              masks(to - from),
              Arrays.copyOfRange(changed, from * beside.length, to * beside.length));
      for (int r = from; r < to; r++) {
        values[r] = explained.at(logits[r - from], shares).value();
      }
    }
    return IntStream.range(1, rows).mapToDouble(r -> values[0] - values[r]).toArray();
  }

  private float[][] logits(float[] x, int rows) {
    return network.logits(x, rows, masks(rows), repeated(beside, rows));
  }

  private int rows() {
    return Math.max(1, Math.min(MOST_ROWS, NUMBERS / vectors.length));
  }

  private Optional<float[]> masks(int rows) {
    return mask.map(steps -> repeated(steps, rows));
  }

  private static float[] repeated(float[] row, int rows) {
    float[] all = new float[rows * row.length];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(row, 0, all, r * row.length, row.length);
    }
    return all;
  }
}
