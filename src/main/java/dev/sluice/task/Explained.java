package dev.sluice.task;

import java.util.List;

/**
 * What an explanation explains: a number that says how much a model is for an answer, and how it
 * follows from what the network gives and, where a path of words stands beside it, from the tokens
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

  /** A function of the network's outputs and of how much of each token is there. */
  interface OfText {
    /**
     * @param logits the outputs before their activation, (units)
     * @param shares how much of each token is there for the path of words, 0 to 1, (tokens)
     */
    Point at(float[] logits, double[] shares);
  }

  /**
   * @param value the number
   * @param slopes its derivatives by the logits, (units)
   * @param ofTokens its derivatives by the shares, (tokens)
   */
  record Point(double value, float[] slopes, double[] ofTokens) {}
}
