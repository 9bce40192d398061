package dev.sluice.report;

import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.ClassEvaluation.Slice;
import dev.sluice.run.ClassEvaluation.Slices;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The scores of subsets of the rows: by the length of their text, by the value in a column. */
final class SliceSection {
  private SliceSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.evaluation()
        .filter(evaluation -> !evaluation.slices().isEmpty())
        .map(evaluation -> of(evaluation, run.unit()));
  }

  private static Section of(ClassEvaluation evaluation, String unit) {
    Tag section = Section.begin();
    for (Slices slices : evaluation.slices()) {
      section.add(
          Tag.of(
              "h3", slices.column().map("By "::concat).orElse("By length of the text in tokens")));
      section.add(table(slices.slices(), Section.capitalised(unit)));
      slices.note().ifPresent(note -> section.add(Section.note(note)));
      if (slices.slices().stream().anyMatch(Slice::small)) {
        section.add(Section.note("* Few %s: these scores are uncertain.".formatted(unit)));
      }
    }
    return new Section("Slices", section);
  }

  private static Tag table(List<Slice> slices, String units) {
    Set<String> metrics = new LinkedHashSet<>();
    slices.forEach(slice -> metrics.addAll(slice.metrics().keySet()));
    List<String> columns = new ArrayList<>(List.of(units + " with", "#" + units));
    metrics.forEach(metric -> columns.add("#" + metric));
    DataTable table = new DataTable(columns);
    for (Slice slice : slices) {
      List<String> row = new ArrayList<>();
      row.add(slice.name() + (slice.small() ? " *" : ""));
      row.add(Figures.count(slice.rows()));
      for (String metric : metrics) {
        Double value = slice.metrics().get(metric);
        row.add(value == null ? Figures.NONE : Figures.number(value, 4));
      }
      table.row(row);
    }
    return table.tag();
  }
}
