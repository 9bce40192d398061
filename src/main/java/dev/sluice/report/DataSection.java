package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    if (run.data().isEmpty() || !run.data().isObject()) {
      return Optional.empty();
    }
    // Columns may be called as parts are, so only what is said first says which parts there are.
    boolean together = run.data().has("parts");
    List<String> parts = names(run.data().elements().next());
    DataTable byPart = new DataTable(headings(parts));
    Tag facts = new Tag("dl").classed("facts");
    List<Tag> tables = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : run.data().properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (name.equals("parts")) {
        fieldsOf(value)
            .forEach(field -> addRow(byPart, words(field), field, value, parts, "/" + field));
      } else if (!together && value.isObject() && names(value).equals(parts)) {
        addByPart(byPart, name, value, parts);
      } else if (value.isObject()) {
        tables.add(Tag.of("h3", words(name)));
        tables.add(table(value));
      } else {
        facts.add(Tag.of("dt", words(name))).add(Tag.of("dd", shown(name, value)));
      }
    }
    Tag section = Section.begin("Data").add(byPart.tag()).add(facts).addAll(tables);
    return Optional.of(new Section(section));
  }

  private static List<String> headings(List<String> parts) {
    List<String> headings = new ArrayList<>(List.of(""));
    parts.forEach(part -> headings.add("#" + part));
    return headings;
  }

  private static void addByPart(DataTable table, String name, JsonNode byPart, List<String> parts) {
    Set<String> fields = fieldsOf(byPart);
    if (fields.isEmpty()) {
      addRow(table, words(name), name, byPart, parts, "");
    }
    for (String field : fields) {
      String escaped = field.replace("~", "~0").replace("/", "~1");
      addRow(table, words(name) + ": " + field, name, byPart, parts, "/" + escaped);
    }
  }

  private static void addRow(
      DataTable table,
      String label,
      String name,
      JsonNode byPart,
      List<String> parts,
      String pointer) {
    List<String> row = new ArrayList<>(List.of(label));
    parts.forEach(part -> row.add(shown(name, byPart.path(part).at(pointer))));
    table.row(row);
  }

  /** The names of the fields of all members of an object, in order. */
  private static Set<String> fieldsOf(JsonNode members) {
    Set<String> fields = new LinkedHashSet<>();
    members.forEach(member -> fields.addAll(names(member)));
    return fields;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Tag table(JsonNode members) {
    List<String> fields = List.copyOf(fieldsOf(members));
    List<String> headings = new ArrayList<>(List.of(""));
    fields.forEach(field -> headings.add("#" + words(field)));
    DataTable table = new DataTable(headings);
    members
        .properties()
        .forEach(
            entry -> {
              List<String> row = new ArrayList<>(List.of(entry.getKey()));
              fields.forEach(
                  field -> {
                    JsonNode value = entry.getValue().path(field);
                    row.add(
                        value.isFloatingPointNumber() && !SHARES.contains(field)
                            ? Figures.number(value.asDouble(), decimals(members, field))
                            : shown(field, value));
                  });
              table.row(row);
            });
    return table.tag();
  }

  /** The same for all of a column. */
  private static int decimals(JsonNode members, String field) {
    List<Double> values = new ArrayList<>();
    members.forEach(member -> values.add(member.path(field).asDouble()));
    return Figures.decimals(values);
  }

  private static String shown(String name, JsonNode value) {
    if (value.isIntegralNumber()) {
      return Figures.count(value.asLong());
    }
    if (value.isNumber()) {
      return SHARES.contains(name)
          ? Figures.percent(value.asDouble())
          : Figures.number(value.asDouble());
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.asText()));
      return items.isEmpty() ? "none" : String.join(", ", items);
    }
    return value.isMissingNode() || value.isNull() ? Figures.NONE : value.asText();
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }
}
