package dev.sluice.report;

import dev.sluice.run.DataSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The summary of the data. It differs by kind of data, so this shows whatever there is: values per
 * part as one table, lists of objects as tables, the rest as a list.
 */
final class DataSection {
  private static final Set<String> SHARES = Set.of("cut", "unknown");
  private static final Set<String> COUNTED = Set.of(ClassCounts.CLASSES, "labels", "tags");
  private static final Set<String> LENGTHS = Set.of("lengths", "steps");

  private DataSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.data().map(data -> of(data, Section.capitalised(run.unit())));
  }

  private static Section of(DataSummary data, String units) {
    List<String> headings = new ArrayList<>(List.of("Part"));
    data.parts().forEach(part -> headings.add("#" + part));
    DataTable byPart = new DataTable(headings);
    Map<String, Map<String, List<Number>>> counted = new LinkedHashMap<>();
    Map<String, Map<String, List<Number>>> lengths = new LinkedHashMap<>();
    for (DataSummary.Row row : data.byPart()) {
      if (COUNTED.contains(row.name()) && row.of().isPresent()) {
        counted
            .computeIfAbsent(row.name(), none -> new LinkedHashMap<>())
            .put(row.of().get(), numbers(row));
        continue;
      }
      if (LENGTHS.contains(row.name()) && row.of().isPresent()) {
        lengths
            .computeIfAbsent(row.name(), none -> new LinkedHashMap<>())
            .put(row.of().get(), numbers(row));
      }
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
    Tag section = Section.begin().add(byPart.tag()).add(facts);
    counted.forEach(
        (name, counts) ->
            section
                .add(Tag.of("h3", units + " by " + name))
                .add(balance(data.parts(), counts))
                .add(Section.note("Bars: relative to the most frequent one of the part.")));
    Map<String, Object> charts = new LinkedHashMap<>();
    lengths.forEach(
        (name, of) -> {
          section.add(Tag.of("h3", words(name)));
          section.add(Section.chart("data-" + name, "The " + name + " of each part"));
          Map<String, Object> chart = new LinkedHashMap<>();
          chart.put("kind", "ranges");
          chart.put("title", words(name) + ", in steps");
          chart.put("parts", data.parts());
          chart.put("of", of);
          charts.put("data-" + name, chart);
        });
    data.tables().forEach((name, rows) -> section.add(Tag.of("h3", words(name))).add(table(rows)));
    return new Section("Data", section, charts);
  }

  /** 0 where there is none. */
  private static List<Number> numbers(DataSummary.Row row) {
    return row.values().stream()
        .map(value -> value.filter(Number.class::isInstance).map(Number.class::cast).orElse(0))
        .toList();
  }

  /** Counts with bars. */
  private static Tag balance(List<String> parts, Map<String, List<Number>> counts) {
    List<String> headings = new ArrayList<>(List.of("Of"));
    parts.forEach(part -> headings.add("#" + part));
    DataTable table = new DataTable(headings);
    double[] most = new double[parts.size()];
    counts
        .values()
        .forEach(
            of -> {
              for (int p = 0; p < most.length; p++) {
                most[p] = Math.max(most[p], of.get(p).doubleValue());
              }
            });
    counts.forEach(
        (name, of) -> {
          List<Tag> cells = new ArrayList<>();
          for (int p = 0; p < most.length; p++) {
            double share = most[p] == 0 ? 0 : of.get(p).doubleValue() / most[p];
            cells.add(
                Tag.of("td", Figures.count(of.get(p).longValue()))
                    .classed("bar")
                    .with("style", String.format(Locale.ROOT, "--share:%.2f", share)));
          }
          table.row(name, cells);
        });
    return table.tag();
  }

  private static Tag table(Map<String, Map<String, Object>> rows) {
    List<String> fields = List.copyOf(DataSummary.fields(rows.values()));
    List<String> headings = new ArrayList<>(List.of("Name"));
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
