package dev.sluice.spec;

/**
 * Initializers of weights, under Keras's names. With fan_in and fan_out the numbers of inputs and
 * outputs of a unit, glorot's variance is 2 / (fan_in + fan_out), he's 2 / fan_in, lecun's 1 /
 * fan_in.
 */
public enum WeightInit {
  GLOROT_UNIFORM,
  GLOROT_NORMAL,
  HE_UNIFORM,
  HE_NORMAL,
  LECUN_UNIFORM,
  LECUN_NORMAL,
  @Doc("Uniform between -0.05 and 0.05.")
  UNIFORM,
  @Doc("Normal, with standard deviation 0.05.")
  NORMAL,
  @Doc("A random orthogonal matrix (Saxe et al. 2014).")
  ORTHOGONAL,
  ZEROS,
  ONES
}
