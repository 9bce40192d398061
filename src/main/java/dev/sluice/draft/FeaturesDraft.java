package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.Rows;
import dev.sluice.input.text.FittedFeatures;
import dev.sluice.problem.UserException;
import dev.sluice.spec.FeaturesSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Columns that could be read in addition to a text. The config lists them in a comment, because a
 * file does not say which of them are known at prediction time.
 */
final class FeaturesDraft {
  private static final int MIN_COUNT = 5;

  private final TableDraft draft;
  private final ColumnProfile target;
  private final Rows training;

  FeaturesDraft(TableDraft draft, ColumnProfile target, Rows training) {
    this.draft = draft;
    this.target = target;
    this.training = training;
  }

  /**
   * The line of the config; empty if there are none.
   *
   * @param texts columns that are already read
   */
  String line(List<ColumnProfile> texts) {
    List<ColumnProfile> others =
        draft.columns().stream()
            .filter(c -> c != target && !texts.contains(c) && !draft.isPart(c))
            .toList();
    List<String> numbers = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    for (ColumnProfile column : others) {
      List<String> name = List.of(column.name());
      if (column.is(Kind.NUMBER)
          && draft.numberForm(column).isEmpty()
          && teaches(new FeaturesSpec(name, List.of(), MIN_COUNT))) {
        numbers.add(column.name());
      } else if (column.is(Kind.CLASS)
          && !namesTheTarget(column)
          && teaches(new FeaturesSpec(List.of(), name, MIN_COUNT))) {
        categories.add(column.name());
      }
    }
    if (numbers.isEmpty() && categories.isEmpty()) {
      return "";
    }
    List<String> keys =
        Stream.of(
                numbers.isEmpty() ? "" : "numbers: " + Yaml.list(numbers),
                categories.isEmpty() ? "" : "categories: " + Yaml.list(categories))
            .filter(key -> !key.isEmpty())
            .toList();
    return Drafts.line(
        "      # features: {%s}".formatted(String.join(", ", keys)),
        "reads these too; name only what is known when you predict");
  }

  private boolean teaches(FeaturesSpec spec) {
    try {
      FittedFeatures.fit(spec, Map.of(), training);
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  /**
   * Whether each of its values occurs with a single value of the target, like a numeric code of the
   * class.
   */
  private boolean namesTheTarget(ColumnProfile column) {
    Map<String, String> targets = new HashMap<>();
    for (int i = 0; i < training.size(); i++) {
      String of = training.value(i, draft.indexOf(target));
      if (!of.equals(
          targets.computeIfAbsent(training.value(i, draft.indexOf(column)), value -> of))) {
        return false;
      }
    }
    return true;
  }
}
