package dev.sluice.spec;

/** Activation functions, under Keras's names. */
public enum Activation {
  LINEAR,
  RELU,
  TANH,
  SIGMOID,
  HARD_SIGMOID,
  HARD_TANH,
  SOFTMAX,
  SOFTPLUS,
  SOFTSIGN,
  LEAKY_RELU,
  ELU,
  SELU,
  GELU,
  SWISH,
  MISH
}
