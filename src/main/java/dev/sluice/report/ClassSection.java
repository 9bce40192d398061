package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was taken for what: confusion matrix, each class by itself, the worst mistakes. */
final class ClassSection {
  private static final int LARGEST_MATRIX = 30; // classes

  private ClassSection() {}

  static Optional<Section> of(ReportedRun run) {
    List<String> classes = new ArrayList<>();
    run.test().path("classes").forEach(name -> classes.add(name.asText()));
    Tag section = Section.begin("Classes");
    section.add(Tag.of("h3", "Confusion"));
    if (classes.size() <= LARGEST_MATRIX) {
      section.add(matrix(classes, run.test().path("confusion")));
      section.add(
          Section.note(
              "Rows are the actual classes, columns the predicted ones; shares are of the row."));
    } else {
      section.add(mostConfused(classes, run.test().path("confusion")));
    }
    section.add(Tag.of("h3", "Each class")).add(perClass(run.test().path("per_class")));
    section.add(Tag.of("h3", "The worst mistakes"));
    addMistakes(section, run);
    return Optional.of(new Section(section));
  }

  private static Tag matrix(List<String> classes, JsonNode counts) {
    List<String> columns = new ArrayList<>(List.of("actual \\ predicted"));
    classes.forEach(name -> columns.add("#" + name));
    DataTable table = new DataTable(columns);
    for (int actual = 0; actual < classes.size(); actual++) {
      long rows = 0;
      for (JsonNode count : counts.path(actual)) {
        rows += count.asLong();
      }
      List<Tag> cells = new ArrayList<>();
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        long count = counts.path(actual).path(predicted).asLong();
        double share = rows == 0 ? 0 : (double) count / rows;
        cells.add(
            Tag.of("td", Figures.count(count))
                .with("style", String.format(Locale.ROOT, "--share:%.3f", share))
                .classed(actual == predicted ? "right" : "wrong")
                .add(Tag.of("small", Figures.percent(share))));
      }
      table.row(classes.get(actual), cells);
    }
    return table.tag().classed("matrix");
  }

  private record Confused(String actual, String predicted, long count) {}

  private static Tag mostConfused(List<String> classes, JsonNode counts) {
    List<Confused> pairs = new ArrayList<>();
    for (int a = 0; a < classes.size(); a++) {
      for (int p = 0; p < classes.size(); p++) {
        long count = counts.path(a).path(p).asLong();
        if (a != p && count > 0) {
          pairs.add(new Confused(classes.get(a), classes.get(p), count));
        }
      }
    }
    pairs.sort(Comparator.comparingLong(Confused::count).reversed());
    DataTable table = new DataTable(List.of("Actual", "Predicted", "#Rows"));
    pairs.stream()
        .limit(LARGEST_MATRIX)
        .forEach(p -> table.row(List.of(p.actual(), p.predicted(), Figures.count(p.count()))));
    return table.tag();
  }

  private static Tag perClass(JsonNode perClass) {
    DataTable table =
        new DataTable(List.of("Class", "#Rows", "#Predicted", "#Precision", "#Recall", "#F1"));
    perClass
        .properties()
        .forEach(
            entry -> {
              JsonNode scores = entry.getValue();
              table.row(
                  List.of(
                      entry.getKey(),
                      Figures.count(scores.path("rows").asLong()),
                      Figures.count(scores.path("predicted").asLong()),
                      score(scores.path("precision")),
                      score(scores.path("recall")),
                      score(scores.path("f1"))));
            });
    return table.tag();
  }

  private static String score(JsonNode value) {
    return value.isNumber() ? Figures.number(value.asDouble(), 4) : Figures.NONE;
  }

  private static void addMistakes(Tag section, ReportedRun run) {
    JsonNode mistakes = run.test().path("mistakes");
    if (mistakes.isEmpty()) {
      boolean none = wrong(run.test().path("confusion")) == 0;
      section.add(Section.note(none ? "There are none: every row got its class." : "Not known."));
      return;
    }
    boolean texts = mistakes.path(0).has("text");
    List<String> columns =
        new ArrayList<>(List.of("#Row", "Actual", "Prediction", "#p(prediction)", "#p(actual)"));
    if (texts) {
      columns.add("Text");
    }
    DataTable table = new DataTable(columns);
    for (JsonNode mistake : mistakes) {
      List<Tag> cells = new ArrayList<>();
      cells.add(DataTable.cell(mistake.path("actual").asText()));
      cells.add(DataTable.cell(mistake.path("prediction").asText()));
      cells.add(Tag.of("td", score(mistake.path("p_prediction"))));
      cells.add(Tag.of("td", score(mistake.path("p_actual"))));
      if (texts) {
        cells.add(Tag.of("td", mistake.path("text").asText()).classed("text").with("dir", "auto"));
      }
      table.row(mistake.path("row").asText(), cells);
    }
    section.add(table.tag());
    section.add(
        Section.note(
            "%s of %s rows got another class; the least probable actual classes come first. Row is"
                    .formatted(
                        Figures.count(wrong(run.test().path("confusion"))),
                        Figures.count(run.test().path("size").asLong()))
                + " the number of the record in its source, from 1."));
  }

  private static long wrong(JsonNode confusion) {
    long wrong = 0;
    for (int actual = 0; actual < confusion.size(); actual++) {
      for (int predicted = 0; predicted < confusion.size(); predicted++) {
        wrong += actual == predicted ? 0 : confusion.path(actual).path(predicted).asLong();
      }
    }
    return wrong;
  }
}
