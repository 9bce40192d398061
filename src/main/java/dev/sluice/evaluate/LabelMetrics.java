package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The metrics of multi-label classification. */
public final class LabelMetrics {
  private LabelMetrics() {}

  /** Micro F1: the harmonic mean of precision and recall over all labels of all rows. */
  public static final class MicroF1 extends Own<MetricSpec.MicroF1> {
    public MicroF1() {
      super(MetricSpec.MicroF1.class, Better.HIGHER);
    }

    @Override
    Score score(LabelPredictions predictions) {
      long right = 0;
      long all = IntStream.of(predictions.unseen()).asLongStream().sum(); // actual and predicted
      for (int k = 0; k < predictions.labels().size(); k++) {
        LabelPredictions.OfLabel of = predictions.ofLabel(k);
        right += of.right();
        all += of.rows() + of.predicted();
      }
      return LabelPredictions.OfLabel.share(2 * right, all, "no row has a label or was given one");
    }

    @Override
    Sums sums(LabelPredictions predictions) {
      return Sums.quotient(
          predictions.size(),
          row -> 2 * count(predictions, row, true, true),
          row ->
              2 * count(predictions, row, true, true)
                  + count(predictions, row, true, false)
                  + count(predictions, row, false, true)
                  + predictions.unseen()[row],
          Sums.Scale.SHARE);
    }

    /** Visits each label of a row, with whether the row has it and whether it was predicted. */
    private static int count(LabelPredictions of, int row, boolean had, boolean given) {
      int count = 0;
      for (int k = 0; k < of.labels().size(); k++) {
        count += of.actual()[row][k] == had && of.given()[row][k] == given ? 1 : 0;
      }
      return count;
    }
  }

  /** Macro F1: the mean F1 of the labels that occur or were predicted. */
  public static final class MacroF1 extends Own<MetricSpec.MacroF1> {
    public MacroF1() {
      super(MetricSpec.MacroF1.class, Better.HIGHER);
    }

    @Override
    Score score(LabelPredictions predictions) {
      int labels = predictions.labels().size();
      List<OptionalDouble> known =
          IntStream.range(0, labels)
              .mapToObj(k -> predictions.ofLabel(k).f1().number())
              .filter(OptionalDouble::isPresent)
              .toList();
      return known.isEmpty()
          ? Score.absent("no row has a label or was given one")
          : Score.of(
              known.stream().mapToDouble(OptionalDouble::getAsDouble).average().orElseThrow(),
              labels - known.size());
    }

    /**
     * For each label, twice the number of true positives, then the number of rows that have it and
     * of rows for which it was predicted.
     */
    @Override
    Sums sums(LabelPredictions predictions) {
      int labels = predictions.labels().size();
      return new Sums(
          predictions.size(),
          2 * labels,
          (sums, row, times) -> {
            for (int k = 0; k < labels; k++) {
              boolean had = predictions.actual()[row][k];
              boolean given = predictions.given()[row][k];
              sums[k] += had && given ? 2 * times : 0;
              sums[labels + k] += times * ((had ? 1 : 0) + (given ? 1 : 0));
            }
          },
          sums ->
              IntStream.range(0, labels)
                  .filter(k -> sums[labels + k] > 0)
                  .mapToDouble(k -> sums[k] / sums[labels + k])
                  .average()
                  .orElse(Double.NaN),
          Sums.Scale.SHARE);
    }
  }

  /** The share of rows with exactly the right labels. */
  public static final class SubsetAccuracy extends Own<MetricSpec.SubsetAccuracy> {
    public SubsetAccuracy() {
      super(MetricSpec.SubsetAccuracy.class, Better.HIGHER);
    }

    @Override
    Score score(LabelPredictions predictions) {
      long right =
          IntStream.range(0, predictions.size()).filter(i -> predictions.errors(i) == 0).count();
      return Score.of((double) right / predictions.size());
    }

    @Override
    Sums sums(LabelPredictions predictions) {
      return Sums.share(predictions.size(), row -> predictions.errors(row) == 0);
    }
  }

  /** Hamming loss: missed or wrongly predicted labels, as a share of rows times labels. */
  public static final class HammingLoss extends Own<MetricSpec.HammingLoss> {
    public HammingLoss() {
      super(MetricSpec.HammingLoss.class, Better.LOWER);
    }

    @Override
    Score score(LabelPredictions predictions) {
      long errors =
          IntStream.range(0, predictions.size()).mapToLong(i -> predictions.errors(i)).sum();
      return Score.of((double) errors / predictions.size() / predictions.labels().size());
    }

    @Override
    Sums sums(LabelPredictions predictions) {
      double labels = predictions.labels().size();
      return Sums.mean(
          predictions.size(), row -> predictions.errors(row) / labels, Sums.Scale.POSITIVE);
    }
  }

  private abstract static class Own<S extends MetricSpec> extends OwnMetric<S> {
    Own(Class<S> spec, Better better) {
      super(spec, better);
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target.answers().contains(TargetSpec.Answers.LABELS);
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      return score(predictions.as(LabelPredictions.class));
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(sums(predictions.as(LabelPredictions.class)));
    }

    abstract Score score(LabelPredictions predictions);

    abstract Sums sums(LabelPredictions predictions);
  }
}
