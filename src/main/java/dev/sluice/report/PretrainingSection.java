package dev.sluice.report;

import dev.sluice.run.Epoch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the language model that a training started from learned: its losses as curve and table. */
final class PretrainingSection {
  private PretrainingSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.pretraining().isEmpty() ? Optional.empty() : Optional.of(of(run.pretraining()));
  }

  private static Section of(List<Epoch> epochs) {
    int kept = epochs.stream().filter(Epoch::best).mapToInt(Epoch::epoch).max().orElse(0);
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("training", values(epochs, epoch -> Optional.of(epoch.loss())));
    lines.put("validation", values(epochs, epoch -> validation(epoch, "loss")));
    Map<String, Object> curve = new LinkedHashMap<>();
    curve.put("kind", "curve");
    curve.put("title", "loss");
    curve.put("axis", "pretraining");
    curve.put("kept", kept);
    curve.put("epochs", epochs.stream().map(Epoch::epoch).toList());
    curve.put("lines", lines);

    Tag section = Section.begin("Pretraining");
    section.add(
        Section.chart(
                "curve-pretraining",
                "The loss of the language model by epoch; the dashed line marks the one kept")
            .classed("large"));
    section.add(
        Section.note(
            "Before the training, a language model learned to predict the next token of the texts."
                + " The network started from its layers, as of epoch %s.".formatted(kept)));
    section.add(Section.folded("All epochs", table(epochs)));
    return new Section(section, Map.of("curve-pretraining", curve));
  }

  private static Tag table(List<Epoch> epochs) {
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    for (Epoch epoch : epochs) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("loss", epoch.loss());
      validation(epoch, "loss").ifPresent(value -> row.put("validation loss", value));
      validation(epoch, "perplexity").ifPresent(value -> row.put("perplexity", value));
      row.put("seconds", epoch.seconds());
      row.values().removeIf(value -> !Double.isFinite(value));
      rows.put(Integer.toString(epoch.epoch()), row);
    }
    return NumberTable.of("#Epoch", rows);
  }

  private static Optional<Double> validation(Epoch epoch, String name) {
    return Optional.ofNullable(epoch.validation().get(name));
  }

  /** A value for each epoch, null where there is none. */
  private static List<Object> values(List<Epoch> epochs, Function<Epoch, Optional<Double>> of) {
    return epochs.stream()
        .map(epoch -> of.apply(epoch).filter(Double::isFinite).map(Object.class::cast).orElse(null))
        .collect(Collectors.toList()); // with nulls
  }
}
