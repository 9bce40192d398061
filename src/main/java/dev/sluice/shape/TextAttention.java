package dev.sluice.shape;

import java.util.List;

/**
 * Where a decoder looked while it wrote a text.
 *
 * @param weights (tokens of the text, steps of the source): each step's share, 0 where it is masked
 */
public record TextAttention(TextOutput.Written text, List<float[]> weights) {
  public TextAttention {
    weights = List.copyOf(weights);
    if (weights.size() != text.ids().size()) {
      throw new IllegalArgumentException(
          "%s rows of weights for %s tokens".formatted(weights.size(), text.ids().size()));
    }
  }
}
