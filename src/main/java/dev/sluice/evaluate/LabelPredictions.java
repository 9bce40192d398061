package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The actual labels of rows, any number of each, the probabilities that a model predicted and the
 * labels that it chose.
 *
 * @param labels the names
 * @param actual (rows)(labels); not copied, never written
 * @param unseen how many labels of each row are none of {@code labels}: no model can predict them,
 *     and they count as missed; (rows), not copied, never written
 * @param probabilities (rows)(labels); not copied, never written
 * @param given (rows)(labels): the predicted labels; not copied, never written
 */
public record LabelPredictions(
    List<String> labels,
    boolean[][] actual,
    int[] unseen,
    double[][] probabilities,
    boolean[][] given)
    implements Predictions {
  public LabelPredictions {
    labels = List.copyOf(labels);
  }

  /** The same rows with other predictions. */
  public LabelPredictions with(double[][] otherProbabilities, boolean[][] otherLabels) {
    return new LabelPredictions(labels, actual, unseen, otherProbabilities, otherLabels);
  }

  @Override
  public int size() {
    return actual.length;
  }

  @Override
  public Optional<String> whyNone() {
    return Predictions.whyNone("probabilities", probabilities);
  }

  @Override
  public Criterion criterion() {
    return new Criterion("micro F1", new LabelMetrics.MicroF1());
  }

  /** The cross-entropy, summed over labels, averaged over rows: the loss of the network. */
  @Override
  public Score crossEntropy() {
    return whyNone()
        .map(Score::absent)
        .orElseGet(
            () ->
                Score.of(
                    IntStream.range(0, size())
                        .mapToDouble(row -> -logOf(row, actual[row]))
                        .average()
                        .orElseThrow()));
  }

  private double logOf(int row, boolean[] labelsOfRow) {
    double sum = 0;
    for (int k = 0; k < labelsOfRow.length; k++) {
      double p = labelsOfRow[k] ? probabilities[row][k] : 1 - probabilities[row][k];
      sum += Math.log(Math.max(p, ClassMetrics.LogLoss.SMALLEST));
    }
    return sum;
  }

  /** The probability that a row has exactly these labels, if labels were independent. */
  public double probability(int row, boolean[] labelsOfRow) {
    return Math.exp(logOf(row, labelsOfRow));
  }

  /** The number of labels of a row that are missed or wrongly predicted. */
  public int errors(int row) {
    int errors = unseen[row];
    for (int k = 0; k < labels.size(); k++) {
      errors += actual[row][k] == given[row][k] ? 0 : 1;
    }
    return errors;
  }

  /** One label against its absence. */
  OfLabel ofLabel(int k) {
    long right = 0;
    long rows = 0;
    long predicted = 0;
    for (int i = 0; i < size(); i++) {
      right += actual[i][k] && given[i][k] ? 1 : 0;
      rows += actual[i][k] ? 1 : 0;
      predicted += given[i][k] ? 1 : 0;
    }
    return new OfLabel(right, rows, predicted);
  }

  /**
   * @param right rows that have the label and were predicted to have it
   * @param rows that have it
   * @param predicted rows that were predicted to have it
   */
  record OfLabel(long right, long rows, long predicted) {
    Score precision() {
      return share(right, predicted, "no row was given it");
    }

    Score recall() {
      return share(right, rows, "no row has it");
    }

    Score f1() {
      return share(2 * right, rows + predicted, "no row has it or was given it");
    }

    static Score share(long some, long all, String none) {
      return all == 0 ? Score.absent(none) : Score.of((double) some / all);
    }
  }

  @Override
  public Optional<Sums> crossEntropySums() {
    return Optional.of(Sums.mean(size(), row -> -logOf(row, actual[row]), Sums.Scale.POSITIVE));
  }

  @Override
  public Evaluation.Details details(Map<String, Metric> metrics) {
    boolean broken = whyNone().isPresent();
    return new ByLabel(
        IntStream.range(0, broken ? 0 : labels.size())
            .mapToObj(
                k -> {
                  OfLabel of = ofLabel(k);
                  return new Evaluation.OfClass(
                      labels.get(k),
                      of.rows(),
                      of.predicted(),
                      of.precision(),
                      of.recall(),
                      of.f1());
                })
            .toList());
  }

  /** Precision, recall and F1 of each single label. */
  private record ByLabel(List<Evaluation.OfClass> byClass) implements Evaluation.Details {
    @Override
    public void putInto(Map<String, Object> json) {
      Map<String, Object> perClass = new LinkedHashMap<>();
      byClass.forEach(ofLabel -> perClass.put(ofLabel.name(), ofLabel.toMap()));
      json.put("per_class", perClass);
    }
  }

  @Override
  public List<String> remarks() {
    int missed = Arrays.stream(unseen).sum();
    return missed == 0
        ? List.of()
        : List.of(
            "%s labels of %s rows are in no training row: no model can predict them, and they count as missed."
                .formatted(missed, Arrays.stream(unseen).filter(n -> n > 0).count()));
  }

  @Override
  public String leftOut(String metric, long count) {
    return "%s leaves out %s of %s labels, which no row has or was given."
        .formatted(metric, count, labels.size());
  }
}
