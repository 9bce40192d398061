package dev.sluice.report;

import dev.sluice.run.DataSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The summary of the data. Kinds of data say different things of themselves, so this shows whatever
 * there is: what is said of each part as one table, lists of things as tables, the rest as a list.
 */
final class DataSection {
  private static final Set<String> SHARES = Set.of("cut", "unknown");

  private DataSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.data().map(DataSection::of);
  }

  private static Section of(DataSummary data) {
    List<String> headings = new ArrayList<>(List.of(""));
    data.parts().forEach(part -> headings.add("#" + part));
    DataTable byPart = new DataTable(headings);
    for (DataSummary.Row row : data.byPart()) {
      List<String> cells = new ArrayList<>();
      cells.add(words(row.name()) + row.of().map(": "::concat).orElse(""));
      row.values()
          .forEach(value -> cells.add(value.map(v -> shown(row.name(), v)).orElse(Figures.NONE)));
      byPart.row(cells);
    }
    Tag facts = new Tag("dl").classed("facts");
    data.values()
        .forEach(
            (name, value) ->
                facts.add(Tag.of("dt", words(name))).add(Tag.of("dd", shown(name, value))));
    List<Tag> tables = new ArrayList<>();
    data.tables()
        .forEach(
            (name, rows) -> {
              tables.add(Tag.of("h3", words(name)));
              tables.add(table(rows));
            });
    return new Section("Data", Section.begin().add(byPart.tag()).add(facts).addAll(tables));
  }

  private static Tag table(Map<String, Map<String, Object>> rows) {
    List<String> fields = List.copyOf(DataSummary.fields(rows.values()));
    List<String> headings = new ArrayList<>(List.of(""));
    fields.forEach(field -> headings.add("#" + words(field)));
    DataTable table = new DataTable(headings);
    rows.forEach(
        (name, values) -> {
          List<String> row = new ArrayList<>(List.of(name));
          fields.forEach(
              field -> {
                Object value = values.get(field);
                row.add(
                    value instanceof Double number && !SHARES.contains(field)
                        ? Figures.number(number, decimals(rows, field))
                        : shown(field, value));
              });
          table.row(row);
        });
    return table.tag();
  }

  /** The same for all of a column. */
  private static int decimals(Map<String, Map<String, Object>> rows, String field) {
    return Figures.decimals(
        rows.values().stream()
            .map(row -> row.get(field) instanceof Number number ? number.doubleValue() : 0.0)
            .toList());
  }

  private static String shown(String name, Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return Figures.count(((Number) value).longValue());
    }
    if (value instanceof Number number) {
      return SHARES.contains(name)
          ? Figures.percent(number.doubleValue())
          : Figures.number(number.doubleValue());
    }
    if (value instanceof List<?> items) {
      return items.isEmpty()
          ? "none"
          : String.join(", ", items.stream().map(String::valueOf).toList());
    }
    return value == null ? Figures.NONE : value.toString();
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }
}
