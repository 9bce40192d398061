package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TargetSpec;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What init writes for each task is checked and trained as it is; what it cannot know it asks. */
class InitTasksTest {
  private static final Path NPZ = Path.of("src/test/resources/npz").toAbsolutePath();

  @TempDir private Path folder;

  private Path write(String name, int rows, IntFunction<String> row) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, IntStream.range(0, rows).mapToObj(row).toList());
  }

  private CommandLineRun init(Path data, String... more) {
    List<String> args = new ArrayList<>(List.of("init", data.toString(), "--force"));
    args.addAll(List.of("--output", folder.resolve("out.yaml").toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private String asked(Path data, String... more) {
    CommandLineRun run = init(data, more);
    assertThat(run.exit()).as(run.out()).isEqualTo(2);
    assertThat(folder.resolve("out.yaml")).doesNotExist();
    return run.err().replace(folder + File.separator, "");
  }

  /** The config of a file, which has been trained for an epoch. */
  private DataSpec trained(Path data, String... more) throws IOException {
    CommandLineRun init = init(data, more);
    assertThat(init.exit()).as(init.err()).isZero();
    Path config = folder.resolve("out.yaml");
    CommandLineRun check = CommandLineRun.of("check", config.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            config.toString(),
            "--set",
            "training.epochs=1",
            "--run",
            Files.createTempDirectory(folder, "run").toString());
    assertThat(train.exit()).as(Files.readString(config) + train.err()).isZero();
    return ConfigReader.read(config, List.of()).config().data();
  }

  private String config() throws IOException {
    return Files.readString(folder.resolve("out.yaml"));
  }

  @Test
  void conlluIsTaggedWithPartsOfSpeech() throws IOException {
    Path data =
        write(
            "words.conllu",
            60,
            i ->
                i % 4 == 3
                    ? ""
                    : "%s\tword%s\t_\t%s\tX\t_\t_\t_\t_\t_"
                        .formatted(i % 4 + 1, i % 7, i % 2 == 0 ? "NOUN" : "VERB"));

    DataSpec config = trained(data);

    assertThat(((InputSpec.Tokens) config.input()).column()).isEqualTo("form");
    assertThat(((TargetSpec.Tags) config.target()).column()).isEqualTo("upos");
    assertThat(((TargetSpec.Tags) config.target()).crf()).isEmpty();
    Files.delete(folder.resolve("out.yaml"));
    assertThat(asked(data, "--target", "feats"))
        .startsWith("words.conllu: column 'feats' has no tags: constant ('_' in all rows)\n")
        .contains("sluice init words.conllu --target upos\n");
    assertThat(asked(data, "--task", "class")).contains("is for target 'tags', not for 'class'");
  }

  private static String name(int i, String between) {
    return i % 5 == 4
        ? ""
        : String.join(
            between, "w" + i % 6, "x" + i % 2, i % 5 == 1 ? "B-name" : i % 5 == 2 ? "I-name" : "O");
  }

  @Test
  void spansAreTaggedWhereAllTagsAreOfIob2() throws IOException {
    DataSpec config = trained(write("names.bio", 60, i -> name(i, " ")));

    assertThat(((SourceSpec.Conll) config.source()).columns())
        .containsExactly("word", "column2", "tag");
    assertThat(((TargetSpec.Tags) config.target()).scheme()).isEqualTo(TargetSpec.Tags.Scheme.IOB2);
    assertThat(((TargetSpec.Tags) config.target()).crf()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"names.conll", "names.txt"})
  void commentsBeforeSentencesAreNoTokens(String name) throws IOException {
    DataSpec config =
        trained(
            write(
                name,
                60,
                i ->
                    i % 5 == 0
                        ? (i == 0 ? "" : "\n") + "# id " + i + " domain=en source=web"
                        : "w" + i % 6 + " " + (i % 5 == 1 ? "B-name" : "O")));

    assertThat(((SourceSpec.Conll) config.source()).columns()).containsExactly("word", "tag");
  }

  @Test
  void saysHowToWriteTokenIdsThatFillAColumnEach() throws IOException {
    String names =
        IntStream.range(0, 30).mapToObj(i -> "x" + i + ",").collect(Collectors.joining());
    IntFunction<IntStream> ids =
        row -> IntStream.range(0, 30).map(i -> row * (i + 7) * 31 % 2999 + 1);
    Path columns =
        write(
            "columns.csv",
            81,
            row ->
                row == 0
                    ? names + "label"
                    : ids.apply(row).mapToObj(id -> id + ",").collect(Collectors.joining())
                        + row % 2);
    Path lists =
        write(
            "lists.csv",
            81,
            row ->
                row == 0
                    ? "ids,label"
                    : ids.apply(row).mapToObj(Integer::toString).collect(Collectors.joining(" "))
                        + ","
                        + row % 2);

    assertThat(init(columns).out() + init(columns).err())
        .contains("note: all steps are whole numbers: if they are token ids, write those of a row");
    CommandLineRun followed = init(lists);

    assertThat(followed.exit()).as(followed.err()).isZero();
    assertThat(config()).contains("    ids:\n      column: ids\n");
    assertThat(followed.out() + followed.err()).doesNotContain("note:");
  }

  @Test
  void aTextOfAFewLettersIsToldHowMuchItLacks() throws IOException {
    assertThat(asked(write("letters.txt", 1, i -> "hi")))
        .isEqualTo(
            """
            letters.txt: the only document has 3 tokens, and this share is less than one of them
                use a larger share, or a longer text
                no config was written
            1 problem
            """);
  }

  @Test
  void aFileOfAnotherNameIsConllIfAllItsLinesHaveAsManyFields() throws IOException {
    DataSpec config =
        trained(
            write("train.txt", 60, i -> name(i, "\t").replace("w1", "two words")),
            "--columns",
            "form,other,tag",
            "--target",
            "other",
            "--task",
            "tags");

    SourceSpec.Conll source = (SourceSpec.Conll) config.source();
    assertThat(source.columns()).containsExactly("form", "other", "tag");
    assertThat(source.delimiter()).isEqualTo(SourceSpec.Conll.Delimiter.TAB);
  }

  @Test
  void listsOfIdsAreClassifiedAsKerasHasThem() throws IOException {
    DataSpec config = trained(NPZ.resolve("keras.npz"));

    assertThat(((InputSpec.Ids) config.input()).column()).isEqualTo("x");
    assertThat(((TargetSpec.ClassTarget) config.target()).column()).isEqualTo("y");
    assertThat(config.split().test().orElseThrow().value()).contains("test");
  }

  @Test
  void arraysOfStepsAndChannelsAreSequences() throws IOException {
    DataSpec config = trained(NPZ.resolve("signals.npz"));

    InputSpec.Sequence input = (InputSpec.Sequence) config.input();
    assertThat(input.wide().orElseThrow().channels().orElseThrow().get("x1"))
        .hasSize(12)
        .startsWith("x_0_1", "x_1_1");
  }

  @Test
  void arraysOfTextsAreTestedOnTheTestPartOfTheData() throws IOException {
    Path data = folder.resolve("films.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(data))) {
      for (String part : List.of("train", "test")) {
        addArray(zip, "x_" + part, i -> "film %s of the year was %s".formatted(i, kind(i)));
        addArray(zip, "y_" + part, InitTasksTest::kind);
      }
    }

    DataSpec config = trained(data);

    assertThat(((InputSpec.Text) config.input()).column()).isEqualTo("x");
    assertThat(((TargetSpec.ClassTarget) config.target()).column()).isEqualTo("y");
    assertThat(config.split().test().orElseThrow().value()).contains("test");
  }

  private static String kind(int i) {
    return i % 2 == 0 ? "good" : "bad";
  }

  /** 40 values, as NumPy writes bytes. */
  private static void addArray(ZipOutputStream zip, String name, IntFunction<String> value)
      throws IOException {
    String header = "{'descr': '|S40', 'fortran_order': False, 'shape': (40,), }\n";
    String values =
        IntStream.range(0, 40)
            .mapToObj(value)
            .map(text -> text + "\0".repeat(40 - text.length()))
            .collect(Collectors.joining());
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(
        ("\u0093NUMPY\u0001\0" + (char) header.length() + "\0" + header + values)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void arraysThatWereSavedWithoutNamesAreInputAndTarget() throws IOException {
    Path data = folder.resolve("unnamed.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(data))) {
      addArray(zip, "arr_0", i -> "film %s of the year was %s".formatted(i, kind(i)));
      addArray(zip, "arr_1", InitTasksTest::kind);
    }

    assertThat(init(data).exit()).isZero();

    assertThat(config())
        .contains("arrays: {x: arr_0, \"y\": arr_1}", "      column: x ", "column: \"y\"");
    Path out = folder.resolve("out.yaml");
    Files.writeString(out, config().replace(": arr_1", ": arr_11"));
    assertThat(CommandLineRun.of("check", out.toString()).err())
        .contains("data.source.npz.arrays.y: ", "unnamed.npz has no array 'arr_11'")
        .contains("did you mean 'arr_1'?  arrays: arr_0, arr_1");
  }

  @Test
  void arraysThatDoNotSayWhatIsLearnedFromWhatAreAskedFor() throws IOException {
    assertThat(asked(NPZ.resolve("types.npz")))
        .contains(
            "types.npz: the names of its arrays do not show which are inputs and which are targets: truth, i1, ")
        .contains("save them as x and y, or as x_train, y_train, x_test and y_test");
    assertThat(asked(write("no.npz", 12, i -> "no array")))
        .contains("no.npz: is not an .npz file, or is damaged");
  }

  @Test
  void aFolderOfTextsIsClassifiedByItsFolders() throws IOException {
    for (int i = 0; i < 40; i++) {
      String kind = i % 2 == 0 ? "good" : i % 5 == 0 ? "unknown" : "bad";
      String at = "films/%s/%s/%s.txt".formatted(i % 3 == 0 ? "test" : "train", kind, i);
      if (!kind.equals("unknown") || at.contains("train")) {
        write(at, 1, line -> "a film that is " + kind + " indeed");
      }
    }

    DataSpec config = trained(folder.resolve("films"));

    assertThat(((SourceSpec.Folder) config.source()).classes()).contains(List.of("bad", "good"));
    assertThat(((TargetSpec.ClassTarget) config.target()).column()).isEqualTo("class");
    assertThat(config.split().test().orElseThrow().value()).contains("test");
    assertThat(init(folder.resolve("films")).out())
        .contains("note: left out because not all parts have them: unknown\n");
  }

  @Test
  void plainTextIsReadOnByCharacters() throws IOException {
    Path book =
        write("book.txt", 60, i -> i % 6 == 5 ? "" : "It was a night, dark and stormy, no " + i);

    DataSpec config = trained(book);

    assertThat(((SourceSpec.Lines) config.source()).documents())
        .isEqualTo(SourceSpec.Lines.Documents.FILE);
    assertThat(config.target()).isInstanceOf(TargetSpec.Next.class);
    DataSpec names = trained(write("names.txt", 60, i -> "Anna" + (char) ('a' + i % 26)));
    assertThat(((SourceSpec.Lines) names.source()).documents())
        .isEqualTo(SourceSpec.Lines.Documents.LINE);
    Files.delete(folder.resolve("out.yaml"));
    assertThat(asked(book, "--target", "label")).contains("is plain text without columns");
  }

  @Test
  void aTableIsNoPlainTextWhateverItsName() throws IOException {
    Path data =
        write(
            "texts.txt",
            60,
            i -> i == 0 ? "label\ttext" : "c%s\tthe film no %s was so".formatted(i % 2, i));

    assertThat(trained(data).target()).isInstanceOf(TargetSpec.ClassTarget.class);
  }

  @Test
  void aTextIsWrittenForATextIfTheUserNamesIt() throws IOException {
    Path data =
        write(
            "pairs.tsv",
            60,
            i ->
                i == 0
                    ? "english\tgerman"
                    : "the %s house no %s\tdas Haus Nummer %s ist so".formatted("big", i, i));

    assertThat(asked(data))
        .contains("to write 'german' for 'english': ")
        .contains("sluice init pairs.tsv --text english --target german\n")
        .contains("sluice init pairs.tsv --text german --target english\n");
    DataSpec config = trained(data, "--target", "german");
    assertThat(((InputSpec.Text) config.input()).column()).isEqualTo("english");
    assertThat(((TargetSpec.Text) config.target()).column()).isEqualTo("german");
  }

  @Test
  void shortTextsAreWrittenIfTheUserSaysSo() throws IOException {
    Path data =
        write(
            "dates.csv",
            60,
            i ->
                i == 0
                    ? "written,iso"
                    : "May %s 19%s,19%s-05-%s".formatted(i % 28 + 1, i + 20, i + 20, i % 28 + 1));

    DataSpec config = trained(data, "--task", "text", "--target", "iso");

    assertThat(((TargetSpec.Text) config.target()).column()).isEqualTo("iso");
    assertThat(config()).contains("tokenizer: {characters: {}}").contains("attention: {additive");
    Files.delete(folder.resolve("out.yaml"));
    assertThat(asked(data, "--task", "text"))
        .startsWith("dates.csv: which column is the text to write?\n");
  }

  @Test
  void wordsAndTagsInRowsOfAsManyAreTagged() throws IOException {
    DataSpec config = trained(Path.of("data/gallery/tags.csv").toAbsolutePath());

    assertThat(((InputSpec.Tokens) config.input()).column()).isEqualTo("words");
    assertThat(((TargetSpec.Tags) config.target()).column()).isEqualTo("tags");
  }

  private static String wave(int i, int steps) {
    StringBuilder row = new StringBuilder();
    for (int t = 0; t < steps; t++) {
      row.append(',').append(Math.sin(i % 2 == 0 ? t : -t) + i / 100.0);
    }
    return row.toString();
  }

  private static String header(String first, int steps) {
    StringBuilder row = new StringBuilder(first);
    IntStream.range(0, steps).forEach(t -> row.append(",t").append(t));
    return row.toString();
  }

  @Test
  void rowsOfManyNumberedColumnsAreSequences() throws IOException {
    Path data =
        write("waves.csv", 41, i -> i == 0 ? header("label", 24) : "c" + i % 2 + wave(i, 24));

    DataSpec config = trained(data);

    InputSpec.Sequence input = (InputSpec.Sequence) config.input();
    assertThat(input.wide().orElseThrow().columns().orElseThrow()).containsExactly("t0..t23");
    assertThat(((TargetSpec.ClassTarget) config.target()).column()).isEqualTo("label");
    assertThat(config()).contains("wide: {columns: [t0..t23]}");
  }

  @Test
  void fewStepsAreASequenceIfTheUserSaysSo() throws IOException {
    Path data = write("waves.csv", 41, i -> i == 0 ? header("label", 6) : i * 0.7 + wave(i, 6));

    DataSpec config = trained(data, "--task", "number", "--target", "label");

    assertThat(config.target()).isInstanceOf(TargetSpec.NumberTarget.class);
    assertThat(config.input()).isInstanceOf(InputSpec.Sequence.class);
  }

  @Test
  void rowsOfStepsThatAreCountedAnewAreSequences() throws IOException {
    Path data =
        write(
            "steps.csv",
            161,
            i ->
                i == 0
                    ? "the id,step,x,y,kind"
                    : "s%s,%s,%s,%s,%s"
                        .formatted(
                            (i - 1) / 4,
                            (i - 1) % 4,
                            Math.sin(i),
                            Math.cos(i),
                            (i - 1) / 4 % 2 == 0 ? "up" : "down"));

    DataSpec config = trained(data);

    InputSpec.LongSequence input = ((InputSpec.Sequence) config.input()).long_().orElseThrow();
    assertThat(input.by()).isEqualTo("the id");
    assertThat(input.order()).contains("step");
    assertThat(input.columns()).containsExactly("x", "y");
    assertThat(((TargetSpec.ClassTarget) config.target()).column()).isEqualTo("kind");
    assertThat(init(data, "--by", "the id", "--target", "kind", "--order", "step").exit()).isZero();
  }

  /** Twelve sequences of four steps; the steps are numbered 0, 5, 10 and 15. */
  private Path steps(String name, IntFunction<String> line) throws IOException {
    return write(name, 49, i -> i == 0 ? "id,at,x,kind" : line.apply(i - 1));
  }

  private static String step(int i) {
    return "%s,%s,%s,%s".formatted(i / 4, i % 4 * 5, Math.sin(i), i / 4 % 2 == 0 ? "up" : "down");
  }

  @Test
  void shuffledStepsAreSequencesThatAreSorted() throws IOException {
    Path data = steps("shuffled.csv", i -> step(i * 29 % 48));

    DataSpec config = trained(data);

    InputSpec.LongSequence input = ((InputSpec.Sequence) config.input()).long_().orElseThrow();
    assertThat(input.by()).isEqualTo("id");
    assertThat(input.order()).contains("at");
    assertThat(input.columns()).containsExactly("x");
  }

  @Test
  void sequencesWithoutStepNumbersOrWithAMistakeAreNamedAmongTheAnswers() throws IOException {
    Path unnumbered =
        steps("unnumbered.csv", i -> step(i).replaceFirst(",\\d+,", "," + i * i % 11 + ","));
    Path mistaken = steps("mistaken.csv", i -> i == 6 ? step(i).replace("down", "up") : step(i));
    String toClassify =
        "to classify sequences, each the rows of one 'id', by 'kind': sluice init %s --by id%s"
            + " --target kind";

    assertThat(asked(unnumbered))
        .contains("which of 3 columns of numbers", toClassify.formatted("unnumbered.csv", ""));
    assertThat(asked(mistaken)).doesNotContain("to classify sequences");
    assertThat(init(unnumbered, "--by", "id", "--target", "kind").exit()).isZero();
  }

  @Test
  void oneMistakeInTheClassOfManySequencesDoesNotHideThem() throws IOException {
    Path data =
        write(
            "mistake.csv",
            121,
            i -> i == 0 ? "id,at,x,kind" : i == 7 ? step(6).replace("down", "up") : step(i - 1));

    assertThat(asked(data))
        .contains(
            "to classify sequences, each the rows of one 'id', by 'kind': sluice init mistake.csv"
                + " --by id --order at --target kind");
    assertThat(init(data, "--by", "id", "--order", "at", "--target", "kind").err())
        .contains("mistake.csv:8: column 'kind': 'up' here, but 'down' in line 6");
  }

  /**
   * Twenty sequences of six seconds.
   *
   * @param apart minutes between their starts
   */
  private Path timed(String name, int distance, int apart) throws IOException {
    return write(
        name,
        121,
        i -> {
          int row = (i - 1) * distance % 120;
          return i == 0
              ? "who,at,x,kind"
              : "p%s,%s,%s,%s"
                  .formatted(
                      row / 6,
                      LocalDateTime.of(2024, 5, 1, 10, row / 6 * apart, row % 6),
                      Math.sin(row),
                      row / 6 % 2 == 0 ? "up" : "down");
        });
  }

  @Test
  void aForecastOfSequencesWithAClassNamesTheCommandThatClassifiesThem() throws IOException {
    Path data = timed("timed.csv", 1, 0);

    CommandLineRun forecast = init(data);

    assertThat(forecast.exit()).as(forecast.err()).isZero();
    assertThat(forecast.out().replace(folder + File.separator, ""))
        .contains(
            "note: to classify sequences, each the rows of one 'who', by 'kind': sluice init"
                + " timed.csv --by who --target kind\n");
    assertThat(init(data, "--by", "who", "--target", "kind").exit()).isZero();
    assertThat(config()).contains("        by: who ", "        columns: [x]\n");
  }

  @Test
  void sequencesWhoseRowsAreNotInTheOrderOfTheirTimesAreSortedByThem() throws IOException {
    Path data = timed("mixed.csv", 7, 1);

    assertThat(init(data, "--by", "who", "--target", "kind").exit()).isZero();
    assertThat(config()).contains("        by: who ", "        order: at ", "columns: [x]\n");
    assertThat(init(data, "--by", "who", "--target", "kind", "--order", "at").exit()).isZero();
    assertThat(config()).contains("        order: at ");
  }

  @Test
  void stepsWithTheSameTimeAreRefused() throws IOException {
    Path data = timed("mixed.csv", 7, 1);
    Files.writeString(data, Files.readString(data).replace(":01,", ":02,"));

    assertThat(asked(data, "--by", "who", "--target", "kind"))
        .startsWith(
            """
            mixed.csv: rows of one 'who' have the same 'at', which cannot sort them
                sort the file; or write the number of each step into a column and name it:
                sluice init mixed.csv --target kind --by who --order COLUMN
            """);
  }

  @Test
  void aQuestionAboutSequencesNamesThem() throws IOException {
    assertThat(asked(timed("apart.csv", 1, 1)))
        .contains(
            "or, to classify sequences, each the rows of one 'who', by 'kind': sluice init"
                + " apart.csv --by who --target kind\n");
  }

  @Test
  void aStepWithoutAValueIsNamed() throws IOException {
    Path data = steps("gap.csv", i -> i == 9 ? "2,5,,up" : step(i));

    assertThat(asked(data))
        .startsWith("gap.csv:11: column 'x' has no value in 1 of 48 rows, first in row 10");
  }

  private static final List<String> SENTENCE =
      List.of("Ann B-PER", "saw O", "Bo I-PER", "Rome B-LOC");

  private static String word(int i) {
    String[] word = SENTENCE.get((i + i / 4 % 2) % 4).split(" ");
    return "%s,%s%s,%s".formatted(i / 4, word[0], i / 4 % 3, word[1]);
  }

  @Test
  void wordsInRowsOfTheirOwnAreTaggedSentenceBySentence() throws IOException {
    Path data = write("words.csv", 161, i -> i == 0 ? "the sentence,word,tag" : word(i - 1));

    DataSpec config = trained(data, "--fast");

    InputSpec.Tokens input = (InputSpec.Tokens) config.input();
    assertThat(input.column()).isEqualTo("word");
    assertThat(input.by()).contains("the sentence");
    assertThat(((TargetSpec.Tags) config.target()).column()).isEqualTo("tag");
  }

  @Test
  void aSentenceThatIsNamedInItsFirstRowOnlyIsAskedFor() throws IOException {
    Path data =
        write(
            "kaggle.csv",
            161,
            i ->
                i == 0
                    ? "Sentence #,Word,Tag"
                    : word(i - 1)
                        .replaceFirst("^\\d+", i % 4 == 1 ? "Sentence: " + (i / 4 + 1) : ""));
    Path none =
        write("none.csv", 161, i -> i == 0 ? "word,tag" : word(i - 1).replaceFirst("\\d+,", ""));

    assertThat(asked(data))
        .startsWith(
            """
            kaggle.csv: column 'Sentence #' has a value only in the first row of each sentence
                write it in each row, such as with pandas:
                    table['Sentence #'] = table['Sentence #'].ffill()
            """);
    assertThat(asked(none))
        .startsWith("none.csv: no column says which rows of 'word' are one sentence");
  }

  @Test
  void wordsWithPartsOfSpeechAreTaggedIfTheUserSaysSo() throws IOException {
    Path data =
        write(
            "pos.csv",
            161,
            i ->
                i == 0
                    ? "line,word,pos"
                    : word(i - 1).replaceAll("[BI]-\\w+", "NOUN").replace(",O", ",VERB"));

    assertThat(asked(data))
        .contains(
            "to tag each 'word' with a 'pos': sluice init pos.csv --task tags --text word --target pos");
    assertThat(init(data, "--task", "tags", "--text", "word", "--target", "pos").exit()).isZero();
    assertThat(config()).contains("      by: line\n", "  target: {tags: {column: pos}}");
  }

  @Test
  void datesForTextsAreNamedAmongTheAnswers() throws IOException {
    Path data =
        write(
            "dates.csv",
            41,
            i ->
                i == 0
                    ? "said,iso"
                    : "on the %s of May %s,%s"
                        .formatted(i % 28 + 1, 1980 + i, LocalDate.of(1980 + i, 5, i % 28 + 1)));

    assertThat(asked(data))
        .contains("to write 'iso' for 'said': sluice init dates.csv --text said --target iso\n");
    assertThat(init(data, "--text", "said", "--target", "iso").exit()).isZero();
  }

  @Test
  void tooFewRowsAndASingleClassAreCalledSo() throws IOException {
    Path few =
        write("few.csv", 4, i -> i == 0 ? "text,label" : "a text of words %s,c%s".formatted(i, i));
    Path one =
        write("one.csv", 41, i -> i == 0 ? "text,label" : "a text of words %s,good".formatted(i));

    assertThat(asked(few))
        .isEqualTo(
            """
            few.csv: has too few rows to train, validate and test: 3
                there must be at least 5
            1 problem
            """);
    assertThat(asked(one))
        .contains(
            "    'label' is 'good' in all rows: a class needs at least two different values\n");
  }

  @Test
  void theOnlyClassOfNumberedColumnsIsNamedAsSuch() throws IOException {
    String steps = IntStream.range(0, 24).mapToObj(t -> "t" + t).collect(Collectors.joining(","));
    Path data =
        write(
            "waves.csv",
            31,
            i ->
                i == 0
                    ? "kind," + steps
                    : "up,"
                        + IntStream.range(0, 24)
                            .mapToObj(t -> "" + Math.sin(i + t))
                            .collect(Collectors.joining(",")));

    assertThat(asked(data))
        .startsWith(
            """
            waves.csv: 24 columns are numbered, 't0' to 't23': each row seems to be a separate series
                if 'kind' is the class of each row: sluice init waves.csv --target kind
            """);
    assertThat(asked(data, "--target", "kind"))
        .startsWith("waves.csv: column 'kind' cannot be the class: constant ('up' in all rows)");
  }

  @Test
  void listsOfNumbersAreNoTexts() throws IOException {
    Path data =
        write(
            "lists.jsonl",
            40,
            i ->
                "{\"x\": [%s, -1, 0.5%s], \"kind\": \"%s\"}"
                    .formatted(Math.sin(i), ", 2".repeat(i % 4), kind(i)));

    assertThat(asked(data))
        .isEqualTo(
            """
            lists.jsonl: column 'x' holds lists of numbers, and no input reads those
                if all lists have the same length, write a column for each number: x0, x1, ...;
                otherwise write a row for each number, and the number of the list in another column, such as with pandas:
                    table.rename_axis('id').explode('x')
                columns: x unreadable, kind class
            1 problem
            """);
  }

  @Test
  void labelsOfFastTextAreNoTextToContinue() throws IOException {
    Path data = write("fast.txt", 40, i -> "__label__%s so it was %s".formatted(kind(i), i));

    assertThat(asked(data))
        .contains(
            "fast.txt: its lines begin with __label__, as for fastText",
            "awk '{l = substr($1, 10); sub(/^[^ ]+ */, \"\"); print l \"\\t\" $0}' fast.txt > labels.tsv\n",
            "    then: sluice init labels.tsv --columns label,text\n");
    assertThat(init(data, "--task", "next").exit()).isZero();
  }

  @Test
  void cellsOfSeveralNamesAreLabels() throws IOException {
    Path data =
        write(
            "tickets.csv",
            61,
            i ->
                i == 0
                    ? "text,tags"
                    : "the program no %s stops,%s"
                        .formatted(i, List.of("a b;c", "c", "d; a b", "").get(i % 4)));

    DataSpec config = trained(data);

    TargetSpec.LabelTarget target = (TargetSpec.LabelTarget) config.target();
    assertThat(target.column()).contains("tags");
    assertThat(target.separator()).contains(";");
    assertThat(config()).contains("# rows: ", "c 30").contains("a b 30");
    assertThat(((InputSpec.Text) config.input()).column()).isEqualTo("text");
  }

  @Test
  void aNumberIsToldFromTextsIfTheUserNamesIt() throws IOException {
    Path data =
        write(
            "prices.csv",
            61,
            i ->
                i == 0 ? "text,price" : "house %s with rooms and so on,%s".formatted(i, 100.5 + i));

    DataSpec config = trained(data, "--target", "price");

    assertThat(((TargetSpec.NumberTarget) config.target()).columns()).containsExactly("price");
    assertThat(config.input()).isInstanceOf(InputSpec.Text.class);
  }

  @Test
  void numbersBesideTextsAreReadAsTheyAreWritten() throws IOException {
    Path data =
        write(
            "prices.csv",
            61,
            i ->
                i == 0
                    ? "text;price;weight"
                    : "house %s with rooms and so on;%s,50;%s".formatted(i, 100 + i, 3 * i));

    assertThat(asked(data)).contains("to predict 'price': sluice init prices.csv --target price\n");
    DataSpec config = trained(data, "--target", "price", "--target", "weight");

    assertThat(((TargetSpec.NumberTarget) config.target()).columns())
        .containsExactly("price", "weight");
    assertThat(config.columns().get("price").number().orElseThrow().decimal()).isEqualTo(",");
    assertThat(config.columns()).doesNotContainKey("weight");
  }

  @Test
  void stepsOfSequencesAreReadAsTheyAreWritten() throws IOException {
    Path data =
        write(
            "waves.csv",
            61,
            i ->
                IntStream.range(0, 20)
                        .mapToObj(
                            t ->
                                i == 0
                                    ? "t" + t
                                    : String.format(Locale.GERMANY, "%.2f", i * t % 7.3))
                        .collect(Collectors.joining(";"))
                    + (i == 0 ? ";label" : i % 2 == 0 ? ";up" : ";down"));

    CommandLineRun init = init(data);

    assertThat(init.exit()).as(init.err()).isZero();
    assertThat(config())
        .contains("    t0: {number: {decimal: \",\"}}\n", "    t19: {number: {decimal: \",\"}}\n");
  }

  @Test
  void columnsOfZeroAndOneAreLabelsIfTheUserNamesThem() throws IOException {
    Path data =
        write(
            "comments.csv",
            61,
            i ->
                i == 0
                    ? "text,toxic,insult"
                    : "some words of row %s,%s,%s"
                        .formatted(i, i % 2, i / 3 % 2 == 0 ? "no" : "Yes"));

    assertThat(asked(data))
        .contains(
            "    for any number of labels in each row:"
                + " sluice init comments.csv --target toxic --target insult\n");
    DataSpec config = trained(data, "--target", "toxic", "--target", "insult");

    assertThat(((TargetSpec.LabelTarget) config.target()).allColumns())
        .containsExactly("toxic", "insult");
    Files.delete(folder.resolve("out.yaml"));
    assertThat(asked(data, "--task", "labels", "--target", "text", "--target", "toxic"))
        .startsWith("comments.csv: column 'text' does not say 1 or 0 in each row: text (");
  }

  @Test
  void aColumnOfTextsIsReadOnIfTheUserSaysSo() throws IOException {
    Path data =
        write("poems.csv", 61, i -> i == 0 ? "text" : "a line of the poem with number " + i);

    assertThat(asked(data))
        .contains("to learn what comes next in 'text': sluice init poems.csv --task next\n");
    assertThat(asked(data, "--task", "next", "--target", "text")).contains("leave out --target");
    DataSpec config = trained(data, "--task", "next");

    assertThat(config.target()).isInstanceOf(TargetSpec.Next.class);
    assertThat(((InputSpec.Text) config.input()).column()).isEqualTo("text");
  }

  @Test
  void datesAreWrittenForDatesIfTheUserNamesThem() throws IOException {
    Path data =
        write(
            "dates.tsv",
            61,
            i ->
                i == 0
                    ? "from\tto"
                    : LocalDate.of(2024, 1, 1)
                            .plusDays(i)
                            .format(DateTimeFormatter.ofPattern("dd.MM.uuuu"))
                        + "\t"
                        + LocalDate.of(2024, 1, 1).plusDays(i));

    assertThat(asked(data))
        .contains("to write 'to' for 'from': sluice init dates.tsv --text from --target to\n");
    CommandLineRun init = init(data, "--text", "from", "--target", "to");

    assertThat(init.exit()).as(init.err()).isZero();
    assertThat(config()).contains("text:\n      column: to ");
  }

  @Test
  void aRowWithAnotherNumberOfTagsThanWordsIsNamed() throws IOException {
    Path data =
        write(
            "tags.csv",
            61,
            i ->
                i == 0
                    ? "words,tags"
                    : "w%s x y%s,A B %s%s"
                        .formatted(i, i, i % 3 == 0 ? "A" : "C", i == 7 ? " A" : ""));

    assertThat(asked(data))
        .isEqualTo(
            """
            tags.csv:8: 'words' has 3 words and 'tags' has 4; in all other rows as many
                for a tag for each word, correct them
                to write 'tags' for 'words': sluice init tags.csv --task text --text words --target tags
            1 problem
            """);
    CommandLineRun init = init(data, "--task", "text", "--text", "words", "--target", "tags");
    assertThat(init.exit()).as(init.err()).isZero();
  }

  @Test
  void shortTextsOfFewWordsAreAskedFor() throws IOException {
    Path data =
        write(
            "moods.csv", 61, i -> i == 0 ? "said,mood" : i % 2 == 0 ? "yes please,up" : "no,down");

    assertThat(asked(data))
        .contains("if 'said' has the texts: sluice init moods.csv --text said --target mood\n");
  }

  @Test
  void refusesATaskThatThereIsNot() throws IOException {
    Path data = write("a.csv", 3, i -> "a,b");

    assertThat(asked(data, "--task", "translate"))
        .contains("--task takes one of class, labels, number, tags, next, text, forecast");
    assertThat(asked(data, "--order", "a")).contains("give their column with --by");
  }

  @Test
  void proposesColumnsBesideTextsAndReadsEmoji() throws IOException {
    Path data =
        write(
            "tickets.csv",
            120,
            i ->
                i == 0
                    ? "text,price,shop,kind,code"
                    : "please help number %s with it \uD83D\uDE00,%s,%s,%s,%s"
                        .formatted(
                            i,
                            String.format(Locale.ROOT, "%.2f", 10 + i * 7 % 50 / 3.0),
                            List.of("north", "south").get(i / 3 % 2),
                            i % 2 == 0 ? "urgent" : "idle",
                            i % 2 == 0 ? "u" : "i"));
    String line = "# features: {numbers: [price], categories: [shop]}";
    Path config = folder.resolve("out.yaml");

    CommandLineRun init = init(data, "--target", "kind");
    String written = Files.readString(config);
    Files.writeString(config, written.replace(line, line.substring(2)));
    CommandLineRun check = CommandLineRun.of("check", config.toString());

    assertThat(init.exit()).as(init.err()).isZero();
    assertThat(written)
        .contains(line)
        .contains("emoji: true")
        .contains("not 'code': it gives 'kind' away");
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("price");
  }
}
