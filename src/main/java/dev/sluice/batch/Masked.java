package dev.sluice.batch;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array for a batch of examples.
 *
 * @param values (batch, ...)
 * @param mask (batch, steps): 1 where a step counts, else 0; without it every step does
 */
public record Masked(INDArray values, Optional<INDArray> mask) {
  public static Masked of(INDArray values) {
    return new Masked(values, Optional.empty());
  }
}
