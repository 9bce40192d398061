package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import dev.sluice.spec.SplitSpec;
import java.util.List;
import java.util.Optional;

/**
 * Which rows are used for training, validation and test. Choices that are based on the data use the
 * training rows only.
 *
 * @param yaml the text after {@code split:}
 */
record SplitChoice(SplitSpec spec, String yaml, String why) {
  private static final long SEED = 7;

  /** Shares of all rows. */
  static SplitChoice drawn(String why) {
    return new SplitChoice(
        new SplitSpec(
            Optional.of(SplitSpec.Part.share(0.1)), Optional.of(SplitSpec.Part.share(0.2)), SEED),
        "{validation: {share: 0.1}, test: {share: 0.2}, seed: %s}".formatted(SEED),
        why);
  }

  /**
   * Parts that the data name themselves.
   *
   * @param column that has the names
   * @param names its values
   * @return empty if none has a usual name of a test part
   */
  static Optional<SplitChoice> given(String column, List<String> names) {
    Optional<String> test = first(names, List.of("test"));
    Optional<String> validation = first(names, List.of("validation", "valid", "val", "dev"));
    return test.map(
        name ->
            new SplitChoice(
                new SplitSpec(
                    Optional.of(
                        validation
                            .map(n -> SplitSpec.Part.where(column, n))
                            .orElse(SplitSpec.Part.share(0.1))),
                    Optional.of(SplitSpec.Part.where(column, name)),
                    SEED),
                "{validation: %s, test: %s, seed: %s}"
                    .formatted(
                        validation.map(n -> yaml(column, n)).orElse("{share: 0.1}"),
                        yaml(column, name),
                        SEED),
                "the test part that comes with the data"));
  }

  String line() {
    return Drafts.line("  split: " + yaml, why);
  }

  private static Optional<String> first(List<String> names, List<String> wanted) {
    return wanted.stream().filter(names::contains).findFirst();
  }

  private static String yaml(String column, String value) {
    return "{column: %s, value: %s}".formatted(YamlWord.of(column), YamlWord.of(value));
  }
}
