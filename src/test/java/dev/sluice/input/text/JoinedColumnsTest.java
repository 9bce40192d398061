package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.CleanSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.InputSpec.Keep;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TokenizerSpec;
import dev.sluice.spec.VocabularySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A title and a body read as one text. */
class JoinedColumnsTest {
  private static final Table MAILS =
      Table.of(
          List.of("title", "body", "sentiment"),
          List.of(
              List.of("sale", "buy one two three four five six", "bad"),
              List.of("", "hello", "good"),
              List.of("hello", "", "good"),
              List.of("", " ", "bad"),
              List.of("<sep> a b c d", "e f g h i", "good")));

  private static InputSpec.Text input(Keep keep, int maxLength, int vocabulary) {
    return new InputSpec.Text(
        "text",
        Optional.of(List.of("title", "body")),
        Optional.empty(),
        CleanSpec.NONE,
        new TokenizerSpec.Whitespace(false),
        new VocabularySpec(vocabulary, 1),
        Optional.empty(),
        maxLength,
        keep,
        true,
        Optional.empty());
  }

  private static Dataset load(InputSpec.Text input) {
    return Dataset.load(Texts.spec(input, Texts.noSplit()), MAILS);
  }

  private static EncodedTexts training(Dataset data) {
    return (EncodedTexts) data.examples(Part.TRAINING).input();
  }

  private static String read(EncodedTexts texts, int example) {
    return String.join(" ", texts.steps(example));
  }

  @Test
  void aSeparatorStandsBetweenColumnsAndInNoText() {
    EncodedTexts texts = training(load(input(Keep.START, 50, 100)));

    assertThat(texts.tokens(1)).containsExactly("<sep>", "hello");
    assertThat(texts.tokens(2)).containsExactly("hello", "<sep>");
    assertThat(texts.tokens(3)).isEmpty();
    assertThat(texts.tokens(4))
        .containsExactly("a", "b", "c", "d", "<sep>", "e", "f", "g", "h", "i");
    assertThat(texts.text(0)).isEqualTo("sale <sep> buy one two three four five six");
    assertThat(texts.emptyTexts()).isEqualTo(1);
    assertThat(texts.ids(3)).containsExactly(Vocabulary.UNKNOWN);
  }

  @Test
  void eachColumnKeepsItsShareAndWhatShorterOnesLeave() {
    assertThat(read(training(load(input(Keep.START, 6, 100))), 0))
        .isEqualTo("sale <sep> buy one two three");
    assertThat(read(training(load(input(Keep.END, 6, 100))), 0))
        .isEqualTo("sale <sep> three four five six");
    EncodedTexts both = training(load(input(Keep.BOTH, 6, 100)));
    assertThat(read(both, 4)).isEqualTo("a d <sep> e f i");
    assertThat(both.positions(4)).containsExactly(0, 3, 4, 5, 6, 9);
  }

  @Test
  void idsAreThoseOfTheTokensThatAreRead() {
    Dataset data = load(input(Keep.BOTH, 6, 100));
    EncodedTexts texts = training(data);
    Vocabulary vocabulary = data.pipeline().input().as(FittedText.class).vocabulary();

    for (int i : new int[] {0, 1, 2, 4}) {
      assertThat(texts.ids(i))
          .containsExactly(texts.steps(i).stream().mapToInt(vocabulary::id).toArray());
    }
    assertThat(((EncodedTexts) data.pipeline().unlabelled(MAILS).input()).ids(4))
        .containsExactly(texts.ids(4));
  }

  @Test
  void theSeparatorHasAnIdHoweverFewThereAre() {
    EncodedTexts texts = training(load(input(Keep.START, 50, 3)));

    assertThat(Arrays.stream(texts.ids(0)).filter(id -> id == Vocabulary.FIRST_TOKEN)).hasSize(1);
    assertThat(texts.token(Vocabulary.FIRST_TOKEN)).isEqualTo("<sep>");
  }

  @Test
  void newRowsNeedAllColumns() {
    Pipeline pipeline = load(input(Keep.START, 50, 100)).pipeline();
    Table rows = Table.of(List.of("title", "boddy"), List.of(List.of("sale", "buy")));

    assertThatThrownBy(() -> pipeline.unlabelled(rows))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            rows: has no column 'body'
                did you mean 'boddy'?  columns: title, boddy""");
  }

  @Test
  void theConfigNamesTheColumnThatIsMissingAndNoTarget() {
    Table rows = Table.of(List.of("title", "sentiment"), List.of(List.of("sale", "bad")));
    InputSpec.Text input = input(Keep.START, 50, 100);
    TargetSpec title = new TargetSpec.ClassTarget("title", Optional.empty());

    assertThatThrownBy(() -> Dataset.load(Texts.spec(input, Texts.noSplit()), rows))
        .hasMessageStartingWith("data.input.text.columns[1]: rows has no column 'body'");
    assertThatThrownBy(() -> Dataset.load(Texts.spec(input, title, Texts.noSplit()), MAILS))
        .hasMessageContaining("'title' is an input: the network would see the answer");
  }

  @Test
  void refusesOneColumnTheSameTwiceAndRoomForNone() {
    assertRefused("body", List.of("title", "text"), 9, "column and columns exclude each other");
    assertRefused("text", List.of("title"), 9, "names one column only");
    assertRefused("text", List.of("title", "title"), 9, "names a column twice");
    assertRefused("text", List.of("a", "b", "c"), 4, "4 leaves no token of some of 3 columns");
  }

  private static void assertRefused(
      String column, List<String> columns, int maxLength, String message) {
    assertThatThrownBy(
            () ->
                new InputSpec.Text(
                    column,
                    Optional.of(columns),
                    Optional.empty(),
                    CleanSpec.NONE,
                    new TokenizerSpec.Whitespace(false),
                    new VocabularySpec(9, 1),
                    Optional.empty(),
                    maxLength,
                    Keep.START,
                    true,
                    Optional.empty()))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining(message);
  }
}
