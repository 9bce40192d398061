package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;

/** The name of the run, how it went in a sentence, and its main figures. */
final class Headline {
  private Headline() {}

  static String title(ReportedRun run) {
    return name(run) + " - Sluice";
  }

  static Tag of(ReportedRun run) {
    Tag header =
        new Tag("header")
            .add(Tag.of("p", "Sluice run").classed("kicker"))
            .add(Tag.of("h1", name(run)))
            .add(
                Tag.of("p", verdict(run))
                    .classed("verdict")
                    .classed(run.test().path("outcome").asText("unknown")))
            .add(figures(run));
    run.test().path("notes").forEach(note -> header.add(Section.note(note.asText())));
    return header.add(
        new Tag("noscript")
            .add(Section.note("The charts need JavaScript; the tables hold the same numbers.")));
  }

  private static String name(ReportedRun run) {
    return run.results().path("name").asText(run.folder().path().getFileName().toString());
  }

  private static String verdict(ReportedRun run) {
    if (run.test().isObject()) {
      return run.test().path("verdict").asText();
    }
    JsonNode training = run.results().path("training");
    if (training.isMissingNode()) {
      return "This run has not ended: there are no scores yet.";
    }
    return switch (training.path("ending").asText()) {
      case "interrupted" -> "This run was interrupted before it was scored; it can be resumed.";
      case "diverged" -> "This run diverged. " + training.path("cause").asText();
      default -> "The data have no test part: nothing says how good the model is.";
    };
  }

  private static Tag figures(ReportedRun run) {
    JsonNode training = run.results().path("training");
    Tag figures = new Tag("dl").classed("figures");
    if (run.test().isObject()) {
      String unit = run.task().equals("forecast") ? "Test windows" : "Test rows";
      figure(figures, unit, Figures.count(run.test().path("size").asLong()));
    }
    if (!run.epochs().isEmpty()) {
      int epochs = run.epochs().size();
      figure(
          figures, "Epoch kept", run.keptEpoch() == 0 ? "none" : run.keptEpoch() + " of " + epochs);
    }
    if (training.has("ending")) {
      figure(figures, "Training", ending(training.path("ending").asText()));
      figure(figures, "Time", Figures.duration(training.path("seconds").asDouble()));
    }
    if (run.provenance().has("seed")) {
      figure(figures, "Seed", run.provenance().path("seed").asText());
    }
    String started = run.provenance().path("started").asText();
    if (!started.isEmpty()) {
      figure(figures, "Started", started.replace('T', ' ').replaceFirst("(\\.\\d+)?Z$", " UTC"));
    }
    return figures;
  }

  private static String ending(String word) {
    return word.replace('_', ' ');
  }

  private static void figure(Tag figures, String label, String value) {
    figures.add(new Tag("div").add(Tag.of("dt", label)).add(Tag.of("dd", value)));
  }
}
