package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What one of several seeds contributes to a verdict on all of them: its score, that of the best
 * baseline, and how much each unit contributes to the difference.
 *
 * @param metric that decides, as sentences name it
 * @param baseline in words
 * @param several whether it is the best of several
 * @param units the kinds of units
 * @param sums the number of sums of the metric
 * @param gains of the units of each kind, (kinds)(units), never written
 */
public record Evidence(
    String metric,
    Better better,
    double value,
    String baseline,
    double baselineValue,
    boolean several,
    List<Units> units,
    int sums,
    List<double[]> gains) {

  static Optional<Evidence> of(
      Predictions model, String name, Predictions baseline, boolean several, List<Units> units) {
    Predictions.Criterion criterion = model.criterion();
    Metric metric = criterion.metric();
    OptionalDouble value = Metrics.score(metric, model).number();
    OptionalDouble other = Metrics.score(metric, baseline).number();
    Optional<Sums> sums = metric.sums(model);
    Optional<Sums> otherSums = metric.sums(baseline);
    if (value.isEmpty() || other.isEmpty() || sums.isEmpty() || otherSums.isEmpty()) {
      return Optional.empty();
    }
    List<double[]> gains = new ArrayList<>();
    for (Units kind : units) {
      Units joined = kind.joined(sums.get().count());
      gains.add(Difference.gains(metric.better(), sums.get(), otherSums.get(), joined));
    }
    return Optional.of(
        new Evidence(
            criterion.name(),
            metric.better(),
            value.getAsDouble(),
            name,
            other.getAsDouble(),
            several,
            units,
            sums.get().count(),
            gains));
  }

  /**
   * A verdict on the mean of several seeds: whether training with another seed would again beat the
   * baseline on other rows. The variance of the mean gain is that of rows, which the seeds share,
   * plus that of seeds; degrees of freedom by Satterthwaite (1946).
   *
   * @param seeds two at least, on the same rows
   */
  public static Verdict verdict(List<Evidence> seeds) {
    Evidence first = seeds.get(0);
    int count = seeds.size();
    double value = seeds.stream().mapToDouble(Evidence::value).average().orElseThrow();
    double gain = first.better.gain(value, first.baselineValue);
    double squares =
        seeds.stream()
            .mapToDouble(seed -> first.better.gain(seed.value, first.baselineValue) - gain)
            .map(deviation -> deviation * deviation)
            .sum();
    double ofSeeds = squares / (count - 1) / count;
    Sampling rows =
        Sampling.ofKinds(
            first.units, first.sums, Difference.FEWEST, kind -> meanGains(seeds, kind));
    String sentence =
        Verdict.sentence(
            "The mean of %s seeds".formatted(count),
            first.baseline,
            first.several,
            gain > 0,
            first.metric,
            Numbers.pair(value, first.baselineValue));
    if (!rows.isEnough(Difference.FEWEST)) {
      return new Verdict(
          gain > 0 ? Verdict.Outcome.MAYBE_BETTER : Verdict.Outcome.MAYBE_WORSE,
          sentence + " " + new Difference(gain, 0, Double.NaN, rows).doubt().orElseThrow());
    }
    double ofRows = rows.error() * rows.error();
    double error = Math.sqrt(ofRows + ofSeeds);
    double freedom =
        error == 0
            ? 1
            : Math.pow(error, 4)
                / (ofRows * ofRows / rows.freedom() + ofSeeds * ofSeeds / (count - 1));
    double p =
        error == 0
            ? (gain == 0 ? 1 : 0)
            : 2 * new TDistribution(null, freedom).cumulativeProbability(-Math.abs(gain) / error);
    boolean beyond = p <= Difference.LEVEL;
    return new Verdict(
        gain > 0
            ? (beyond ? Verdict.Outcome.BETTER : Verdict.Outcome.MAYBE_BETTER)
            : (beyond ? Verdict.Outcome.WORSE : Verdict.Outcome.MAYBE_WORSE),
        beyond
            ? sentence
            : sentence
                + " With %s and %s seeds, that difference may be due to chance."
                    .formatted(rows.basis(", "), count));
  }

  private static double[] meanGains(List<Evidence> seeds, int kind) {
    double[] mean = new double[seeds.get(0).gains.get(kind).length];
    for (Evidence seed : seeds) {
      for (int unit = 0; unit < mean.length; unit++) {
        mean[unit] += seed.gains.get(kind)[unit] / seeds.size();
      }
    }
    return mean;
  }
}
