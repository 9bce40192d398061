package dev.sluice.spec;

/** How a decoder scores the encoder's steps, with h its state and e a step of the encoder. */
public sealed interface AttentionSpec {
  @Doc("The score of a step is v tanh(Q h + K e + b) (Bahdanau et al. 2015).")
  record Additive() implements AttentionSpec {}

  @Doc(
      "The score of a step is h e; the encoder must give as many numbers as the decoder has units.")
  record Dot() implements AttentionSpec {}

  @Doc("The score of a step is h K e (Luong et al. 2015).")
  record General() implements AttentionSpec {}
}
