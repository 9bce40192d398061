package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A class.
 *
 * @param by the column that tells sequences apart, if their rows have one class
 */
record ClassLabel(TableDraft table, ColumnProfile column, Optional<ColumnProfile> by)
    implements Label {
  private static final List<String> POSITIVE =
      List.of("positive", "pos", "yes", "true", "spam", "1");

  private static final long MOST_WORDS = 5_000_000; // of a bag of words that is fitted soon
  private static final long MOST_WORK = 100_000_000; // words times classes

  /**
   * @throws dev.sluice.problem.UserException if there are too few rows or classes
   */
  static ClassLabel of(TableDraft table, ColumnProfile column) {
    table.requireClasses(column);
    return new ClassLabel(table, column, Optional.empty());
  }

  @Override
  public Label ofSequences(ColumnProfile by) {
    return new ClassLabel(table, column, Optional.of(by));
  }

  @Override
  public List<ColumnProfile> columns() {
    return List.of(column);
  }

  @Override
  public String title() {
    return "A classifier";
  }

  @Override
  public String drawn() {
    return "drawn at random, stratified by class";
  }

  @Override
  public Optional<String> stratum() {
    return Optional.of(column.name());
  }

  @Override
  public String lines(long words) {
    Map<String, Integer> rows =
        by.map(of -> table.classes(column, of)).orElseGet(() -> table.classes(column));
    List<String> classes = rows.keySet().stream().sorted().toList();
    String positive = "";
    if (classes.size() == 2) {
      String second =
          classes.stream()
              .filter(c -> POSITIVE.contains(c.toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElse(classes.get(1));
      positive = ", positive: " + YamlWord.of(second);
    }
    StringBuilder why = new StringBuilder();
    for (String name : classes.subList(0, Math.min(6, classes.size()))) {
      why.append(why.length() == 0 ? "" : ", ");
      why.append(ColumnProfile.shownClass(name)).append(' ').append(rows.get(name));
    }
    if (classes.size() > 6) {
      why.append(", ... (%s classes)".formatted(classes.size()));
    }
    String note =
        classes.stream()
            .filter(name -> ColumnProfile.isMissing(name.strip()))
            .findFirst()
            .map(
                name ->
                    "  # '%s' counts as a class; leave out its rows if it means 'no class'\n"
                        .formatted(Yaml.comment(name)))
            .orElse("");
    boolean linear = words > 0 && words <= MOST_WORDS && words * (long) classes.size() <= MOST_WORK;
    return note
        + Drafts.line(
            "  target: {class: {column: %s%s%s}}"
                .formatted(
                    YamlWord.of(column.name()), positive, linear ? ", linear: bag_of_words" : ""),
            Yaml.comment((by.isPresent() ? "sequences: " : "rows: ") + why))
        + (linear
            ? "  # linear: a bag of words in addition to the network, which alone is often worse;"
                + " the weights of\n"
                + "  #   both are chosen on the validation part\n"
            : "");
  }
}
