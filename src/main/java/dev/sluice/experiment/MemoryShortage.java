package dev.sluice.experiment;

import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.TokenBudget;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import dev.sluice.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A training needed more memory than there is. Knows which settings would reduce it. */
public final class MemoryShortage extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONG = 200; // steps from which cutting an example is worthwhile
  private static final int USUAL_CHUNK = 400;

  private final List<String> settings;

  private MemoryShortage(List<String> settings, Throwable cause) {
    super(cause);
    this.settings = List.copyOf(settings);
  }

  /** Whether the failure is a lack of memory, in Java's heap or outside it. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /**
   * The failure of a training, with what would reduce its memory.
   *
   * @param failure caused by a lack of memory
   */
  static MemoryShortage of(Throwable failure, Config config, Dataset data) {
    return new MemoryShortage(settings(config, data), failure);
  }

  /** The settings as {@code --set} takes them; each was tried with the network and the data. */
  public List<String> settings() {
    return settings;
  }

  /**
   * Settings that reduce the memory of a batch without changing the result by design: examples read
   * in chunks, batches limited by their tokens. Those that the network or the data do not allow are
   * left out.
   */
  static List<String> settings(Config config, Dataset data) {
    int[] steps = data.examples(Part.TRAINING).steps().orElse(new int[0]);
    int longest =
        Arrays.stream(Part.values())
            .flatMapToInt(part -> Arrays.stream(data.examples(part).steps().orElse(new int[0])))
            .max()
            .orElse(0);
    TrainingSpec training = config.training();
    List<String> settings = new ArrayList<>();
    if (longest < LONG) {
      return settings;
    }
    int chunk = Math.min(USUAL_CHUNK, longest / 4);
    if (training.chunkSteps().filter(now -> now <= chunk).isEmpty()
        && fits(config.with(training.withChunkSteps(chunk)), data, steps, longest)) {
      settings.add("training.chunk_steps=" + chunk);
    }
    tokens(training, steps, longest)
        .filter(most -> fits(config.with(training.withBatchTokens(most)), data, steps, longest))
        .ifPresent(most -> settings.add("training.batch_tokens=" + most));
    return settings;
  }

  /**
   * The tokens of an average batch if that is less than half of the largest; half of the present
   * limit if batches are limited already.
   */
  private static Optional<Integer> tokens(TrainingSpec training, int[] steps, int longest) {
    int[] sorted = steps.clone();
    Arrays.sort(sorted);
    int rows = Math.min(training.batchSize(), sorted.length);
    long largest = training.stepsOfBatch(longest);
    long usual =
        training.batchTokens().isPresent()
            ? largest / 2
            : Math.max(longest, (long) rows * (sorted.length == 0 ? 0 : sorted[sorted.length / 2]));
    return usual >= longest && 2 * usual <= Math.min(largest, (long) rows * longest)
        ? Optional.of((int) usual)
        : Optional.empty();
  }

  private static boolean fits(Config config, Dataset data, int[] steps, int longest) {
    try {
      NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
      return TokenBudget.misfit(config.training(), steps, longest).isEmpty();
    } catch (UserException e) {
      return false; // the network or the data do not allow it
    }
  }
}
