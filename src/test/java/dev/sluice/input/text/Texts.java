package dev.sluice.input.text;

import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.InputSpec.Keep;
import dev.sluice.spec.InputSpec.Padding;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TokenizerSpec;
import dev.sluice.spec.VocabularySpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small data sets for tests: columns {@code review} and {@code sentiment}. */
final class Texts {
  private Texts() {}

  static InputSpec.Text input(int maxLength, Keep keep, Optional<Padding> seenPadding) {
    return new InputSpec.Text(
        "review",
        new TokenizerSpec.Words(true, false),
        new VocabularySpec(100, 1),
        maxLength,
        keep,
        seenPadding.isEmpty(),
        seenPadding);
  }

  static DataSpec spec(SplitSpec split) {
    return spec(input(5, Keep.START, Optional.empty()), split);
  }

  static DataSpec spec(InputSpec.Text input, SplitSpec split) {
    return spec(input, new TargetSpec.ClassTarget("sentiment", Optional.empty()), split);
  }

  static DataSpec spec(InputSpec.Text input, TargetSpec target, SplitSpec split) {
    return new DataSpec(
        new SourceSpec.Csv(Path.of("reviews.csv"), ",", Optional.empty()),
        Optional.empty(),
        Map.of(),
        input,
        target,
        split);
  }

  static SplitSpec noSplit() {
    return new SplitSpec(Optional.empty(), Optional.empty(), 42);
  }

  static SplitSpec.Part share(double share) {
    return SplitSpec.Part.share(share);
  }

  static SplitSpec.Part rows(int rows) {
    return SplitSpec.Part.rows(rows);
  }

  static SplitSpec.Part from(String from) {
    return new SplitSpec.Part(
        Optional.empty(),
        Optional.empty(),
        Optional.of(from),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static SplitSpec.Part file(Path file) {
    return new SplitSpec.Part(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(file),
        Optional.empty(),
        Optional.empty());
  }

  static SplitSpec.Part marked(String column, String value) {
    return SplitSpec.Part.where(column, value);
  }

  /** A table of review, sentiment, review, sentiment, ... */
  static Table reviews(String... values) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      rows.add(List.of(values[i], values[i + 1]));
    }
    return Table.of(List.of("review", "sentiment"), rows);
  }

  /** Reviews whose class is given by the counts: the first {@code counts[0]} are of class "a". */
  static Table ofClasses(int... counts) {
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      for (int i = 0; i < counts[c]; i++) {
        rows.add(List.of("word " + i, String.valueOf((char) ('a' + c))));
      }
    }
    return Table.of(List.of("review", "sentiment"), rows);
  }
}
