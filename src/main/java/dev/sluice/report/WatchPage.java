package dev.sluice.report;

import dev.sluice.run.Epoch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page that follows a training. It asks the server that it comes from for events, {@code events},
 * and for nothing else; {@code watch.js} says what they hold.
 *
 * @param policy the header {@code Content-Security-Policy}
 */
public record WatchPage(String html, String policy) {

  /**
   * @param name of the config
   */
  public static WatchPage of(String name) {
    Tag header =
        new Tag("header")
            .add(Tag.of("p", "Sluice train").classed("kicker"))
            .add(Tag.of("h1", name))
            .add(
                Tag.of("p", "Waiting for the training.")
                    .classed("verdict")
                    .with("id", "state")
                    .with("role", "status"))
            .add(new Tag("div").with("id", "story"))
            .add(
                new Tag("progress")
                    .with("id", "part")
                    .with("max", "1")
                    .with("aria-label", "Progress of the training"))
            .add(new Tag("dl").classed("figures").with("id", "figures"))
            .add(new Tag("p").classed("note").with("id", "connection").with("role", "status"))
            .add(new Tag("noscript").add(Section.note("This page needs JavaScript.")));
    Tag runs = section("Reports", new Tag("ul").with("id", "runs"));
    Tag curves = section("Learning curves", new Tag("div").with("id", "curves"));
    Tag lines =
        section(
            "Latest output",
            new Tag("pre")
                .with("id", "lines")
                .with("tabindex", "0")
                .with("aria-label", "Latest output"));
    return PageFrame.asking(
        name + " - Sluice",
        List.of(
            new Tag("main")
                .add(header)
                .add(runs.with("hidden", ""))
                .add(curves.with("hidden", ""))
                .add(lines)
                .add(Tag.of("footer", "Charts: Apache ECharts, Apache License 2.0."))),
        "watch.js");
  }

  private static Tag section(String heading, Tag content) {
    return new Section(heading, Section.begin().add(content)).tag();
  }

  /**
   * The learning curves so far as the page draws them, by the id of their place, those of a
   * pretraining first; of a long training so many epochs as a chart can show.
   */
  public static Map<String, Object> curves(List<Epoch> pretraining, List<Epoch> epochs) {
    Map<String, Object> curves = new LinkedHashMap<>();
    if (!pretraining.isEmpty()) {
      curves.putAll(PretrainingSection.curves(pretraining));
    }
    if (!epochs.isEmpty()) {
      Optional<Integer> kept = keptEpoch(epochs);
      curves.putAll(TrainingSection.curves(ShownEpochs.of(epochs, kept), kept));
    }
    return curves;
  }

  /** The epoch that would be kept now; none in an ensemble, each of whose networks has its own. */
  private static Optional<Integer> keptEpoch(List<Epoch> epochs) {
    return epochs.stream().anyMatch(epoch -> epoch.network().orElse(1) > 1)
        ? Optional.empty()
        : ShownEpochs.lastBest(epochs);
  }

  /**
   * The scores of the last epoch, by their names in words.
   *
   * @param watched the metric to show beside the losses
   */
  public static Map<String, String> scores(List<Epoch> epochs, Optional<String> watched) {
    Map<String, String> scores = new LinkedHashMap<>();
    if (epochs.isEmpty()) {
      return scores;
    }
    Epoch last = epochs.get(epochs.size() - 1);
    scores.put("Training loss", number(last.loss()));
    Optional.ofNullable(last.validation().get("loss"))
        .ifPresent(loss -> scores.put("Validation loss", number(loss)));
    watched
        .filter(name -> !name.equals("loss") && last.validation().containsKey(name))
        .or(
            () ->
                last.validation().keySet().stream()
                    .filter(name -> !name.equals("loss"))
                    .findFirst())
        .ifPresent(name -> scores.put(name, number(last.validation().get(name))));
    keptEpoch(epochs).ifPresent(kept -> scores.put("Best epoch", Integer.toString(kept)));
    return scores;
  }

  /** Seconds, in words. */
  public static String duration(double seconds) {
    return Figures.duration(seconds);
  }

  private static String number(Double value) {
    return value == null || !Double.isFinite(value) ? Figures.NONE : Figures.number(value);
  }
}
