package dev.sluice.report;

import dev.sluice.run.Epoch;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * As many epochs as a page can hold: of a long training every second one, or every tenth, and
 * always the first, the last and the one that was kept.
 *
 * @param every how many epochs there are for each that is shown
 */
record ShownEpochs(List<Epoch> epochs, int every) {
  private static final int MOST = 500; // of each network

  /**
   * @param kept the epoch that was kept
   */
  static ShownEpochs of(List<Epoch> epochs, Optional<Integer> kept) {
    int last = epochs.stream().mapToInt(Epoch::epoch).max().orElse(0);
    int every = (last + MOST - 1) / MOST;
    return new ShownEpochs(
        epochs.stream()
            .filter(
                epoch ->
                    epoch.epoch() == 1
                        || kept.equals(Optional.of(epoch.epoch()))
                        || epoch.epoch() == last
                        || epoch.epoch() % every == 0)
            .toList(),
        every);
  }

  /** The last epoch that is marked as the best so far. */
  static Optional<Integer> lastBest(List<Epoch> epochs) {
    return epochs.stream().filter(Epoch::best).map(Epoch::epoch).max(Comparator.naturalOrder());
  }

  /**
   * Which epochs are shown; empty if all are.
   *
   * @param file that holds all
   */
  Optional<String> note(String file) {
    return every <= 1
        ? Optional.empty()
        : Optional.of(
            "One in %s epochs is shown, and the first, the last and the kept one; %s has all of them."
                .formatted(Figures.count(every), file));
  }
}
