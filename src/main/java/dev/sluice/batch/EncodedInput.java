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

  /** The steps of each example, (examples); empty where all have as many. */
  default Optional<int[]> stepsOfEach() {
    return Optional.empty();
  }

  /** Batches have no more steps than this; what the input's shape allows bounds it as well. */
  default int longest() {
    return Integer.MAX_VALUE;
  }

  /** The features of a batch, laid out as {@code dev.sluice.shape.InputShape} says. */
  Masked features(int[] examples);

  /**
   * The column that a number of each step is of, for messages; empty where it is of none, or where
   * steps are no rows of columns.
   *
   * @param number from 0, in the order of the features
   */
  default Optional<String> columnOf(int number) {
    return Optional.empty();
  }

  /** The examples as texts that are read on; empty for inputs that are not. */
  default Optional<Documents> documents() {
    return Optional.empty();
  }

  /** The examples as texts, for what looks at words; empty for other inputs. */
  default Optional<Texts> texts() {
    return Optional.empty();
  }

  /**
   * What is watched of the examples, to tell whether new ones are like those of training; the same
   * quantities of any examples of an input.
   */
  default List<Observed> observed() {
    return List.of();
  }
}
