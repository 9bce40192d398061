package dev.sluice.task;

import dev.sluice.batch.Examples;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.frame.Part;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The data that a model was trained on, read when the first baseline learns from them. */
public final class TrainingParts {
  private final Supplier<Optional<Map<Part, Examples>>> source;
  private Optional<Map<Part, Examples>> parts; // null before they are asked for

  /**
   * @param source called once at most; returns nothing if the data are not available
   */
  public TrainingParts(Supplier<Optional<Map<Part, Examples>>> source) {
    this.source = source;
  }

  /**
   * The predictions of a baseline that learns from them; without them it is absent, with that
   * reason.
   */
  public BaselineOutcome learn(Function<Map<Part, Examples>, BaselineOutcome> baseline) {
    if (parts == null) {
      parts = source.get();
    }
    return parts
        .map(baseline)
        .orElseGet(() -> new BaselineOutcome.Absent("the training data are not available"));
  }
}
