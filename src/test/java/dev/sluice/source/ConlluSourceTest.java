package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConlluSourceTest implements TextSourceContract {
  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return new SourceSpec.Conllu(file);
  }

  @Override
  public List<List<String>> records() {
    return List.of(
        List.of(
            "sentence",
            "id",
            "form",
            "lemma",
            "upos",
            "xpos",
            "feats",
            "head",
            "deprel",
            "deps",
            "misc"),
        List.of("1", "1", "Öl", "öl", "NOUN", "NN", "Number=Sing", "2", "nsubj", "_", "_"),
        List.of("1", "2", "ist da", "da", "VERB", "_", "_", "0", "root", "_", "SpaceAfter=No"),
        List.of("2", "1", "#", "_", "SYM", "_", "_", "0", "root", "_", "_"));
  }

  @Override
  public byte[] encoded(List<List<String>> records) {
    StringBuilder text = new StringBuilder("# newdoc\n");
    String sentence = "1";
    for (List<String> row : records.subList(1, records.size())) {
      text.append(row.get(0).equals(sentence) ? "" : "\n# text = next\n");
      text.append(String.join("\t", row.subList(1, 11))).append("\n");
      sentence = row.get(0);
    }
    return text.append("\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String word(String id, String form) {
    return id + "\t" + form + "\t_\tNOUN\t_\t_\t0\troot\t_\t_\n";
  }

  @Test
  void rangesEmptyNodesAndCommentsAreNoWords() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("words.conllu"),
            "\n# one\n"
                + word("1-2", "zum")
                + word("1", "zu")
                + word("2", "dem")
                + word("2.1", "empty")
                + word("3", "Meer")
                + "\n \t\n# two\n"
                + word("1", "Nein"));

    Table table = Sources.open(spec(file)).read();

    assertThat(SourceContract.valuesOf(table))
        .extracting(row -> row.subList(0, 3))
        .containsExactly(
            List.of("1", "1", "zu"),
            List.of("1", "2", "dem"),
            List.of("1", "3", "Meer"),
            List.of("2", "1", "Nein"));
    assertThat(table.line(0)).isEqualTo(4);
    assertThat(table.line(3)).isEqualTo(11);
  }

  @Test
  void namesTheLinesThatAreBroken() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("words.conllu"),
            word("1", "a")
                + "2 b _ NOUN\n"
                + word("3", "c")
                + word("5", "e")
                + word("x", "f")
                + "\n"
                + word("2", "a")
                + word("3", "b"));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            %1$s:2: 1 field, expected 10
            %1$s:4: the word has the number '5', expected 4
            %1$s:5: the word has the number 'x', expected 6
            %1$s:7: the word has the number '2', expected 1
                a word has ten fields with tabs between them, and words are numbered from 1; a blank line ends a sentence"""
                .formatted(file));
  }
}
