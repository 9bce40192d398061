package dev.sluice.shape;

import dev.sluice.spec.InputSpec.Padding;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** One example as the network sees it. */
public sealed interface InputShape {
  /** Cases for each kind of input. */
  <T> T match(Function<Tokens, T> tokens, Function<Steps, T> windows);

  /** The most steps of an example. */
  int steps();

  /** Whether all examples have the same number of steps, none of them masked. */
  boolean fixedSteps();

  /** The same, cut into pieces with this many steps. */
  InputShape withSteps(int most);

  /** The inputs of a step that are ids of categories: the last ones, in this order. */
  default List<Category> categories() {
    return List.of();
  }

  /** Which numbers of a step the network scales by weights of its own; empty for none. */
  default Optional<Reversible> reversible() {
    return Optional.empty();
  }

  /** Numbers of an example that have no step: those of columns beside a text. */
  default int columns() {
    return 0;
  }

  /** The input of the first layer. */
  LayerShape layer();

  /** The smallest number of values of an example in a batch. */
  long numbers();

  /** The largest number of values of an example. */
  long mostNumbers();

  /**
   * Whether the network accepts the features of an example: their shape, and ids where it takes
   * ids.
   *
   * @param shape with a batch of 1
   * @param features in row-major order
   */
  boolean takes(long[] shape, float[] features);

  /** Whether these are measured numbers, which may need a scale, not ids. */
  boolean isMeasured();

  /**
   * A sequence of token ids; batches are (batch, steps), 32-bit floats that hold whole numbers.
   * With a spelling they are (batch, 1 + characters, steps): the id of the token, followed by those
   * of its characters and by 0 up to the longest token of the batch. With columns they are (batch,
   * steps + columns): the ids, then the values of the columns.
   *
   * @param vocabularySize ids are 0 (padding) to vocabularySize - 1
   * @param maxLength the most steps of an example; a batch is as long as its longest example
   * @param seenPadding where padding is added if the network sees it, and then every batch has
   *     maxLength steps; empty if padding is masked: batches are padded at the end and have a mask
   *     (batch, steps), 1 for a token and 0 for padding
   * @param spelling if the network also reads the characters of tokens; padding is then masked
   * @param unknown the id of every unknown token
   * @param columns values that follow the ids; 0 with a spelling
   */
  record Tokens(
      int vocabularySize,
      int maxLength,
      Optional<Padding> seenPadding,
      Optional<Spelling> spelling,
      int unknown,
      int columns)
      implements InputShape {
    public Tokens {
      if (columns > 0 && spelling.isPresent()) {
        throw new IllegalArgumentException("columns beside tokens that are spelled");
      }
    }

    /** Without columns. */
    public Tokens(
        int vocabularySize,
        int maxLength,
        Optional<Padding> seenPadding,
        Optional<Spelling> spelling,
        int unknown) {
      this(vocabularySize, maxLength, seenPadding, spelling, unknown, 0);
    }

    /** Tokens without characters, of which 1 is unknown. */
    public Tokens(int vocabularySize, int maxLength, Optional<Padding> seenPadding) {
      this(vocabularySize, maxLength, seenPadding, Optional.empty(), 1);
    }

    /** The same with columns after the ids. */
    public Tokens withColumns(int count) {
      return new Tokens(vocabularySize, maxLength, seenPadding, spelling, unknown, count);
    }

    @Override
    public <T> T match(Function<Tokens, T> tokens, Function<Steps, T> windows) {
      return tokens.apply(this);
    }

    @Override
    public int steps() {
      return maxLength;
    }

    @Override
    public boolean fixedSteps() {
      return seenPadding.isPresent();
    }

    @Override
    public Tokens withSteps(int most) {
      return new Tokens(vocabularySize, most, seenPadding, spelling, unknown, columns);
    }

    @Override
    public LayerShape layer() {
      return spelling.isPresent()
          ? new LayerShape.Spelled(vocabularySize, maxLength, spelling.get())
          : new LayerShape.Ids(vocabularySize, maxLength, 0);
    }

    @Override
    public long numbers() {
      return columns + (seenPadding.isPresent() ? maxLength : 1 + (spelling.isPresent() ? 1 : 0));
    }

    @Override
    public long mostNumbers() {
      return columns + (long) maxLength * (1 + spelling.map(Spelling::most).orElse(0));
    }

    @Override
    public boolean takes(long[] shape, float[] features) {
      if (shape.length != (spelling.isPresent() ? 3 : 2)) {
        return false;
      }
      long steps = shape[shape.length - 1] - columns;
      long rows = spelling.isPresent() ? shape[1] : 1;
      return shape[0] == 1
          && steps >= (seenPadding.isPresent() ? maxLength : 1)
          && steps <= maxLength
          && rows >= 1
          && rows <= 1 + spelling.map(Spelling::most).orElse(0)
          && features.length == rows * steps + columns
          && IntStream.range(0, features.length - columns)
              .allMatch(
                  i ->
                      isId(
                          features[i],
                          i < steps ? vocabularySize : spelling.orElseThrow().alphabet()))
          && IntStream.range(features.length - columns, features.length)
              .allMatch(i -> Float.isFinite(features[i]));
    }

    private static boolean isId(float number, int count) {
      return number >= 0 && number < count && number == (int) number;
    }

    @Override
    public boolean isMeasured() {
      return false;
    }
  }

  /**
   * Numbers at each step; batches are (batch, features, steps).
   *
   * @param features numbers per step
   * @param steps of every example, such as the lookback; or the most of one in the data
   * @param masked whether examples differ in their number of steps: then a batch is padded at the
   *     end to its longest example and has a mask (batch, steps), 1 for a step and 0 for padding;
   *     otherwise nothing is padded
   * @param categories the last features, which are ids
   * @param reversible which features the network scales by weights of its own
   */
  record Steps(
      int features,
      int steps,
      boolean masked,
      List<Category> categories,
      Optional<Reversible> reversible)
      implements InputShape {
    public Steps {
      categories = List.copyOf(categories);
    }

    /** Numbers that the network takes as they are. */
    public Steps(int features, int steps, boolean masked, List<Category> categories) {
      this(features, steps, masked, categories, Optional.empty());
    }

    /** Numbers without categories. */
    public Steps(int features, int steps, boolean masked) {
      this(features, steps, masked, List.of());
    }

    /** Examples with the same number of steps. */
    public Steps(int features, int steps) {
      this(features, steps, false);
    }

    @Override
    public <T> T match(Function<Tokens, T> tokens, Function<Steps, T> windows) {
      return windows.apply(this);
    }

    @Override
    public boolean fixedSteps() {
      return !masked;
    }

    @Override
    public Steps withSteps(int most) {
      return new Steps(features, most, false, categories, reversible);
    }

    @Override
    public LayerShape layer() {
      return new LayerShape.Sequence(features, steps);
    }

    @Override
    public long numbers() {
      return (long) features * (masked ? 1 : steps);
    }

    @Override
    public long mostNumbers() {
      return (long) features * steps;
    }

    @Override
    public boolean takes(long[] shape, float[] features) {
      return shape.length == 3
          && shape[0] == 1
          && shape[1] == this.features
          && shape[2] >= (masked ? 1 : steps)
          && shape[2] <= steps
          && features.length == shape[1] * shape[2]
          && IntStream.range(0, categories.size()).allMatch(i -> areIds(features, i));
    }

    private boolean areIds(float[] values, int category) {
      int given = values.length / features;
      int first = (features - categories.size() + category) * given;
      return IntStream.range(first, first + given)
          .allMatch(i -> Tokens.isId(values[i], categories.get(category).ids()));
    }

    @Override
    public boolean isMeasured() {
      return true;
    }
  }
}
