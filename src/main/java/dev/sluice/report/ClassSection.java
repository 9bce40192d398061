package dev.sluice.report;

import dev.sluice.run.TestScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was taken for what: confusion matrix, each class by itself, the worst mistakes. */
final class ClassSection {
  private static final int LARGEST_MATRIX = 30; // classes

  private ClassSection() {}

  static Optional<Section> of(ReportedRun run) {
    Tag section = confusions(run);
    section.add(Tag.of("h3", "The worst mistakes"));
    addMistakes(section, run.test().orElseThrow());
    return Optional.of(new Section("Classes", section));
  }

  /** Begins a section: what was taken for what, and each class by itself. */
  static Tag confusions(ReportedRun run) {
    TestScores test = run.test().orElseThrow();
    List<String> classes = test.classes();
    Tag section = Section.begin();
    section.add(Tag.of("h3", "Confusion"));
    if (classes.size() <= LARGEST_MATRIX) {
      section.add(matrix(classes, test.confusion()));
      section.add(
          Section.note(
              "Rows are the actual classes, columns the predicted ones; shares are of the row."));
    } else {
      section.add(mostConfused(classes, test.confusion()));
    }
    return section.add(Tag.of("h3", "Each class")).add(perClass("Class", test.perClass()));
  }

  private static Tag matrix(List<String> classes, List<List<Long>> counts) {
    List<String> columns = new ArrayList<>(List.of("actual \\ predicted"));
    classes.forEach(name -> columns.add("#" + name));
    DataTable table = new DataTable(columns);
    for (int actual = 0; actual < classes.size(); actual++) {
      long rows = counts.get(actual).stream().mapToLong(count -> count).sum();
      List<Tag> cells = new ArrayList<>();
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        long count = counts.get(actual).get(predicted);
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

  private static Tag mostConfused(List<String> classes, List<List<Long>> counts) {
    List<Confused> pairs = new ArrayList<>();
    for (int a = 0; a < classes.size(); a++) {
      for (int p = 0; p < classes.size(); p++) {
        long count = counts.get(a).get(p);
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

  /** Precision, recall and f1 of each. */
  static Tag perClass(String name, Map<String, TestScores.OfClass> perClass) {
    DataTable table =
        new DataTable(List.of(name, "#Rows", "#Predicted", "#Precision", "#Recall", "#F1"));
    perClass.forEach(
        (of, scores) ->
            table.row(
                List.of(
                    of,
                    Figures.count(scores.rows()),
                    Figures.count(scores.predicted()),
                    score(scores.precision()),
                    score(scores.recall()),
                    score(scores.f1()))));
    return table.tag();
  }

  private static String score(Optional<Double> value) {
    return value.map(number -> Figures.number(number, 4)).orElse(Figures.NONE);
  }

  private static void addMistakes(Tag section, TestScores test) {
    List<TestScores.Mistake> mistakes = test.mistakes();
    if (mistakes.isEmpty()) {
      boolean none = wrong(test.confusion()) == 0;
      section.add(Section.note(none ? "There are none: every row got its class." : "Not known."));
      return;
    }
    section.add(mistakes(mistakes));
    section.add(
        Section.note(
            "%s of %s rows got another class; the least probable actual classes come first. Row is"
                    .formatted(Figures.count(wrong(test.confusion())), Figures.count(test.size()))
                + " the number of the record in its source, from 1."));
  }

  /**
   * @param mistakes one at least
   */
  static Tag mistakes(List<TestScores.Mistake> mistakes) {
    boolean texts = mistakes.get(0).text().isPresent();
    List<String> columns =
        new ArrayList<>(List.of("#Row", "Actual", "Prediction", "#p(prediction)", "#p(actual)"));
    if (texts) {
      columns.add("Text");
    }
    DataTable table = new DataTable(columns);
    for (TestScores.Mistake mistake : mistakes) {
      List<Tag> cells = new ArrayList<>();
      cells.add(DataTable.cell(mistake.actual()));
      cells.add(DataTable.cell(mistake.prediction()));
      cells.add(Tag.of("td", Figures.number(mistake.pPrediction(), 4)));
      cells.add(Tag.of("td", Figures.number(mistake.pActual(), 4)));
      if (texts) {
        cells.add(Tag.of("td", mistake.text().orElse("")).classed("text").with("dir", "auto"));
      }
      table.row(Long.toString(mistake.row()), cells);
    }
    return table.tag();
  }

  private static long wrong(List<List<Long>> confusion) {
    long wrong = 0;
    for (int actual = 0; actual < confusion.size(); actual++) {
      for (int predicted = 0; predicted < confusion.size(); predicted++) {
        wrong += actual == predicted ? 0 : confusion.get(actual).get(predicted);
      }
    }
    return wrong;
  }
}
