package dev.sluice.batch;

import dev.sluice.drift.Observed;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.ExampleOrder;
import dev.sluice.frame.Frame;
import java.util.List;
import java.util.Optional;

/** What goes into a network for some examples, numbered from 0. Immutable and thread-safe. */
public interface EncodedInput {
  /** What the examples were cut from. */
  Frame frame();

  default int size() {
    return frame().size();
  }

  /** Every example once; batches are consecutive slices of it. */
  default int[] order(BatchOrder order, int batchSize) {
    return ExampleOrder.of(order, size());
  }

  /** The number of steps of each example, (examples); empty if all have the same number. */
  default Optional<int[]> stepsOfEach() {
    return Optional.empty();
  }

  /** The most steps that a batch may have. The input's shape limits them as well. */
  default int longest() {
    return Integer.MAX_VALUE;
  }

  /** The features of a batch, laid out as {@code dev.sluice.shape.InputShape} says. */
  Masked features(int[] examples);

  /**
   * The column that a feature of each step comes from, for messages; empty if it comes from no
   * column, or if steps are not rows of a table.
   *
   * @param number the index of the feature, from 0
   */
  default Optional<String> columnOf(int number) {
    return Optional.empty();
  }

  /** The examples as continuous texts; empty for other inputs. */
  default Optional<Documents> documents() {
    return Optional.empty();
  }

  /** The examples as texts, for callers that need the words; empty for other inputs. */
  default Optional<Texts> texts() {
    return Optional.empty();
  }

  /**
   * The quantities of the examples to monitor for drift. They are the same for any examples of this
   * input.
   */
  default List<Observed> observed() {
    return List.of();
  }
}
