package dev.sluice.data;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Texts;
import dev.sluice.batch.WholeTexts;
import dev.sluice.frame.Part;
import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Columns;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.PretrainSpec;
import dev.sluice.spec.SourceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The texts that a language model or an autoencoder learns from before a network is trained: whole,
 * not cut, empty ones left out.
 *
 * @param training those of the training part, then those without a target
 * @param validation those of the validation part; none of the test part is read
 */
public record LanguageTexts(Documents training, Documents validation) {
  /**
   * @throws UserException if the input has no texts, or those without a target cannot be read
   */
  public static LanguageTexts of(Dataset data, PretrainSpec spec) {
    Texts training =
        data.examples(Part.TRAINING)
            .input()
            .texts()
            .orElseThrow(
                () ->
                    new UserException(
                        Problem.atKey(
                            spec.key(), "needs texts, and the input has none", "remove it")));
    List<int[]> ids = new ArrayList<>(ids(training));
    spec.unlabelled()
        .ifPresent(source -> ids.addAll(unlabelled(spec.key(), data, source, training.columns())));
    return new LanguageTexts(
        new WholeTexts(ids.toArray(int[][]::new)),
        new WholeTexts(
            data.examples(Part.VALIDATION).input().texts().stream()
                .flatMap(texts -> ids(texts).stream())
                .toArray(int[][]::new)));
  }

  private static List<int[]> ids(Texts texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(texts::wholeIds)
        .filter(text -> text.length > 0)
        .toList();
  }

  private static List<int[]> unlabelled(
      String pretrain, Dataset data, SourceSpec source, List<String> columns) {
    String key = pretrain + ".unlabelled." + Kinds.installed().nameOf(source);
    Sources.missing(source, key + ".path")
        .ifPresent(
            problem -> {
              throw new UserException(problem);
            });
    Table rows = Sources.open(source).read();
    List<Problem> missing =
        columns.stream()
            .filter(column -> rows.indexOf(column) < 0)
            .map(
                column ->
                    Problem.atKey(
                        key,
                        "has no column '%s', which holds the texts of the training part; its columns: %s"
                            .formatted(column, Columns.listed(rows.columns())),
                        "rename the column to '%s' in that file".formatted(column)))
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(missing);
    }
    List<int[]> ids =
        data.pipeline().input().texts(rows).texts().map(LanguageTexts::ids).orElse(List.of());
    if (ids.isEmpty()) {
      throw new UserException(
          Problem.atKey(
              key,
              "has no texts: column '%s' of %s is empty in all %s rows"
                  .formatted(String.join("' and '", columns), rows.name(), rows.size()),
              "give a file with texts, or remove unlabelled"));
    }
    return ids;
  }

  /** The number of tokens to learn from. */
  public long tokens() {
    return Arrays.stream(training.ids()).mapToLong(text -> text.length).sum();
  }
}
