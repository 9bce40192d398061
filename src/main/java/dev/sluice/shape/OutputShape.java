package dev.sluice.shape;

import dev.sluice.spec.LossSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the outputs of a network mean. */
public sealed interface OutputShape {
  /** Cases for each kind of output. */
  <T> T match(
      Function<Classes, T> classes,
      Function<Labels, T> labels,
      Function<Values, T> values,
      Function<StepClasses, T> classesOfSteps,
      Function<Text, T> text);

  /** This, if the outputs are numbers; else empty. */
  default Optional<Values> values() {
    return Optional.empty();
  }

  /**
   * Whether it predicts the next step at each step: then sequences continue from batch to batch,
   * and no layer may see later steps.
   */
  default boolean readsOn() {
    return false;
  }

  /** Whether its output for a step is an input of the next one, see {@link Values}. */
  default boolean decodesRecursively() {
    return false;
  }

  /** Whether there is an output for each step of the input. */
  default boolean ofSteps() {
    return false;
  }

  /** Whether the output needs each step of the input, and the loss is the mean over labels. */
  default boolean takesSteps() {
    return ofSteps();
  }

  /** Whether the network writes texts, and can also score given ones. */
  default boolean writesTexts() {
    return false;
  }

  /** The number of labels for each example, or token of a continuous text. */
  default long targets() {
    return 1;
  }

  /** The name of these when they are counted. */
  String targetNoun();

  /**
   * The probabilities of classes. For two classes and one sigmoid unit, labels and outputs are
   * (batch, 1): the probability of class 1. Otherwise (batch, classes), labels one-hot.
   *
   * @param count at least 2
   * @param weights of the classes in the loss of training; empty where all weigh the same
   */
  record Classes(int count, List<Double> weights) implements OutputShape {
    public Classes {
      weights = List.copyOf(weights);
    }

    /** With equal weights. */
    public Classes(int count) {
      this(count, List.of());
    }

    @Override
    public <T> T match(
        Function<Classes, T> classes,
        Function<Labels, T> labels,
        Function<Values, T> values,
        Function<StepClasses, T> classesOfSteps,
        Function<Text, T> text) {
      return classes.apply(this);
    }

    @Override
    public String targetNoun() {
      return "examples";
    }
  }

  /**
   * Any number of labels: the probability of each, (batch, labels); the targets have the same
   * shape, with 1 for each label that an example has.
   *
   * @param count at least 1
   */
  record Labels(int count) implements OutputShape {
    @Override
    public <T> T match(
        Function<Classes, T> classes,
        Function<Labels, T> labels,
        Function<Values, T> values,
        Function<StepClasses, T> classesOfSteps,
        Function<Text, T> text) {
      return labels.apply(this);
    }

    @Override
    public String targetNoun() {
      return "examples";
    }
  }

  /**
   * Numbers in scaled units, (batch, horizon * columns * numbers); output {@code (step * columns +
   * column) * numbers + number}. Labels have the same width.
   *
   * @param numbers of outputs for a value: itself; its quantiles, in any order; the mean and, by
   *     {@link Positive}, the standard deviation of a distribution
   * @param loss that the target requires; empty if the user may choose
   * @param decodesRecursively whether the columns of a step, which are the first features of the
   *     input, are read by the next step; then the last steps of the input are the horizon
   */
  record Values(
      int horizon, int columns, int numbers, Optional<LossSpec> loss, boolean decodesRecursively)
      implements OutputShape {
    /** All steps at once. */
    public Values(int horizon, int columns, int numbers, Optional<LossSpec> loss) {
      this(horizon, columns, numbers, loss, false);
    }

    /** The values themselves. */
    public Values(int horizon, int columns) {
      this(horizon, columns, 1, Optional.empty());
    }

    public int count() {
      return horizon * columns * numbers;
    }

    /** How many of the numbers of a value, the first ones, are in its units, scaled as it is. */
    public int numbersInItsUnits() {
      return loss.filter(LossSpec.Likelihood.class::isInstance)
          .map(likelihood -> ((LossSpec.Likelihood) likelihood).distribution().ofCounts() ? 0 : 1)
          .orElse(numbers);
    }

    @Override
    public Optional<Values> values() {
      return Optional.of(this);
    }

    @Override
    public <T> T match(
        Function<Classes, T> classes,
        Function<Labels, T> labels,
        Function<Values, T> values,
        Function<StepClasses, T> classesOfSteps,
        Function<Text, T> text) {
      return values.apply(this);
    }

    @Override
    public long targets() {
      return (long) horizon * columns;
    }

    @Override
    public String targetNoun() {
      return "target values";
    }
  }

  /**
   * The probabilities of classes at each step. Labels are (batch, steps): the index of the class,
   * or -1 for a step without one. Outputs are (batch, numbers, steps) in the network; outside it
   * (steps * numbers), only the steps of an example, without padding.
   *
   * @param count at least 2
   * @param chain whether classes of neighbours depend on each other; then another number follows
   *     the probabilities of a step: the index of its class on the best path of the whole sequence
   */
  record StepClasses(int count, Optional<Chain> chain) implements OutputShape {
    /** The number of outputs per step. */
    public int numbers() {
      return count + (chain.isPresent() ? 1 : 0);
    }

    @Override
    public <T> T match(
        Function<Classes, T> classes,
        Function<Labels, T> labels,
        Function<Values, T> values,
        Function<StepClasses, T> classesOfSteps,
        Function<Text, T> text) {
      return classesOfSteps.apply(this);
    }

    @Override
    public boolean ofSteps() {
      return true;
    }

    @Override
    public String targetNoun() {
      return "sequences";
    }
  }

  /**
   * A text, token by token. Labels are (batch, steps): the id of each token and of the end,
   * followed by -1. Outputs are those of {@link TextOutput}.
   *
   * @param ids of tokens, start and end; 0 is padding, never written, and 1 an unknown token
   * @param start precedes each text, and is never written
   * @param maxLength the most tokens that are written
   * @param width of the beam search; 1 is greedy
   * @param lengthPenalty of the search
   * @param unknown whether the unknown token is written
   */
  record Text(
      int ids, int start, int end, int maxLength, int width, double lengthPenalty, boolean unknown)
      implements OutputShape {
    @Override
    public <T> T match(
        Function<Classes, T> classes,
        Function<Labels, T> labels,
        Function<Values, T> values,
        Function<StepClasses, T> classesOfSteps,
        Function<Text, T> text) {
      return text.apply(this);
    }

    @Override
    public boolean takesSteps() {
      return true;
    }

    @Override
    public boolean writesTexts() {
      return true;
    }

    @Override
    public String targetNoun() {
      return "texts";
    }
  }

  /**
   * A linear-chain conditional random field over the steps.
   *
   * @param onlyAfter for some classes, those that must precede them; a path may not begin with
   *     them; all others may occur anywhere
   */
  record Chain(Map<Integer, Set<Integer>> onlyAfter) {
    public Chain {
      onlyAfter = Map.copyOf(onlyAfter);
    }
  }

  /**
   * The probabilities of the token that comes after each step, from an input of tokens: a class for
   * each id, 0 for the end of the sequence. Inside the network as {@link StepClasses}; outside it
   * (steps * 2): for each step ln p of the actual token, and 1 if no other was more probable, else
   * 0.
   *
   * @param count of ids, at least 3
   */
  record NextTokens(int count) implements OutputShape {
    @Override
    public <T> T match(
        Function<Classes, T> classes,
        Function<Labels, T> labels,
        Function<Values, T> values,
        Function<StepClasses, T> classesOfSteps,
        Function<Text, T> text) {
      return classesOfSteps.apply(new StepClasses(count, Optional.empty()));
    }

    @Override
    public boolean ofSteps() {
      return true;
    }

    @Override
    public boolean readsOn() {
      return true;
    }

    @Override
    public String targetNoun() {
      return "tokens";
    }
  }
}
