package dev.sluice.spec;

/** How a decoder scores the encoder's steps, with h its state and e a step of the encoder. */
public sealed interface AttentionSpec {
  @Doc(
      "Additive attention (Bahdanau et al. 2015): the score of a step is v tanh(Q h + K e +"
          + " b), where h is the state of the decoder and e the encoder's output at the step.")
  record Additive() implements AttentionSpec {}

  @Doc(
      "Dot-product attention: the score of a step is h e, where h is the state of the"
          + " decoder and e the encoder's output at the step. The encoder must output as many"
          + " numbers as the decoder has units.")
  record Dot() implements AttentionSpec {}

  @Doc(
      "Multiplicative attention (Luong et al. 2015): the score of a step is h K e, where h"
          + " is the state of the decoder and e the encoder's output at the step.")
  record General() implements AttentionSpec {}
}
