package dev.sluice.spec;

/**
 * A metric that is computed from predictions. Open: a plug-in may register further kinds. The
 * definitions are next to the computations in {@code dev.sluice.evaluate}.
 */
public interface MetricSpec {
  @Doc("The share of rows whose most probable class is the right one.")
  record Accuracy() implements MetricSpec {}

  @Doc(
      "Of the rows given a class, the share that has it: mean over classes, and of the positive"
          + " class.")
  record Precision() implements MetricSpec {}

  @Doc(
      "Of the rows that have a class, the share given it: mean over classes, and of the positive"
          + " class.")
  record Recall() implements MetricSpec {}

  @Doc("The harmonic mean of precision and recall: mean over classes, and of the positive class.")
  record F1() implements MetricSpec {}

  @Doc(
      "The chance that a positive row gets a higher probability than a negative one; for more than"
          + " two classes, the mean of one against the rest.")
  record RocAuc() implements MetricSpec {}

  @Doc(
      "The mean negative logarithm of the right class's probability. Of a class a probability below"
          + " 2^-24 counts as that, 16.6 nats, here and in the validation loss; the training loss"
          + " has no such bound.")
  record LogLoss() implements MetricSpec {}

  @Doc(
      "The area under the precision-recall curve of the positive class, as a step function; for more"
          + " than two classes, the mean of one against the rest. Computed if it is named.")
  record AveragePrecision() implements MetricSpec {}

  @Doc("The mean recall of the classes that rows have. Computed if it is named.")
  record BalancedAccuracy() implements MetricSpec {}

  @Doc(
      "Matthews' correlation of actual and predicted classes, -1 to 1; 0 says nothing better than"
          + " chance. Computed if it is named.")
  record Mcc() implements MetricSpec {}

  @Doc(
      "The mean squared distance of the probabilities from 1 of the right class and 0 of others: of"
          + " two classes that of the positive one, 0 to 1; of more the sum over classes, 0 to 2."
          + " Computed if it is named.")
  record Brier() implements MetricSpec {}

  @Doc(
      "The expected calibration error: how far the probability of the most probable class lies from"
          + " the share of rows that have it, in ten bins of equal width, the mean over rows."
          + " Computed if it is named.")
  record Ece() implements MetricSpec {}

  @Doc(
      "The share of rows whose right class is among the k most probable ones, as in `top_3`."
          + " Computed if it is named.")
  record TopK(@Doc("How many classes count.") @Range(min = 2, max = 1000000) @Example("3") int k)
      implements MetricSpec {}

  @Doc("Of labels: the harmonic mean of precision and recall of all labels of all rows together.")
  record MicroF1() implements MetricSpec {}

  @Doc("Of labels: the mean of each label's F1.")
  record MacroF1() implements MetricSpec {}

  @Doc("Of labels: the share of rows with all their labels and no other one.")
  record SubsetAccuracy() implements MetricSpec {}

  @Doc("Of labels: those missed or wrongly given, as a share of rows times labels.")
  record HammingLoss() implements MetricSpec {}

  @Doc(
      "Of a language model, and of the texts that should come out: e to the mean negative logarithm"
          + " of each token's probability, ends included.")
  record Perplexity() implements MetricSpec {}

  @Doc(
      "Of a language model: the mean of -log2 p over tokens, ends of documents included; bits per"
          + " character where tokens are characters.")
  record BitsPerToken() implements MetricSpec {}

  @Doc("Of the spans that were found, the share that is right from its first token to its last.")
  record SpanPrecision() implements MetricSpec {}

  @Doc("Of the spans that are there, the share that was found from its first token to its last.")
  record SpanRecall() implements MetricSpec {}

  @Doc("The harmonic mean of span_precision and span_recall, as conlleval computes it.")
  record SpanF1() implements MetricSpec {}

  @Doc(
      "BLEU of all texts together, 0 to 100, as sacreBLEU computes it: tokens of `13a`, n-grams of"
          + " up to 4, exponential smoothing, case matters.")
  record Bleu() implements MetricSpec {}

  @Doc(
      "chrF of all texts together, 0 to 100, as sacreBLEU computes it: n-grams of up to 6"
          + " characters without white space, beta 2.")
  record Chrf() implements MetricSpec {}

  @Doc("The share of texts that are the reference to the last character.")
  record ExactMatch() implements MetricSpec {}

  @Doc(
      "The share of the references' tokens that are the most probable ones after the tokens before"
          + " them.")
  record TokenAccuracy() implements MetricSpec {}

  @Doc("Mean absolute error.")
  record Mae() implements MetricSpec {}

  @Doc("Mean squared error.")
  record Mse() implements MetricSpec {}

  @Doc("The root of the mean squared error.")
  record Rmse() implements MetricSpec {}

  @Doc(
      "Mean absolute error in per cent of the actual value; rows whose actual value is 0 are left"
          + " out and counted.")
  record Mape() implements MetricSpec {}

  @Doc("Mean of 2|e| / (|actual| + |forecast|), in per cent; 0 where both are 0.")
  record Smape() implements MetricSpec {}

  @Doc("The sum of absolute errors in per cent of the sum of absolute actual values.")
  record Wape() implements MetricSpec {}

  @Doc("Mean absolute error divided by that of the seasonal naive forecast on the training part.")
  record Mase() implements MetricSpec {}

  @Doc(
      "The root of the mean squared error divided by that of the seasonal naive forecast on the"
          + " training part.")
  record Rmsse() implements MetricSpec {}

  @Doc(
      "The mean of two ratios to the baseline `naive2` on the same windows, that of sMAPE and that"
          + " of MASE (Makridakis, Spiliotis and Assimakopoulos 2020). Computed if it is named.")
  record Owa() implements MetricSpec {}

  @Doc("1 minus the squared error over that of the mean of the actual values.")
  record R2() implements MetricSpec {}

  @Doc("Mean error, actual minus forecast: positive where forecasts are too low.")
  record Bias() implements MetricSpec {}

  @Doc(
      "Of quantiles: the mean over levels of the error times the level where the value lies above,"
          + " times 1 minus the level where it lies below.")
  record Pinball() implements MetricSpec {}

  @Doc(
      "The continuous ranked probability score, as twice the mean pinball loss of the quantiles"
          + " that are forecast.")
  record Crps() implements MetricSpec {}

  @Doc(
      "Of intervals: the share of values that lie within, for each level, as in `coverage_80`; it"
          + " should be the level.")
  record Coverage() implements MetricSpec {}

  @Doc("Of intervals: the mean width, for each level, as in `width_80`.")
  record Width() implements MetricSpec {}

  @Doc(
      "Of intervals: the width and, of values outside, 2 / (1 - level) times their distance, the"
          + " mean for each level, as in `winkler_80`.")
  record Winkler() implements MetricSpec {}
}
