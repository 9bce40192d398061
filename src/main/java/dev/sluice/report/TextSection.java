package dev.sluice.report;

import dev.sluice.problem.Shortened;
import dev.sluice.run.AttentionMaps;
import dev.sluice.run.CsvRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Texts that were written, compared with the references: the closest and the farthest. */
final class TextSection {
  private static final int COMPARED = 400; // characters of each text
  private static final int LONGEST_TOKEN = 24; // characters

  private TextSection() {}

  /**
   * @param errors characters to insert, delete or replace, relative to the longer text
   */
  private record Written(String row, String actual, String prediction, double errors) {}

  static Optional<Section> of(ReportedRun run) {
    Comparator<Written> byErrors = Comparator.comparingDouble(Written::errors);
    FirstFew<Written> nearest = new FirstFew<>(byErrors);
    FirstFew<Written> farthest = new FirstFew<>(byErrors.reversed());
    CsvRows.read(
        run.folder().predictions(),
        row -> {
          String actual = row.text("actual");
          String prediction = row.text("prediction");
          Written written =
              new Written(row.text("row"), actual, prediction, errors(actual, prediction));
          nearest.see(written);
          farthest.see(written);
        });
    Tag section = Section.begin();
    section.add(Tag.of("h3", "Farthest from the reference")).add(table(farthest.list()));
    section.add(Tag.of("h3", "Closest to the reference")).add(table(nearest.list()));
    section.add(
        Section.note(
            "Distance is the share of characters to insert, delete or replace, of the first %s."
                    .formatted(COMPARED)
                + " Row is the number of the record in its source, from 1."));
    AttentionMaps.read(run.folder().attention()).ifPresent(maps -> addMaps(section, maps));
    return Optional.of(new Section("Texts", section));
  }

  private static void addMaps(Tag section, AttentionMaps maps) {
    section.add(Tag.of("h3", "Attention"));
    maps.texts().forEach(text -> section.add(map(text)));
    section.add(
        Section.note(
            "The first texts of the test part: the tokens of the source at the top, the written"
                + " tokens on the left. The stronger the colour of a cell, the larger the attention"
                + " weight; point at a cell to see it."));
  }

  private static Tag map(AttentionMaps.OfText text) {
    List<String> columns = new ArrayList<>(List.of("Row " + text.row()));
    text.source().forEach(token -> columns.add("#" + shown(token)));
    DataTable table = new DataTable(columns);
    for (int t = 0; t < text.written().size(); t++) {
      String written = shown(text.written().get(t));
      List<Tag> cells = new ArrayList<>();
      for (int s = 0; s < text.source().size(); s++) {
        double weight = text.weights().get(t).get(s);
        cells.add(
            new Tag("td")
                .classed("looked")
                .with("style", "--share:" + Figures.number(weight, 3))
                .with(
                    "title",
                    "%s from %s: %s"
                        .formatted(
                            written, shown(text.source().get(s)), Figures.number(weight, 4))));
      }
      table.row(written, cells);
    }
    return table.tag().classed("attention");
  }

  private static String shown(String token) {
    return Shortened.to(LONGEST_TOKEN, Section.token(token));
  }

  private static Tag table(List<Written> texts) {
    DataTable table = new DataTable(List.of("#Row", "#Distance", "Reference", "Written"));
    for (Written written : texts) {
      List<Tag> cells = new ArrayList<>();
      cells.add(Tag.of("td", Figures.number(written.errors(), 2)));
      for (String text : List.of(written.actual(), written.prediction())) {
        cells.add(Tag.of("td", text).classed("text").with("dir", "auto"));
      }
      table.row(written.row(), cells);
    }
    return table.tag();
  }

  /**
   * The Levenshtein distance divided by the length of the longer text; 0 for the same, at most 1.
   */
  private static double errors(String actual, String prediction) {
    int[] a = actual.codePoints().limit(COMPARED).toArray();
    int[] b = prediction.codePoints().limit(COMPARED).toArray();
    int[] before = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int[] now = new int[b.length + 1];
      now[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    int longest = Math.max(a.length, b.length);
    return longest == 0 ? 0 : (double) before[b.length] / longest;
  }
}
