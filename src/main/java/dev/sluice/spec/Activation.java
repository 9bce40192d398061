package dev.sluice.spec;

/** Activation functions, under Keras's names. */
public enum Activation {
  LINEAR,
  RELU,
  TANH,
  SIGMOID,
  @Doc("0.2 x + 0.5, clipped to the range 0 to 1, as in Keras 2. Keras 3 has x / 6 + 0.5.")
  HARD_SIGMOID,
  @Doc("x, clipped to the range -1 to 1.")
  HARD_TANH,
  SOFTMAX,
  SOFTPLUS,
  SOFTSIGN,
  @Doc("x, or 0.2 x if x is below 0.")
  LEAKY_RELU,
  ELU,
  SELU,
  @Doc(
      "x * sigmoid(1.702 x), the approximation of Hendrycks and Gimpel (2016). Keras uses"
          + " the exact function.")
  GELU,
  @Doc("x * sigmoid(x).")
  SWISH,
  @Doc("x * tanh(softplus(x)).")
  MISH
}
