package dev.sluice.report;

import dev.sluice.problem.Shortened;
import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.ExplainedText;
import dev.sluice.run.Explanations;
import dev.sluice.run.TestScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The confusion matrix, each class by itself, and the worst mistakes. */
final class ClassSection {
  private static final int LARGEST_MATRIX = 60; // classes
  private static final int WITH_SHARES = 12; // classes; cells then show both
  private static final int MOST_PAIRS = 30;
  private static final int LONGEST_HEADING = 24; // characters
  private static final int LONGEST_NAME = 80; // characters

  private ClassSection() {}

  static Optional<Section> of(ReportedRun run) {
    Tag section = confusions(run);
    section.add(Tag.of("h3", "The worst mistakes"));
    addMistakes(section, run);
    Explanations.read(run.folder().explanations())
        .ifPresent(explained -> addWords(section, explained));
    run.evaluation()
        .map(ClassEvaluation::uncertain)
        .filter(uncertain -> !uncertain.isEmpty())
        .ifPresent(
            uncertain ->
                section
                    .add(Tag.of("h3", "The least certain " + run.unit()))
                    .add(mistakes(uncertain))
                    .add(
                        Section.note(
                            "The two most probable classes of these are closest to each other,"
                                + " right or wrong: check these labels first.")));
    return Optional.of(new Section("Classes", section));
  }

  private static void addWords(Tag section, Explanations explained) {
    section.add(Tag.of("h3", "The words behind the worst mistakes"));
    if (!explained.mistakes().isEmpty()) {
      section.add(Section.note("The class is the predicted one. " + ExplanationPage.NOTE));
    }
    String gap =
        ExplainedText.gap(explained.mistakes().stream().map(Explanations.Mistake::why).toList());
    for (Explanations.Mistake mistake : explained.mistakes()) {
      ExplainedText why = mistake.why();
      String heading =
          "Row %s: %s, predicted as %s, p = %s"
              .formatted(
                  mistake.row(),
                  Shortened.to(LONGEST_NAME, mistake.actual()),
                  Shortened.to(LONGEST_NAME, why.explained()),
                  Figures.number(why.probability(), 4));
      section.add(
          new Tag("div")
              .classed("why")
              .add(Tag.of("p", heading))
              .add(ExplanationPage.words(why, gap))
              .add(Section.note(String.join("; ", ExplanationPage.facts(why)))));
    }
    explained.leftOut().ifPresent(why -> section.add(Section.note(why + ".")));
  }

  /** Begins a section: what was taken for what, and each class by itself. */
  static Tag confusions(ReportedRun run) {
    TestScores test = run.test().orElseThrow();
    List<String> classes = test.classes();
    Tag section = Section.begin();
    section.add(Tag.of("h3", "Confusion"));
    if (classes.size() <= WITH_SHARES) {
      section.add(matrix(classes, test.confusion()));
      section.add(
          Section.note(
              "Rows are the actual classes, columns the predicted ones; percentages are of the"
                  + " row."));
    } else if (classes.size() <= LARGEST_MATRIX) {
      section.add(compact(classes, test.confusion()));
      section.add(
          Section.note(
              "Rows are the actual classes, columns the predicted ones. The stronger the colour,"
                  + " the larger the share of the row."));
    }
    if (classes.size() > WITH_SHARES) {
      section.add(Tag.of("h3", "Most frequent confusions")).add(mostConfused(test, run.unit()));
    }
    return section
        .add(Tag.of("h3", "Each class"))
        .add(perClass("Class", run.unit(), test.perClass()));
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

  /** Cells with counts only; those of 0 are empty. */
  private static Tag compact(List<String> classes, List<List<Long>> counts) {
    List<String> columns = new ArrayList<>(List.of("actual \\ predicted"));
    classes.forEach(name -> columns.add("#" + Shortened.to(LONGEST_HEADING, name)));
    DataTable table = new DataTable(columns);
    for (int actual = 0; actual < classes.size(); actual++) {
      long rows = counts.get(actual).stream().mapToLong(count -> count).sum();
      List<Tag> cells = new ArrayList<>();
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        long count = counts.get(actual).get(predicted);
        Tag cell = new Tag("td");
        if (count > 0) {
          double share = (double) count / rows;
          cell.text(Figures.count(count))
              .with("style", String.format(Locale.ROOT, "--share:%.2f", share))
              .with("title", classes.get(predicted) + ", " + Figures.percent(share))
              .classed(actual == predicted ? "right" : "wrong");
        }
        cells.add(cell);
      }
      table.row(Shortened.to(LONGEST_HEADING, classes.get(actual)), cells);
    }
    return table.tag().classed("matrix").classed("compact");
  }

  private record Confused(String actual, String predicted, long count, double share) {}

  private static Tag mostConfused(TestScores test, String counted) {
    List<String> classes = test.classes();
    List<Confused> pairs = new ArrayList<>();
    for (int a = 0; a < classes.size(); a++) {
      List<Long> counts = test.confusion().get(a);
      double rows = counts.stream().mapToLong(count -> count).sum();
      for (int p = 0; p < classes.size(); p++) {
        long count = counts.get(p);
        if (a != p && count > 0) {
          pairs.add(new Confused(classes.get(a), classes.get(p), count, count / rows));
        }
      }
    }
    pairs.sort(Comparator.comparingLong(Confused::count).reversed());
    DataTable table =
        new DataTable(
            List.of("Actual", "Predicted", "#" + Section.capitalised(counted), "#Share of actual"));
    pairs.stream()
        .limit(MOST_PAIRS)
        .forEach(
            p ->
                table.row(
                    List.of(
                        p.actual(),
                        p.predicted(),
                        Figures.count(p.count()),
                        Figures.percent(p.share()))));
    return table.tag();
  }

  /**
   * Precision, recall and f1 of each.
   *
   * @param counted what is counted of each
   */
  static Tag perClass(String name, String counted, Map<String, TestScores.OfClass> perClass) {
    DataTable table =
        new DataTable(
            List.of(
                name,
                "#" + Section.capitalised(counted),
                "#Predicted",
                "#Precision",
                "#Recall",
                "#F1"));
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

  private static void addMistakes(Tag section, ReportedRun run) {
    TestScores test = run.test().orElseThrow();
    List<TestScores.Mistake> mistakes = test.mistakes();
    if (mistakes.isEmpty()) {
      boolean none = wrong(test.confusion()) == 0;
      section.add(Section.note(none ? "None: all were classified correctly." : "Unknown."));
      return;
    }
    section.add(mistakes(mistakes));
    section.add(
        Section.note(
            "%s of %s %s were misclassified, those with the least probable actual class first. Row is the number of the%s record in its source, from 1."
                .formatted(
                    Figures.count(wrong(test.confusion())),
                    Figures.count(test.size()),
                    run.unit(),
                    run.unit().equals("rows") ? "" : " first")));
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
