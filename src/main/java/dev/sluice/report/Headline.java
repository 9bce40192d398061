package dev.sluice.report;

import dev.sluice.run.Epoch;
import dev.sluice.run.Results;
import dev.sluice.run.TestScores;
import java.util.List;

/** The name of the run, how it went in a sentence, and its main figures. */
final class Headline {
  private Headline() {}

  static String title(ReportedRun run) {
    return name(run) + " - Sluice";
  }

  static Tag of(ReportedRun run) {
    Tag header =
        new Tag("header")
            .add(
                Tag.of("p", run.folder().isBacktest() ? "Sluice backtest" : "Sluice run")
                    .classed("kicker"))
            .add(Tag.of("h1", name(run)))
            .addAll(
                Story.of(run).stream()
                    .map(sentence -> Tag.of("p", sentence).classed("story"))
                    .toList())
            .add(Tag.of("p", verdict(run)).classed("verdict").classed(outcome(run)))
            .add(figures(run));
    run.test()
        .map(TestScores::notes)
        .orElse(List.of())
        .forEach(note -> header.add(Section.note(note)));
    run.results()
        .flatMap(Results::finalFit)
        .ifPresent(finalFit -> header.add(Section.note(finalFit.sentence())));
    return header.add(
        new Tag("noscript")
            .add(Section.note("The charts need JavaScript; the tables have the same numbers.")));
  }

  private static String name(ReportedRun run) {
    return run.results()
        .map(Results::name)
        .orElseGet(() -> run.folder().path().getFileName().toString());
  }

  static String outcome(ReportedRun run) {
    return run.test().map(TestScores::outcome).orElse("unknown");
  }

  static String verdict(ReportedRun run) {
    if (run.test().isPresent()) {
      return run.test().get().verdict();
    }
    if (run.results().isEmpty()) {
      return "This run has not finished: there are no scores yet.";
    }
    Results.Training training = run.results().get().training();
    return switch (training.ending()) {
      case "interrupted" -> "This run was interrupted before it was scored; it can be resumed.";
      case "diverged" -> "This run diverged. " + training.cause().orElse("");
      default -> "The data have no test part, so the model has no score.";
    };
  }

  private static Tag figures(ReportedRun run) {
    Tag figures = new Tag("dl").classed("figures");
    if (run.test().isPresent()) {
      figure(figures, "Test " + run.unit(), Figures.count(run.test().get().size()));
    }
    if (!run.epochs().isEmpty()) {
      int epochs =
          run.epochs().stream()
              .filter(epoch -> epoch.network().orElse(1) == 1)
              .mapToInt(Epoch::epoch)
              .max()
              .orElse(0);
      figure(
          figures,
          "Epoch kept",
          run.keptEpoch()
              .map(kept -> (kept == 0 ? "0, the start," : kept) + " of " + epochs)
              .orElse("none"));
    }
    run.results()
        .map(Results::training)
        .ifPresent(
            training -> {
              figure(figures, "Training", training.ending().replace('_', ' '));
              figure(figures, "Time", Figures.duration(training.seconds()));
            });
    run.provenance()
        .ifPresent(
            from -> {
              figure(figures, "Seed", Long.toString(from.seed()));
              String started = from.started().replace('T', ' ');
              figure(figures, "Started", started.replaceFirst("(\\.\\d+)?Z$", " UTC"));
            });
    return figures;
  }

  private static void figure(Tag figures, String label, String value) {
    figures.add(new Tag("div").add(Tag.of("dt", label)).add(Tag.of("dd", value)));
  }
}
