package dev.sluice.spec;

/**
 * A metric that is computed from predictions. Open: a plug-in may register further kinds. The
 * definitions are next to the computations in {@code dev.sluice.evaluate}.
 */
public interface MetricSpec {
  @Doc("The fraction of rows whose most probable class is correct.")
  record Accuracy() implements MetricSpec {}

  @Doc(
      "Of the rows predicted as a class, the fraction that have it: the mean over classes"
          + " and, for two classes, that of the positive class.")
  record Precision() implements MetricSpec {}

  @Doc(
      "Of the rows that have a class, the fraction predicted as it: the mean over classes"
          + " and, for two classes, that of the positive class.")
  record Recall() implements MetricSpec {}

  @Doc(
      "The harmonic mean of precision and recall: the mean over classes and, for two"
          + " classes, that of the positive class.")
  record F1() implements MetricSpec {}

  @Doc(
      "The area under the ROC curve: the probability that a positive row gets a higher"
          + " score than a negative one. For more than two classes, the mean of each class"
          + " against the rest.")
  record RocAuc() implements MetricSpec {}

  @Doc(
      "The mean of -ln p, where p is the probability of the correct class. A probability"
          + " below 2^-24 counts as 2^-24, which is 16.6 nats, here and in the validation loss."
          + " The training loss has no such limit.")
  record LogLoss() implements MetricSpec {}

  @Doc(
      "The area under the precision-recall curve of the positive class, as a step function."
          + " For more than two classes, the mean of each class against the rest. Computed only"
          + " if you name it.")
  record AveragePrecision() implements MetricSpec {}

  @Doc("The mean recall over the classes that the rows have. Computed only if you name it.")
  record BalancedAccuracy() implements MetricSpec {}

  @Doc(
      "The Matthews correlation coefficient of actual and predicted classes, from -1 to 1."
          + " 0 is no better than chance. Computed only if you name it.")
  record Mcc() implements MetricSpec {}

  @Doc(
      "The Brier score: the mean squared difference between the probabilities and the"
          + " actual classes (1 for the correct class, 0 for all others). For two classes, that"
          + " of the positive class, from 0 to 1; for more, the sum over classes, from 0 to 2."
          + " Computed only if you name it.")
  record Brier() implements MetricSpec {}

  @Doc(
      "The expected calibration error: the difference between the probability of the most"
          + " probable class and the fraction of rows that have it, in ten bins of equal width,"
          + " averaged over rows. Computed only if you name it.")
  record Ece() implements MetricSpec {}

  @Doc(
      "The fraction of rows whose correct class is among the k most probable ones, shown as"
          + " `top_3` for k = 3. Computed only if you name it.")
  record TopK(
      @Doc("The number of most probable classes.") @Range(min = 2, max = 1000000) @Example("3")
          int k)
      implements MetricSpec {}

  @Doc(
      "For labels: the harmonic mean of precision and recall over all labels of all rows"
          + " together.")
  record MicroF1() implements MetricSpec {}

  @Doc("For labels: the mean F1 over the labels.")
  record MacroF1() implements MetricSpec {}

  @Doc(
      "For labels: the fraction of rows that get exactly their labels, with none missing"
          + " and none added.")
  record SubsetAccuracy() implements MetricSpec {}

  @Doc(
      "For labels: the number of labels that are missing or wrong, divided by rows times"
          + " labels.")
  record HammingLoss() implements MetricSpec {}

  @Doc(
      "For language models and target texts: e to the power of the mean of -ln p over"
          + " tokens, including ends.")
  record Perplexity() implements MetricSpec {}

  @Doc(
      "For language models: the mean of -log2 p over tokens, including ends of documents."
          + " These are bits per character if tokens are characters.")
  record BitsPerToken() implements MetricSpec {}

  @Doc(
      "Of the predicted spans, the fraction that are correct from the first token to the"
          + " last.")
  record SpanPrecision() implements MetricSpec {}

  @Doc(
      "Of the actual spans, the fraction that are predicted correctly from the first token"
          + " to the last.")
  record SpanRecall() implements MetricSpec {}

  @Doc("The harmonic mean of `span_precision` and `span_recall`, as conlleval computes it.")
  record SpanF1() implements MetricSpec {}

  @Doc(
      "BLEU of all texts together, 0 to 100, as sacreBLEU computes it: `13a` tokenization,"
          + " n-grams up to 4, exponential smoothing, case-sensitive.")
  record Bleu() implements MetricSpec {}

  @Doc(
      "chrF of all texts together, 0 to 100, as sacreBLEU computes it: n-grams of up to 6"
          + " characters, without whitespace, beta 2.")
  record Chrf() implements MetricSpec {}

  @Doc("The fraction of texts that equal the reference exactly.")
  record ExactMatch() implements MetricSpec {}

  @Doc(
      "The fraction of reference tokens that are the most probable token, given the"
          + " reference tokens before them.")
  record TokenAccuracy() implements MetricSpec {}

  @Doc("Mean absolute error.")
  record Mae() implements MetricSpec {}

  @Doc("Mean squared error.")
  record Mse() implements MetricSpec {}

  @Doc("The square root of the mean squared error.")
  record Rmse() implements MetricSpec {}

  @Doc(
      "The mean absolute error in percent of the actual value. Rows whose actual value is 0"
          + " are left out and counted.")
  record Mape() implements MetricSpec {}

  @Doc("The mean of 2|e| / (|actual| + |forecast|), in percent; 0 if both are 0.")
  record Smape() implements MetricSpec {}

  @Doc("The sum of the absolute errors in percent of the sum of the absolute actual values.")
  record Wape() implements MetricSpec {}

  @Doc(
      "The mean absolute error divided by that of the seasonal naive forecast on the"
          + " training part.")
  record Mase() implements MetricSpec {}

  @Doc(
      "The root mean squared error divided by that of the seasonal naive forecast on the"
          + " training part.")
  record Rmsse() implements MetricSpec {}

  @Doc(
      "The overall weighted average: the mean of two ratios to the baseline `naive2` on the"
          + " same windows, that of sMAPE and that of MASE (Makridakis, Spiliotis and"
          + " Assimakopoulos 2020). Computed only if you name it.")
  record Owa() implements MetricSpec {}

  @Doc(
      "The coefficient of determination: 1 minus the squared error divided by that of the"
          + " mean of the actual values.")
  record R2() implements MetricSpec {}

  @Doc("The mean error, actual minus forecast. It is positive if forecasts are too low.")
  record Bias() implements MetricSpec {}

  @Doc(
      "For quantiles: the pinball loss, averaged over levels. It is the error times the"
          + " level if the value is above the quantile, and times 1 minus the level if it is"
          + " below.")
  record Pinball() implements MetricSpec {}

  @Doc(
      "The continuous ranked probability score, computed as twice the mean pinball loss of"
          + " the quantiles in the forecast.")
  record Crps() implements MetricSpec {}

  @Doc(
      "For intervals: the fraction of values inside, for each level, shown as"
          + " `coverage_80`. It should equal the level.")
  record Coverage() implements MetricSpec {}

  @Doc("For intervals: the mean width for each level, shown as `width_80`.")
  record Width() implements MetricSpec {}

  @Doc(
      "For intervals: the mean Winkler score for each level, shown as `winkler_80`. It is"
          + " the width plus, for values outside, 2 / (1 - level) times their distance.")
  record Winkler() implements MetricSpec {}
}
