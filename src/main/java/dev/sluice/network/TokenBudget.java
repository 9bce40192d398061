package dev.sluice.network;

import dev.sluice.problem.Problem;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.TrainingSpec;
import java.util.Arrays;
import java.util.Optional;

/** When `training.batch_tokens` can limit a batch. */
public final class TokenBudget {
  private static final String KEY = "training.batch_tokens";

  private TokenBudget() {}

  /** Why it has no effect on such examples; empty if it has, or is left out. */
  static Optional<Problem> misfit(TrainingSpec training, InputShape input, OutputShape target) {
    if (training.batchTokens().isEmpty()) {
      return Optional.empty();
    }
    if (target.readsOn()) {
      return problem(
          "a language model always trains on %s texts of %s tokens at a time"
              .formatted(training.batchSize(), training.segmentSteps()),
          "remove it; to save memory, lower batch_size or truncated_backpropagation.steps");
    }
    if (input.fixedSteps() && !target.writesTexts()) {
      return problem(
          "all examples have %s steps, so batch_size alone limits a batch".formatted(input.steps()),
          "remove it, or set batch_size: %s"
              .formatted(Math.max(1, training.batchTokens().get() / input.steps())));
    }
    return Optional.empty();
  }

  /**
   * Why it does not fit these examples; empty if it does, or is left out.
   *
   * @param ofTraining steps of each example of the training part
   * @param longest steps of the longest example of all parts
   */
  public static Optional<Problem> misfit(TrainingSpec training, int[] ofTraining, int longest) {
    int most = training.batchTokens().orElse(Integer.MAX_VALUE);
    if (longest > most) {
      return problem(
          "one example has %s steps, more than the %s of a batch".formatted(longest, most),
          "raise it to at least %s, or set a smaller max_length of the input".formatted(longest));
    }
    long all =
        (long) Math.min(training.batchSize(), ofTraining.length)
            * Arrays.stream(ofTraining).max().orElse(0);
    return training.batchTokens().isPresent() && all <= most
        ? problem(
            "has no effect: %s examples of at most %s steps are %s"
                .formatted(
                    Math.min(training.batchSize(), ofTraining.length),
                    Arrays.stream(ofTraining).max().orElse(0),
                    all),
            "raise batch_size, set batch_tokens below %s, or remove it".formatted(all))
        : Optional.empty();
  }

  private static Optional<Problem> problem(String what, String advice) {
    return Optional.of(Problem.atKey(KEY, what, advice));
  }
}
