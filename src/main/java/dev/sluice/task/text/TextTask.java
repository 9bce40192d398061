package dev.sluice.task.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Frame;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.input.text.TokenCounts;
import dev.sluice.input.text.Tokenizer;
import dev.sluice.input.text.Tokenizers;
import dev.sluice.input.text.Vocabulary;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.RowProblems;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Another text for each text. */
public final class TextTask implements Task<TargetSpec.Text> {
  private static final int WORDS = 100;

  @Override
  public Class<TargetSpec.Text> spec() {
    return TargetSpec.Text.class;
  }

  private TargetSpec.Text target(DataSpec data) {
    return spec().cast(data.target());
  }

  @Override
  public OutputShape madeUp(Config config) {
    return FittedTextTarget.shape(target(config.data()), WORDS);
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    String column = target(spec).column();
    return new TargetColumns(
        Map.of("data.target.text.column", column),
        Optional.empty(),
        examples -> faults(column, examples));
  }

  /** The examples without a text, or with several. */
  static List<Problem> faults(String column, TableFrame examples) {
    int of = examples.table().indexOf(column);
    RowProblems blank = new RowProblems(examples.table().name());
    for (int i = 0; i < examples.size(); i++) {
      if (examples.value(i, of).isBlank()) {
        blank.add(examples.line(i), "column '%s': no text".formatted(column));
      }
    }
    List<Problem> problems =
        new ArrayList<>(blank.problems("write the text, or leave the row out"));
    problems.addAll(examples.contradictions(column));
    return problems;
  }

  @Override
  public FittedTextTarget fit(DataSpec spec, FittedInput input, Frame training) {
    TargetSpec.Text target = target(spec);
    TableFrame examples = training.as(TableFrame.class);
    int column = examples.table().indexOf(target.column());
    List<String> texts =
        IntStream.range(0, examples.size())
            .mapToObj(i -> NormalForm.NFC.of(examples.value(i, column)))
            .toList();
    Tokenizer tokenizer = Tokenizers.fit(target.tokenizer(), texts);
    TokenCounts counts = new TokenCounts();
    texts.forEach(text -> counts.add(tokenizer.tokens(text)));
    Vocabulary vocabulary = counts.vocabulary(target.vocabulary());
    if (vocabulary.tokens().isEmpty()) {
      throw new UserException(
          Problem.atKey(
              "data.target.text.vocabulary.min_count",
              "no token of the target is that frequent in the training part",
              "lower it"));
    }
    return new FittedTextTarget(target, tokenizer, vocabulary);
  }

  @Override
  public FittedTextTarget fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    return new FittedTextTarget(
        target(spec),
        Tokenizers.read(target(spec).tokenizer(), json),
        Vocabulary.of(FittedJson.distinct(json, "vocabulary")));
  }
}
