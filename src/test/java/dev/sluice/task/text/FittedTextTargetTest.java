package dev.sluice.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.TextPredictions;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.shape.TextOutput;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittedTextTargetTest {
  private static DataSpec spec(String target) {
    return ConfigReader.parse(
            """
            name: pairs
            data:
              source: {csv: {path: in-memory.csv}}
              split: {}
              input: {text: {column: source}}
              target: {text: TARGET}
            network: {encoder: [{embedding: {size: 2}}], decoder: [{gru: {units: 2}}], attention: dot}
            """
                .replace("TARGET", target),
            "pairs.yaml",
            Path.of(""),
            List.of())
        .config()
        .data();
  }

  private static Dataset data(String target, String... texts) {
    return Dataset.load(
        spec(target),
        Table.of(
            List.of("source", "other"),
            Arrays.stream(texts).map(text -> List.of("a b", text)).toList()));
  }

  @Test
  void aBatchThatNoArrayHoldsIsRefusedByTheLengthOfTheTarget() {
    TextLabels labels = new TextLabels(new int[][] {new int[50_000]}, List.of("x"));

    assertThatThrownBy(() -> labels.labels(new int[50_000], 1)) // all of them the first text
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("reduce the batch size or max_length of the target");
  }

  /** Ids 2 and 3 are tokens that stand twice; 1 is unknown, 4 the start and 5 the end. */
  @Test
  void labelsEndUnlessTheTextIsCut() {
    Examples training =
        data(
                "{column: other, max_length: 3, vocabulary: {min_count: 2}}",
                "x y",
                "x z y",
                "x x y q")
            .examples(Part.TRAINING);

    assertThat(training.labels(Labels.class).labels(new int[] {0, 1, 2}, 1).values())
        .containsExactly(2, 3, 5, -1, 2, 1, 3, 5, 2, 2, 3, -1);
  }

  @Test
  void idsBecomeTextsAndTheReferencesStayAsTheyAre() {
    Dataset words = data("{column: other}", "x  Y", "x");
    Dataset characters = data("{column: other, tokenizer: {characters: {}}}", "x Y", "x");

    assertThat(written(words).predicted()).containsExactly("x Y", "x Y");
    assertThat(written(words).actual()).containsExactly("x  Y", "x");
    assertThat(written(characters).predicted()).containsExactly("x ", "x ");
  }

  @Test
  void aTextIsRightHoweverItsAccentsAreEncodedInTheFile() {
    Dataset data = data("{column: other}", "e\u0301le\u0300ve", "\u00e9l\u00e8ve");
    float[] eleve =
        new TextOutput(List.of(), 0, List.of(new TextOutput.Written(List.of(2), List.of(), -1, -1)))
            .toNumbers();

    TextPredictions texts =
        (TextPredictions)
            data.pipeline()
                .target()
                .predictions(data.examples(Part.TRAINING), new float[][] {eleve, eleve});

    assertThat(texts.predicted()).containsExactly("\u00e9l\u00e8ve", "\u00e9l\u00e8ve");
    assertThat(texts.actual()).isEqualTo(texts.predicted());
  }

  private static TextPredictions written(Dataset data) {
    float[] output =
        new TextOutput(
                List.of(), 0, List.of(new TextOutput.Written(List.of(2, 3), List.of(), -1, -1)))
            .toNumbers();
    return (TextPredictions)
        data.pipeline()
            .target()
            .predictions(data.examples(Part.TRAINING), new float[][] {output, output});
  }

  @Test
  void noTextIsWrittenToBeWatched() {
    Dataset data = data("{column: other}", "x", "x");

    assertThat(
            data.pipeline()
                .target()
                .observed(
                    data.examples(Part.TRAINING),
                    () -> {
                      throw new AssertionError("the network was asked");
                    }))
        .isEmpty();
  }

  /** The source is "a b"; 1 is the unknown token. */
  @Test
  void unknownTokensAreCopiedFromWhereTheDecoderLooked() {
    Dataset data = data("{column: other, unknown: copy}", "x Y", "x");
    float[] output =
        new TextOutput(
                List.of(),
                0,
                List.of(
                    new TextOutput.Written(
                        List.of(1, 2, 1),
                        List.of(
                            new TextOutput.Attended(1, 0.75f),
                            new TextOutput.Attended(0, 0.5f),
                            new TextOutput.Attended(0, 1)),
                        -1,
                        -1)))
            .toNumbers();

    TextPrediction answer =
        ((FittedTextTarget) data.pipeline().target())
            .answers(data.examples(Part.TRAINING), new float[][] {output})
            .get(0);

    assertThat(answer.text()).isEqualTo("b x a");
    assertThat(answer.best().get(0).alignment())
        .containsExactly(
            new TextPrediction.Aligned("b", "b", 1, 0.75),
            new TextPrediction.Aligned("x", "a", 0, 0.5),
            new TextPrediction.Aligned("a", "a", 0, 1));
  }

  /** The words of the source are compared in lower case, and those of the target are not. */
  @Test
  void copiedTokensKeepTheirCase() {
    Dataset data =
        Dataset.load(
            spec("{column: other, unknown: copy}"),
            Table.of(
                List.of("source", "other"),
                List.of(List.of("Herr O\u2019Neil kommt", "x"), List.of("a b", "x"))));
    float[] output =
        new TextOutput(
                List.of(),
                0,
                List.of(
                    new TextOutput.Written(
                        List.of(1), List.of(new TextOutput.Attended(1, 1)), -1, -1)))
            .toNumbers();

    assertThat(
            ((FittedTextTarget) data.pipeline().target())
                .answers(data.examples(Part.TRAINING), new float[][] {output, output}).stream()
                    .map(TextPrediction::text))
        .containsExactly("O'Neil", "b");
  }

  @Test
  void aRowWithoutATextIsNamed() {
    assertThatThrownBy(() -> data("{column: other}", "x", " "))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("column 'other': no text");
  }

  @Test
  void aVocabularyWithoutTokensIsRefused() {
    assertThatThrownBy(() -> data("{column: other, vocabulary: {min_count: 2}}", "x", "y"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("data.target.text.vocabulary.min_count: no token of the target");
  }
}
