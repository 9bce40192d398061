package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The metrics of labels, any number of which a row may have. */
public final class LabelMetrics {
  private LabelMetrics() {}

  /** The harmonic mean of precision and recall of all labels of all rows together. */
  public static final class MicroF1 extends Own<MetricSpec.MicroF1> {
    public MicroF1() {
      super(MetricSpec.MicroF1.class, Better.HIGHER);
    }

    @Override
    Score score(LabelPredictions predictions) {
      long right = 0;
      long all = IntStream.of(predictions.unseen()).asLongStream().sum(); // had and given
      for (int k = 0; k < predictions.labels().size(); k++) {
        LabelPredictions.OfLabel of = predictions.ofLabel(k);
        right += of.right();
        all += of.rows() + of.predicted();
      }
      return LabelPredictions.OfLabel.share(2 * right, all, "no row has a label or was given one");
    }
  }

  /** The mean of the labels' F1 over those that some row has or was given. */
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
  }

  /** The share of rows with all their labels and no other one. */
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
  }

  /** Labels missed or wrongly given, as a share of rows times labels. */
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

    abstract Score score(LabelPredictions predictions);
  }
}
