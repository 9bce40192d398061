package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Conll;
import dev.sluice.spec.SourceSpec.Conll.Delimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConllSourceTest implements TextSourceContract {
  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return spec(file, Delimiter.TAB);
  }

  private static SourceSpec spec(Path file, Delimiter delimiter) {
    return new Conll(file, List.of("word", "tag"), delimiter, SourceSpec.Limits.USUAL);
  }

  @Override
  public List<List<String>> records() {
    return List.of(
        List.of("sentence", "word", "tag"),
        List.of("1", "Öl aus", "B-thing"),
        List.of("1", "\u0130stanbul", "O"),
        List.of("2", "#", "O"));
  }

  @Override
  public byte[] encoded(List<List<String>> records) {
    StringBuilder text = new StringBuilder();
    String sentence = "1";
    for (List<String> row : records.subList(1, records.size())) {
      text.append(row.get(0).equals(sentence) ? "" : "\n");
      text.append(String.join("\t", row.subList(1, 3))).append("\n");
      sentence = row.get(0);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("words.conll"), text);
  }

  @Test
  void aLineOfWhiteSpaceOrTheStartOfADocumentEndsASentence() throws IOException {
    String text = "-DOCSTART- -X- O\n\na  O\n b\tB-x \n \t\n\n\nc O\n-DOCSTART-\nd O\n";

    Table table = Sources.open(spec(file(text), Delimiter.WHITESPACE)).read();

    assertThat(SourceContract.valuesOf(table))
        .containsExactly(
            List.of("1", "a", "O"),
            List.of("1", "b", "B-x"),
            List.of("2", "c", "O"),
            List.of("3", "d", "O"));
    assertThat(table.line(3)).isEqualTo(10);
  }

  @Test
  void commentsBeforeASentenceAreNoTokens() throws IOException {
    String text = "# id 1 domain=en\n#begin document one\n# O\nb B-x\n\n# id 2 domain=en\nc O\n";

    Table table = Sources.open(spec(file(text), Delimiter.WHITESPACE)).read();

    assertThat(SourceContract.valuesOf(table))
        .containsExactly(List.of("1", "#", "O"), List.of("1", "b", "B-x"), List.of("2", "c", "O"));
  }

  @Test
  void aCommentWithAsManyFieldsAsATokenIsNone() throws IOException {
    Conll four =
        new Conll(
            file(
                """
                # sent_id = 7
                # newpar
                a DT B-NP O

                #begin document (b); part 0
                # text = b
                # # = O
                b NN I-NP O

                # # NN O
                # newdoc id =
                c NN I-NP O
                """),
            List.of("word", "pos", "chunk", "tag"),
            Delimiter.WHITESPACE,
            SourceSpec.Limits.USUAL);
    SourceSpec words =
        new Conll(
            Files.writeString(folder.resolve("new.conll"), "# text = a b\na\n# = O\n"),
            List.of("word", "tag"),
            Delimiter.TAB,
            SourceSpec.Limits.USUAL);

    assertThat(SourceContract.valuesOf(Sources.open(four).read()))
        .containsExactly(
            List.of("1", "a", "DT", "B-NP", "O"),
            List.of("2", "b", "NN", "I-NP", "O"),
            List.of("3", "#", "#", "NN", "O"),
            List.of("3", "#", "newdoc", "id", "="), // within a sentence
            List.of("3", "c", "NN", "I-NP", "O"));
    assertThat(SourceContract.valuesOf(Sources.open(words).read()))
        .containsExactly(List.of("1", "a"), List.of("1", "# = O"));
  }

  @Test
  void aHashWithinASentenceOrOfOneWordIsAToken() throws IOException {
    Path file = file("#love\n\na\tO\n# id 7\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file + ":1: 1 field, expected 2 (word, tag)\n")
        .hasMessageContaining(file + ":4: 1 field, expected 2 (word, tag)\n");
  }

  @Test
  void namesTheLinesWithAnotherNumberOfFields() throws IOException {
    Path file = file("a\tO\nb\n\nc\tO\tX\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            %1$s:2: 1 field, expected 2 (word, tag)
            %1$s:4: 3 fields, expected 2 (word, tag)
                write one token per line, with a tab between its fields; a blank line ends a sentence"""
                .formatted(file));
  }

  @Test
  void sentencesWithoutTagsHaveTheFirstColumnsOnly() throws IOException {
    Source source = Sources.open(spec(file("a\nb\n\nc\n")));

    assertThat(source.columns()).containsExactly("sentence", "word");
    assertThat(SourceContract.valuesOf(source.read()))
        .containsExactly(List.of("1", "a"), List.of("1", "b"), List.of("2", "c"));
  }

  @Test
  void aFirstLineWithTooFewFieldsIsRefusedAmongWholeOnes() throws IOException {
    Path file = file("a\nb\tO\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":1: 1 field, expected 2 (word, tag)\n");
  }

  @Test
  void refusesNamesThatCannotBeColumns() {
    for (List<String> names :
        List.of(
            List.of("word", "sentence"), List.of("a", "a"), List.of("a", " "), List.<String>of())) {
      assertThatThrownBy(() -> new Conll(folder, names, Delimiter.TAB, SourceSpec.Limits.USUAL))
          .isInstanceOf(InvalidSpecException.class);
    }
  }
}
