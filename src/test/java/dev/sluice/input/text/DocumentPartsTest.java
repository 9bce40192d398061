package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.Documents;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentPartsTest {
  private static DataSpec spec(String split, String tokenizer) {
    return ConfigReader.parse(
            """
            name: book
            data:
              source: {lines: {path: in-memory.txt, documents: file}}
              input: {text: {tokenizer: %s}}
              target: {next: {}}
              split: %s
            network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
            """
                .formatted(tokenizer, split),
            "book.yaml",
            Path.of(""),
            List.of())
        .config()
        .data();
  }

  private static Table rows(String... texts) {
    return Table.of(List.of("text"), Arrays.stream(texts).map(List::of).toList());
  }

  private static String text(Dataset data, Part part) {
    FittedDocuments fitted = data.pipeline().input().as(FittedDocuments.class);
    Documents documents = data.examples(part).input().documents().orElseThrow();
    StringBuilder text = new StringBuilder();
    for (int[] document : documents.ids()) {
      Arrays.stream(document).mapToObj(fitted::shown).forEach(text::append);
      text.append(documents.ended() ? "." : "");
    }
    return text.toString();
  }

  @Test
  void sharesOfOneDocumentAreItsLastTokensInOrder() {
    Dataset data =
        Dataset.load(
            spec("{validation: {share: 0.2}, test: {share: 0.3}}", "{characters: {}}"),
            rows("abababcdab"));

    assertThat(text(data, Part.TRAINING)).isEqualTo("ababa");
    assertThat(text(data, Part.VALIDATION)).isEqualTo("b<unknown>");
    assertThat(text(data, Part.TEST)).isEqualTo("<unknown>ab");
  }

  @Test
  void severalDocumentsAreSplitWholeAndHaveEnds() {
    Dataset data =
        Dataset.load(
            spec("{test: {share: 0.5}}", "{characters: {}}"), rows("aa", "aa", "aa", "aa"));

    assertThat(text(data, Part.TRAINING)).isEqualTo("aa.aa.");
    assertThat(text(data, Part.TEST)).isEqualTo("aa.aa.");
    assertThat(data.examples(Part.TEST).targets()).isEqualTo(6);
  }

  @Test
  void longTextsAreNotCut() {
    Dataset data = Dataset.load(spec("{}", "{whitespace: {}}"), rows("a b ".repeat(500), ""));

    assertThat(data.examples(Part.TRAINING).targets()).isEqualTo(1000 + 1 + 1);
  }

  @Test
  void whatWasFittedIsReadBack() {
    DataSpec spec = spec("{test: {share: 0.3}}", "{characters: {}}");
    Dataset data = Dataset.load(spec, rows("abababcdab"));

    Pipeline read = Pipeline.fromJson(spec, data.pipeline().toJson());

    assertThat(read.toJson()).isEqualTo(data.pipeline().toJson());
    Documents documents = read.unlabelled(rows("bax")).input().documents().orElseThrow();
    assertThat(documents.ids()[0]).containsExactly(3, 2, Vocabulary.UNKNOWN);
    assertThat(documents.ended()).isFalse();
  }

  @Test
  void refusesSharesThatLeaveAPartWithoutTokens() {
    assertThatThrownBy(
            () -> Dataset.load(spec("{test: {share: 0.1}}", "{characters: {}}"), rows("a")))
        .hasMessageContaining(
            "data.split.test.share: the only document has 1 token, and this share is less than one of them")
        .hasMessageContaining("use a larger share, or a longer text");
    assertThatThrownBy(
            () ->
                Dataset.load(
                    spec("{validation: {share: 0.4}, test: {share: 0.6}}", "{characters: {}}"),
                    rows("abcdefghij")))
        .hasMessageContaining(
            "data.split.validation.share: leaves none of the 10 tokens of the only document for training");
  }

  @Test
  void refusesTextsWithoutAnyToken() {
    assertThatThrownBy(() -> Dataset.load(spec("{}", "{words: {}}"), rows("!", "?")))
        .hasMessageContaining("data.input.text.column: the training part has no token to learn");
  }

  @Test
  void refusesWhatHasNoEffectOnWholeTexts() {
    assertThatThrownBy(
            () ->
                ConfigReader.parse(
                    """
                    name: book
                    data:
                      source: {lines: {path: a.txt}}
                      input: {text: {max_length: 50, keep: end, mask: false}}
                      target: {next: {}}
                    network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
                    """,
                    "book.yaml",
                    Path.of(""),
                    List.of()))
        .hasMessageContaining("data.input.text.max_length: has no effect with target 'next'")
        .hasMessageContaining("data.input.text.keep: has no effect with target 'next'")
        .hasMessageContaining("data.input.text.mask: has no effect with target 'next'");
    assertThatThrownBy(
            () ->
                ConfigReader.parse(
                    """
                    name: reviews
                    data:
                      source: {csv: {path: a.csv}}
                      input: {text: {}}
                      target: {class: {column: label}}
                    network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
                    training: {truncated_backpropagation: {steps: 5}}
                    """,
                    "reviews.yaml",
                    Path.of(""),
                    List.of()))
        .hasMessageContaining(
            "training.truncated_backpropagation: only language models, target 'next'");
  }
}
