package dev.sluice.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares new rows with those that a model was trained on. A quantity has drifted if its
 * difference is both large enough to matter and beyond chance, unless it is an improvement.
 *
 * @param rows of the file that were looked at
 * @param counted the same in words, as in "3 rows", or the sequences that they are
 * @param remarks what a reader should know besides the checks
 */
public record DriftReport(long rows, String counted, List<Check> checks, List<String> remarks) {
  /**
   * The probability that rows like those of training are reported as drifted is at most this, over
   * all checks together.
   */
  public static final double LEVEL = 0.01;

  private static final int FEW = 30; // rows or sequences

  /**
   * The check of one quantity.
   *
   * @param of {@code input}, {@code prediction} or {@code error}
   * @param measure of the effect: {@code wasserstein} in standard deviations, or {@code
   *     jensen_shannon} from 0 to 1
   * @param p the probability of an effect at least as large if nothing has changed, corrected by
   *     Holm for the number of checks
   * @param better whether the difference is one that matters, beyond chance, for the better
   * @param before in training, in a few words
   * @param now in the new rows
   * @param training the same as plain values for JSON
   * @param found in the new rows
   */
  public record Check(
      String of,
      String name,
      String measure,
      double effect,
      double threshold,
      double p,
      boolean drift,
      boolean better,
      String before,
      String now,
      Map<String, Object> training,
      Map<String, Object> found) {

    private static final double LEAST_SHOWN = 0.001;

    /** In a word or two, for tables. */
    public String verdict() {
      return drift ? "drift" : better ? "better" : "no drift";
    }

    /** The p-value for tables: three digits, and never as if it were 0. */
    public String shownP() {
      return p < LEAST_SHOWN ? "< .001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** Plain values for JSON. */
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("of", of);
      map.put("name", name);
      map.put("training", training);
      map.put("rows", found);
      map.put("measure", measure);
      map.put("effect", effect);
      map.put("threshold", threshold);
      map.put("p", p);
      map.put("drift", drift);
      map.put("better", better);
      return map;
    }
  }

  public DriftReport {
    checks = List.copyOf(checks);
    remarks = List.copyOf(remarks);
  }

  static DriftReport of(
      long rows, long examples, String counted, List<Change> changes, List<String> remarks) {
    double[] corrected = holm(changes.stream().mapToDouble(Change::p).toArray());
    List<Check> checks = new ArrayList<>();
    List<String> all = new ArrayList<>(remarks);
    for (int i = 0; i < corrected.length; i++) {
      Change change = changes.get(i);
      boolean differs = change.matters() && corrected[i] < LEVEL;
      checks.add(
          new Check(
              change.of().word(),
              change.name(),
              change.measure().word(),
              change.effect(),
              change.measure().threshold(),
              corrected[i],
              differs && !change.better(),
              differs && change.better(),
              change.before(),
              change.now(),
              change.training(),
              change.rows()));
      change.note().ifPresent(all::add);
    }
    if (examples < FEW) {
      all.add("with %s, only large changes can be detected".formatted(counted));
    }
    return new DriftReport(rows, counted, checks, all);
  }

  /**
   * Corrected for the number of tests: Holm (1979), "A simple sequentially rejective multiple test
   * procedure".
   */
  static double[] holm(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, Math.min(1, (p.length - rank) * p[order[rank]]));
      corrected[order[rank]] = largest;
    }
    return corrected;
  }

  /** Whether any quantity has drifted. */
  public boolean drift() {
    return checks.stream().anyMatch(Check::drift);
  }

  /** The verdict in a sentence. */
  public String sentence() {
    List<String> drifted = checks.stream().filter(Check::drift).map(Check::name).toList();
    return drifted.isEmpty()
        ? "No drift: %s checks of %s.".formatted(checks.size(), counted)
        : "Drift in %s of %s checks of %s: %s."
            .formatted(drifted.size(), checks.size(), counted, String.join(", ", drifted));
  }

  /**
   * Plain values for JSON: {@code drift}, {@code rows}, {@code checks}, each with {@code of},
   * {@code name}, what {@code training} and {@code rows} have, {@code measure}, {@code effect},
   * {@code threshold}, {@code p}, {@code drift} and {@code better}; {@code remarks}.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("drift", drift());
    map.put("rows", rows);
    map.put("checks", checks.stream().map(Check::toMap).toList());
    map.put("remarks", remarks);
    return map;
  }
}
