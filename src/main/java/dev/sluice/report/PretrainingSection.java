package dev.sluice.report;

import dev.sluice.run.Epoch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the language model or autoencoder that a training started from learned: its losses as curve
 * and table.
 */
final class PretrainingSection {
  private static final String CURVE = "curve-pretraining";

  private PretrainingSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.pretraining().isEmpty()
        ? Optional.empty()
        : Optional.of(of(run.pretraining(), anew(run)));
  }

  /** Whether an autoencoder learned, not a language model. */
  private static boolean anew(ReportedRun run) {
    return !Settings.of(run).keys("training\\.pretrain\\.sequence_autoencoder\\..*").isEmpty();
  }

  private static Section of(List<Epoch> epochs, boolean anew) {
    Optional<Integer> kept = ShownEpochs.lastBest(epochs);
    ShownEpochs shown = ShownEpochs.of(epochs, kept);
    Tag section = Section.begin();
    section.add(
        Section.chart(
                "curve-pretraining",
                "The loss of the %s by epoch; the dashed line marks the one kept"
                    .formatted(anew ? "sequence autoencoder" : "language model"))
            .classed("large"));
    section.add(
        Section.note(
            (anew
                    ? "Before the training, a sequence autoencoder learned to reproduce the texts."
                    : "Before the training, a language model learned to predict the next token of the"
                        + " texts.")
                + " The network started with its weights after epoch %s."
                    .formatted(kept.orElse(0))));
    shown.note("pretraining.jsonl").ifPresent(note -> section.add(Section.note(note)));
    section.add(Section.folded("Epochs as a table", TrainingSection.table(shown, 1)));
    return new Section("Pretraining", section, curves(epochs));
  }

  /** Its losses as {@code report.js} draws them. */
  static Map<String, Object> curves(List<Epoch> epochs) {
    Optional<Integer> kept = ShownEpochs.lastBest(epochs);
    ShownEpochs shown = ShownEpochs.of(epochs, kept);
    Map<String, Object> losses =
        TrainingSection.lines(shown, "training", epoch -> Optional.of(epoch.loss()));
    if (epochs.stream().anyMatch(epoch -> epoch.validation().containsKey("loss"))) {
      losses.putAll(TrainingSection.validation(shown, "loss"));
    }
    return Map.of(CURVE, TrainingSection.curve("loss", "pretraining", kept, shown, losses));
  }
}
