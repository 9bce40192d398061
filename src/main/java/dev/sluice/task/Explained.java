package dev.sluice.task;

import java.util.List;

/**
 * What an explanation explains: a number that says how strongly a model favours an answer, and how
 * it follows from the network's outputs and, if there is a linear path beside it, from the tokens
 * of a text. Immutable.
 */
public interface Explained {
  /** The answers that can be asked about, such as classes. */
  List<String> answers();

  /**
   * The number for one answer and one text.
   *
   * @param answer by its index
   * @param tokens all of the text
   */
  OfText of(int answer, List<String> tokens);

  /** A function of the network's outputs and of the share of each token that is present. */
  interface OfText {
    /**
     * @param logits the outputs before their activation, (units)
     * @param shares of each token that is present for the linear path, 0 to 1, (tokens)
     */
    Point at(float[] logits, double[] shares);
  }

  /**
   * @param value the number
   * @param slopes its derivatives with respect to the logits, (units)
   * @param ofTokens its derivatives with respect to the shares, (tokens)
   */
  record Point(double value, float[] slopes, double[] ofTokens) {}
}
