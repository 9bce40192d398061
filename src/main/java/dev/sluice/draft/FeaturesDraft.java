package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.Foretelling;
import dev.sluice.frame.NumberReader;
import dev.sluice.frame.Rows;
import dev.sluice.input.text.FittedFeatures;
import dev.sluice.problem.UserException;
import dev.sluice.spec.FeaturesSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Columns that could be read in addition to a text. The config lists them in a comment, because a
 * file does not say which of them are known at prediction time.
 */
final class FeaturesDraft {
  private static final int MIN_COUNT = 5;

  private final TableDraft draft;
  private final List<ColumnProfile> targets;
  private final Rows training;

  FeaturesDraft(TableDraft draft, List<ColumnProfile> targets, Rows training) {
    this.draft = draft;
    this.targets = targets;
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
            .filter(c -> !targets.contains(c) && !texts.contains(c) && !draft.isPart(c))
            .toList();
    List<String> numbers = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    List<String> telling = new ArrayList<>();
    for (ColumnProfile column : others) {
      boolean number = column.is(Kind.NUMBER) && draft.numberForm(column).isEmpty();
      if (!number && !column.is(Kind.CLASS)) {
        continue;
      }
      Optional<FittedFeatures> learned = learned(column, number);
      if (learned.isPresent()) {
        (givesATargetAway(column, learned.get()) ? telling : number ? numbers : categories)
            .add(column.name());
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
        "also reads these; list only columns that are known when you predict"
            + (telling.isEmpty()
                ? ""
                : "; not %s: %s '%s' away"
                    .formatted(
                        telling.stream()
                            .map(name -> "'" + Yaml.comment(name) + "'")
                            .collect(Collectors.joining(", ")),
                        telling.size() == 1 ? "it gives" : "they give",
                        targets.stream()
                            .map(target -> Yaml.comment(target.name()))
                            .collect(Collectors.joining("' or '")))));
  }

  /** What can be learned of a column; empty if nothing. */
  private Optional<FittedFeatures> learned(ColumnProfile column, boolean number) {
    List<String> name = List.of(column.name());
    try {
      return Optional.of(
          FittedFeatures.fit(
              number
                  ? new FeaturesSpec(name, List.of(), MIN_COUNT)
                  : new FeaturesSpec(List.of(), name, MIN_COUNT),
              Map.of(),
              training));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private boolean givesATargetAway(ColumnProfile column, FittedFeatures learned) {
    return targets.stream().anyMatch(target -> givesAway(target, column, learned));
  }

  /** As {@code check} would find. */
  private boolean givesAway(ColumnProfile target, ColumnProfile column, FittedFeatures learned) {
    if (Foretelling.isNamedAlike(column.name(), target.name())) {
      return true;
    }
    double[] values = learned.ofFirst(training);
    Foretelling.OfClasses told = Foretelling.classes(values, classes(target));
    return told.isNearPerfect()
        || told.isPerfect() // of few rows, too: nothing is lost by not proposing it
        || target.holdsNumbers() && Foretelling.numbers(values, numbers(target)).isNearPerfect();
  }

  /** A target of the training rows; what is no number, and will be refused, is 0. */
  private double[] numbers(ColumnProfile target) {
    NumberReader reader = new NumberReader(Optional.empty());
    return IntStream.range(0, training.size())
        .mapToDouble(i -> reader.read(training.value(i, draft.indexOf(target)).strip()).orElse(0))
        .toArray();
  }

  /** Of the training rows: each value of a target is one. */
  private int[] classes(ColumnProfile target) {
    Map<String, Integer> classes = new HashMap<>();
    return IntStream.range(0, training.size())
        .map(
            i ->
                classes.computeIfAbsent(
                    training.value(i, draft.indexOf(target)), value -> classes.size()))
        .toArray();
  }
}
