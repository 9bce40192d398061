package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.InputSpec.Keep;
import dev.sluice.spec.InputSpec.Padding;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.classes.FittedClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextDatasetTest {
  private static final Table REVIEWS =
      Texts.reviews("A good film", "good", "A bad, bad film", "bad", "Good!", "good");

  private static Dataset load(DataSpec spec, Table table) {
    return Dataset.load(spec, table);
  }

  private static EncodedTexts training(InputSpec.Text input, Table table) {
    return texts(load(Texts.spec(input, Texts.noSplit()), table).examples(Part.TRAINING));
  }

  private static EncodedTexts texts(Examples examples) {
    return (EncodedTexts) examples.input();
  }

  private static List<String> vocabulary(Dataset data) {
    return data.pipeline().input().as(FittedText.class).vocabulary().tokens();
  }

  private static List<String> classes(Dataset data) {
    return ((FittedClasses) data.pipeline().target()).names();
  }

  /** The labels of all examples, of two classes. */
  private static float[] labels(Examples examples) {
    int[] all = IntStream.range(0, examples.size()).toArray();
    return examples.labels(Labels.class).labels(all, 1).values();
  }

  private static DataSpec positive(String positive) {
    return Texts.spec(
        Texts.input(5, Keep.START, Optional.empty()),
        new TargetSpec.ClassTarget("sentiment", Optional.of(positive)),
        Texts.noSplit());
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessage(message);
  }

  @Test
  void textsBecomeIdsAndClassesBecomeNumbers() {
    Dataset dataset = load(Texts.spec(Texts.noSplit()), REVIEWS);

    // a, good, film and bad twice each, in order of appearance: ids 2, 3, 4, 5
    EncodedTexts training = texts(dataset.examples(Part.TRAINING));
    assertThat(vocabulary(dataset)).containsExactly("a", "good", "film", "bad");
    assertThat(training.ids(0)).containsExactly(2, 3, 4);
    assertThat(training.ids(1)).containsExactly(2, 5, 5, 4);
    assertThat(training.ids(2)).containsExactly(3);
    assertThat(classes(dataset)).containsExactly("bad", "good");
    assertThat(labels(dataset.examples(Part.TRAINING))).containsExactly(1, 0, 1);
    assertThat(dataset.pipeline().inputShape())
        .isEqualTo(new InputShape.Tokens(6, 5, Optional.empty()));
    assertThat(dataset.pipeline().outputShape()).isEqualTo(new OutputShape.Classes(2));
  }

  @Test
  void examplesKnowTheirTextTokensAndRecord() {
    EncodedTexts training = training(Texts.input(5, Keep.START, Optional.empty()), REVIEWS);

    assertThat(training.text(1)).isEqualTo("A bad, bad film");
    assertThat(training.tokens(1)).containsExactly("a", "bad", "bad", "film");
    assertThat(training.recordNumber(1)).isEqualTo(2);
  }

  @Test
  void thePositiveClassIsClassOne() {
    assertThat(classes(load(positive("bad"), REVIEWS))).containsExactly("good", "bad");
  }

  @Test
  void refusesAPositiveClassThatDoesNotOccur() {
    assertMessage(
        () -> load(positive("god"), REVIEWS),
        "data.target.class.positive: column 'sentiment' has no class 'god'\n"
            + "    did you mean 'good'?  classes: bad, good");
  }

  @Test
  void refusesAPositiveClassAmongThree() {
    assertMessage(
        () -> load(positive("a"), Texts.ofClasses(2, 2, 2)),
        "data.target.class.positive: has an effect only for two classes, and there are 3\n"
            + "    remove it; classes: a, b, c");
  }

  @Test
  void refusesASingleClass() {
    assertMessage(
        () -> load(Texts.spec(Texts.noSplit()), Texts.reviews("x", "good", "y", "good")),
        "data.target.class.column: the training part has only one class, 'good', in all its 2 rows\n"
            + "    there must be at least two; check column 'sentiment' of rows");
  }

  @Test
  void listsRowsWithoutAClass() {
    assertMessage(
        () -> load(Texts.spec(Texts.noSplit()), Texts.reviews("x", "a", "y", "", "z", " ")),
        "rows:2: column 'sentiment': no class\n"
            + "rows:3: column 'sentiment': no class\n"
            + "    write the class, or leave the row out");
  }

  @Test
  void namesColumnsThatAreNotThere() {
    Table table = Table.of(List.of("reviews", "label"), List.of(List.of("x", "a")));

    assertMessage(
        () -> load(Texts.spec(Texts.noSplit()), table),
        "data.input.text.column: rows has no column 'review'\n"
            + "    did you mean 'reviews'?  columns: reviews, label\n"
            + "data.target.class.column: rows has no column 'sentiment'\n"
            + "    columns: reviews, label");
  }

  @Test
  void namesTestRowsWhoseClassIsNotInTraining(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("test.csv"), "review,sentiment\nx,good\ny,neutral\n");
    SplitSpec split = new SplitSpec(Optional.empty(), Optional.of(Texts.file(file)), 1);

    assertMessage(
        () -> load(Texts.spec(split), REVIEWS),
        file
            + ":3: column 'sentiment': 'neutral' is not a class of the training part\n"
            + "    classes: bad, good");
  }

  @Test
  void namesTheClassThatATestRowMayMean(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("test.csv"), "review,sentiment\nx,good\ny,good \n");
    SplitSpec split = new SplitSpec(Optional.empty(), Optional.of(Texts.file(file)), 1);

    assertMessage(
        () -> load(Texts.spec(split), REVIEWS),
        file
            + ":3: column 'sentiment': 'good ' is not a class of the training part\n"
            + "    did you mean 'good'?  classes: bad, good");
  }

  @Test
  void namesColumnsThatATestFileLacks(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("test.csv"), "text,sentiment\nx,good\n");
    SplitSpec split = new SplitSpec(Optional.empty(), Optional.of(Texts.file(file)), 1);

    assertMessage(
        () -> load(Texts.spec(split), REVIEWS),
        file + ": has no column 'review'\n    columns: text, sentiment");
  }

  @Test
  void readsAPartInAnotherFormatThanTheTrainingRows(@TempDir Path folder) throws IOException {
    Path lines =
        Files.writeString(
            folder.resolve("test.jsonl"), "{\"sentiment\": \"good\", \"review\": \"a, b\"}\n");
    Path semicolons =
        Files.writeString(folder.resolve("test.csv"), "review;sentiment\na, b;good\n");

    for (Path file : List.of(lines, semicolons)) {
      SplitSpec split = new SplitSpec(Optional.empty(), Optional.of(Texts.file(file)), 1);
      Examples test = load(Texts.spec(split), REVIEWS).examples(Part.TEST);

      assertThat(test.input().texts().orElseThrow().text(0)).isEqualTo("a, b");
      assertThat(labels(test)).containsExactly(1); // bad, good
    }
  }

  @Test
  void theVocabularySeesTheTrainingPartOnly() {
    Table table =
        Table.of(
            List.of("review", "sentiment", "part"),
            List.of(
                List.of("seen", "a", "train"),
                List.of("known", "b", "train"),
                List.of("unseen seen", "a", "test")));
    SplitSpec split = new SplitSpec(Optional.empty(), Optional.of(Texts.marked("part", "test")), 1);

    Dataset dataset = load(Texts.spec(split), table);

    assertThat(vocabulary(dataset)).containsExactly("seen", "known");
    assertThat(texts(dataset.examples(Part.TEST)).ids(0)).containsExactly(Vocabulary.UNKNOWN, 2);
  }

  @Test
  void longTextsKeepTheirStartTheirEndOrHalfOfEach() {
    Table table = Texts.reviews("b c d e f g", "x", "b", "y"); // ids 2 to 7

    for (Map.Entry<Keep, int[]> expected :
        Map.of(
                Keep.START, new int[] {2, 3, 4, 5, 6},
                Keep.END, new int[] {3, 4, 5, 6, 7},
                Keep.BOTH, new int[] {2, 3, 4, 6, 7})
            .entrySet()) {
      EncodedTexts examples = training(Texts.input(5, expected.getKey(), Optional.empty()), table);

      assertThat(examples.ids(0)).isEqualTo(expected.getValue());
      assertThat(examples.cutTexts()).isEqualTo(1);
    }
  }

  @Test
  void refusesAColumnWithoutAnyToken() {
    assertThatThrownBy(
            () ->
                training(
                    Texts.input(5, Keep.START, Optional.empty()),
                    Texts.reviews("", "x", " ", "y", "?!", "x")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "data.input.text.column: no text of the training part has a token\n"
                + "    check column 'review' of rows, and data.input.text.tokenizer");
  }

  @Test
  void anEmptyTextIsOneUnknownTokenAndCounted() {
    EncodedTexts examples =
        training(
            Texts.input(5, Keep.START, Optional.empty()),
            Texts.reviews("", "x", "word", "y", "?!", "x"));

    assertThat(examples.ids(0)).containsExactly(Vocabulary.UNKNOWN);
    assertThat(examples.ids(2)).containsExactly(Vocabulary.UNKNOWN);
    assertThat(examples.emptyTexts()).isEqualTo(2);
    assertThat(examples.unknownTokens()).isZero();
    assertThat(examples.keptTokens()).isEqualTo(1);
  }

  @Test
  void thePaddingTheNetworkSeesIsBeforeTheTextUnlessSaid() {
    InputSpec.Text unmasked =
        new InputSpec.Text(
            "review",
            Texts.input(5, Keep.START, Optional.empty()).tokenizer(),
            Texts.input(5, Keep.START, Optional.empty()).vocabulary(),
            5,
            Keep.START,
            false,
            Optional.empty());

    assertThat(training(unmasked, REVIEWS).fitted().shape().seenPadding()).contains(Padding.PRE);
  }

  @Test
  void newRowsNeedNoClassToBePredicted() {
    Pipeline pipeline = load(Texts.spec(Texts.noSplit()), REVIEWS).pipeline();

    Examples examples =
        pipeline.unlabelled(Table.of(List.of("review"), List.of(List.of("good good movie"))));

    assertThat(texts(examples).ids(0)).containsExactly(3, 3, Vocabulary.UNKNOWN);
    assertThatThrownBy(() -> examples.labels(Labels.class))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void newRowsWithoutTheColumnsAreRefused() {
    Pipeline pipeline = load(Texts.spec(Texts.noSplit()), REVIEWS).pipeline();
    Table table = Table.of(List.of("title"), List.of(List.of("x")));

    assertMessage(
        () -> pipeline.labelled(table),
        "rows: has no column 'review'\n    columns: title\n"
            + "rows: has no column 'sentiment'\n    columns: title");
    assertMessage(
        () -> pipeline.unlabelled(table), "rows: has no column 'review'\n    columns: title");
  }

  @Test
  void aPipelineReadBackFromJsonBehavesTheSame() throws JsonProcessingException {
    DataSpec spec = positive("bad");
    Pipeline pipeline = load(spec, REVIEWS).pipeline();
    ObjectMapper json = new ObjectMapper();
    String written = json.writeValueAsString(pipeline.toJson());

    Pipeline read = Pipeline.fromJson(spec, json.readTree(written));

    assertThat(written)
        .isEqualTo(
            "{\"version\":2,\"input\":{\"version\":2,\"kind\":\"text\",\"normal_form\":\"nfc\","
                + "\"vocabulary\":[\"a\",\"good\",\"film\",\"bad\"]},"
                + "\"target\":{\"kind\":\"class\",\"normal_form\":\"nfc\",\"classes\":[\"good\",\"bad\"]}}");
    assertThat(read.toJson()).isEqualTo(pipeline.toJson());
    assertThat(read.input().shape()).isEqualTo(pipeline.inputShape());
    assertThat(read.target().shape()).isEqualTo(pipeline.outputShape());
    Table table = Texts.reviews("a new film", "bad", "good", "good");
    Examples before = pipeline.labelled(table);
    Examples after = read.labelled(table);
    assertThat(labels(after)).isEqualTo(labels(before)).containsExactly(1, 0);
    assertThat(texts(after).ids(0)).isEqualTo(texts(before).ids(0)).containsExactly(2, 1, 4);
  }

  @Test
  void composedAndDecomposedTextsAreTheSameTokensAndClasses() {
    Table composed =
        Texts.reviews("un caf\u00e9", "caf\u00e9", "un bar", "bar", "\u00e9 bar", "bar");
    Table decomposed =
        Texts.reviews("un cafe\u0301", "cafe\u0301", "un bar", "bar", "e\u0301 bar", "bar");
    DataSpec spec = positive("cafe\u0301");

    Dataset data = load(spec, composed);

    assertThat(classes(data)).containsExactly("bar", "caf\u00e9");
    assertThat(load(spec, decomposed).pipeline().toJson()).isEqualTo(data.pipeline().toJson());
    Examples one = data.pipeline().labelled(composed);
    Examples two = data.pipeline().labelled(decomposed);
    for (int i = 0; i < 3; i++) {
      assertThat(texts(two).ids(i)).isEqualTo(texts(one).ids(i));
      assertThat(texts(two).tokens(i)).isEqualTo(texts(one).tokens(i));
    }
    assertThat(labels(two)).containsExactly(1, 0, 0);
  }

  @Test
  void aPipelineOfVersionOneReadsTextsAndClassesAsTheyStand() throws JsonProcessingException {
    DataSpec spec = Texts.spec(Texts.noSplit());
    Pipeline read =
        Pipeline.fromJson(
            spec,
            new ObjectMapper()
                .readTree(
                    """
                    {"version":1,"kind":"text","classes":["cafe\u0301","caf\u00e9"],
                     "vocabulary":["cafe\u0301","caf\u00e9","re","view"]}
                    """));

    Examples examples =
        read.labelled(
            Texts.reviews("cafe\u0301 caf\u00e9", "caf\u00e9", "re\u00adview", "cafe\u0301"));

    assertThat(texts(examples).ids(0)).containsExactly(2, 3);
    assertThat(texts(examples).ids(1)).containsExactly(4, 5);
    assertThat(labels(examples)).containsExactly(1, 0);
    assertThat(Pipeline.fromJson(spec, read.toJson()).toJson()).isEqualTo(read.toJson());
    assertThat(read.toJson().findValue("normal_form")).isNull();
  }

  @Test
  void aClassOfSignsWithoutAMeaningIsNone() {
    assertMessage(
        () -> load(Texts.spec(Texts.noSplit()), Texts.reviews("x", "a", "y", "\uFEFF", "z", "b")),
        "rows:2: column 'sentiment': no class\n    write the class, or leave the row out");
  }

  @Test
  void refusesThePipelineOfANewerVersionAndADamagedOne() throws JsonProcessingException {
    DataSpec spec = Texts.spec(Texts.noSplit());
    ObjectMapper json = new ObjectMapper();

    assertThatThrownBy(
            () -> Pipeline.fromJson(spec, json.readTree("{\"version\":3,\"kind\":\"text\"}")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("the pipeline has version 3, this Sluice reads up to 2");
    for (String damaged :
        List.of(
            "{}",
            "[]",
            "{\"version\":1,\"kind\":\"series\"}",
            "{\"version\":2,\"input\":{\"version\":2,\"kind\":\"text\",\"vocabulary\":[]},"
                + "\"target\":{\"kind\":\"class\",\"classes\":[\"a\",\"b\"]}}",
            "{\"version\":1,\"kind\":\"text\",\"normal_form\":\"nfkc\",\"classes\":[\"a\",\"b\"],"
                + "\"vocabulary\":[]}",
            "{\"version\":1,\"kind\":\"text\",\"classes\":[\"a\",\"b\"]}",
            "{\"version\":1,\"kind\":\"text\",\"classes\":[\"a\"],\"vocabulary\":[]}",
            "{\"version\":1,\"kind\":\"text\",\"classes\":[\"a\",\"b\"],\"vocabulary\":[3]}",
            "{\"version\":1,\"kind\":\"text\",\"classes\":[\"a\",\"b\"],\"vocabulary\":[\"x\",\"x\"]}")) {
      assertThatThrownBy(() -> Pipeline.fromJson(spec, json.readTree(damaged)))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("the pipeline of the model is damaged: ");
    }
  }

  @Test
  void theSummaryTellsRowsClassesLengthsAndWhatTheNetworkDoesNotSee() {
    Table table =
        Table.of(
            List.of("review", "sentiment", "part"),
            List.of(
                List.of("b c d e f g", "x", "train"),
                List.of("b c", "y", "train"),
                List.of("b z", "y", "test"),
                List.of("", "x", "test")));
    SplitSpec split = new SplitSpec(Optional.empty(), Optional.of(Texts.marked("part", "test")), 1);

    Dataset dataset = load(Texts.spec(split), table);

    assertThat(dataset.summary())
        .hasToString(
            "{rows={training=2, test=2},"
                + " vocabulary=8,"
                + " lengths={training={shortest=2, median=2, p90=6, longest=6},"
                + " test={shortest=0, median=0, p90=2, longest=2}},"
                + " cut={training=0.5, test=0.0},"
                + " unknown={training=0.0, test=0.5},"
                + " empty={training=0, test=1},"
                + " classes={training={x=1, y=1}, test={x=1, y=1}}}");
  }

  @Test
  void aPartThatTheSplitDoesNotNameHasNoExamples() {
    assertThat(load(Texts.spec(Texts.noSplit()), REVIEWS).examples(Part.VALIDATION).size())
        .isZero();
  }
}
