package dev.sluice.shape;

/** What passes from one layer to the next for each example. */
public sealed interface LayerShape {

  /** In readable form: {@code 12 steps x 64} or {@code 64}. */
  String text();

  /**
   * Token ids, one per step.
   *
   * @param vocabularySize ids are 0 to vocabularySize - 1
   * @param steps the most steps
   * @param beside numbers of a step that follow its id, derived from its characters
   */
  record Ids(int vocabularySize, int steps, int beside) implements LayerShape {
    @Override
    public String text() {
      return steps
          + " steps of "
          + vocabularySize
          + " ids"
          + (beside == 0 ? "" : " and " + beside + " numbers");
    }
  }

  /**
   * Token ids, and the ids of their characters.
   *
   * @param vocabularySize ids are 0 to vocabularySize - 1
   * @param steps the most steps
   */
  record Spelled(int vocabularySize, int steps, Spelling spelling) implements LayerShape {
    @Override
    public String text() {
      return "%s steps of up to %s of %s characters"
          .formatted(steps, spelling.most(), spelling.alphabet());
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
