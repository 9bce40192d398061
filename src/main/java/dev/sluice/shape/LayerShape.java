package dev.sluice.shape;

/** What passes from one layer to the next for each example. */
public sealed interface LayerShape {

  /** What a user reads: {@code 12 steps x 64} or {@code 64}. */
  String text();

  /**
   * Token ids, one per step.
   *
   * @param vocabularySize ids are 0 to vocabularySize - 1
   * @param steps the most steps
   */
  record Ids(int vocabularySize, int steps) implements LayerShape {
    @Override
    public String text() {
      return steps + " steps of " + vocabularySize + " ids";
    }
  }

  /**
   * Numbers at each step.
   *
   * @param features numbers per step
   * @param steps the most steps
   */
  record Sequence(int features, int steps) implements LayerShape {
    @Override
    public String text() {
      return steps + " steps x " + features;
    }
  }

  /** Numbers without steps. */
  record Vector(int features) implements LayerShape {
    @Override
    public String text() {
      return Integer.toString(features);
    }
  }
}
