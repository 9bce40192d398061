package dev.sluice.shape;

/** What the outputs of a network mean. */
public sealed interface OutputShape {

  /**
   * The probabilities of classes. For two classes and one sigmoid unit, labels and outputs are
   * (batch, 1): the probability of class 1. Otherwise (batch, classes), labels one-hot.
   *
   * @param count at least 2
   */
  record Classes(int count) implements OutputShape {}

  /**
   * Numbers in scaled units, (batch, horizon * columns); output {@code step * columns + column}.
   */
  record Values(int horizon, int columns) implements OutputShape {
    public int count() {
      return horizon * columns;
    }
  }
}
