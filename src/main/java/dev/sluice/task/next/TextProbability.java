package dev.sluice.task.next;

import dev.sluice.task.Prediction;

/**
 * The probability that a language model gives to a text.
 *
 * @param logProbability the sum of ln p over its tokens, each given all before it
 * @param tokens how many these are, including the end if the model knows ends
 */
public record TextProbability(double logProbability, int tokens) implements Prediction {
  /** e^(-ln p / tokens); NaN without tokens. */
  public double perplexity() {
    return Math.exp(-logProbability / tokens);
  }
}
