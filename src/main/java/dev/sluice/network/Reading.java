package dev.sluice.network;

import java.util.List;
import java.util.Optional;

/**
 * A document that a network reads token by token. Each step costs the same, however long the
 * document is: the state of the recurrent layers is kept. Not thread-safe.
 */
public final class Reading {
  private final Inference network;
  private final List<Stage> stages;

  Reading(Inference network, List<Stage> stages) {
    this.network = network;
    this.stages = stages;
  }

  /**
   * Reads a token.
   *
   * @param id first 0, for the beginning of the document
   * @return the probabilities of the next token, (ids)
   * @throws IllegalStateException if the network is closed
   */
  public float[] next(int id) {
    return network.ask(
        threads -> {
          Signal.Features one =
              new Signal.Features(new float[] {id}, new int[] {1, 1}, Optional.empty());
          Signal.Numbers last = Inference.forward(stages, one, threads).numbers();
          float[] probabilities = new float[last.width()];
          last.values().buffer().get(0, probabilities);
          return probabilities;
        });
  }
}
