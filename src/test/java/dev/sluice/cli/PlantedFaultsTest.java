package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.spec.Check;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data without a fault raise no warning; one planted fault raises its warning and no other. */
class PlantedFaultsTest {
  private static final int TEXTS = 400;
  private static final int DAYS = 400;

  @TempDir private Path folder;
  private final List<String> texts = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();
  private final double[] load = new double[DAYS];
  private final double[] wind = new double[DAYS];
  private final double[] sun = new double[DAYS];

  /** Words of which no one tells the class, and loads of which no one tells the next. */
  @BeforeEach
  void growCleanData() {
    Random random = new Random(1);
    for (int i = 0; i < TEXTS; i++) {
      boolean good = i % 2 == 0;
      List<String> words = new ArrayList<>();
      for (int w = 0; w < 8 + random.nextInt(8); w++) {
        words.add("w" + Math.min(random.nextInt(60), random.nextInt(60)));
      }
      if (random.nextInt(10) < 6) {
        words.add(good ? "fine" : "awful");
      }
      words.add("once" + i);
      texts.add(String.join(" ", words));
      classes.add(good ? "good" : "bad");
    }
    for (int day = 0; day < DAYS; day++) {
      wind[day] = round(5 + 2 * random.nextGaussian());
      sun[day] = round(8 + random.nextGaussian());
      load[day] = round(20 + 5 * Math.sin(day * 2 * Math.PI / 7) + random.nextGaussian());
    }
  }

  private static double round(double value) {
    return Math.round(100 * value) / 100.0;
  }

  private CommandLineRun checkTexts(String... more) throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,label"));
    for (int i = 0; i < texts.size(); i++) {
      lines.add(texts.get(i) + "," + classes.get(i));
    }
    Files.write(folder.resolve("texts.csv"), lines);
    Files.writeString(
        folder.resolve("texts.yaml"),
        """
        name: texts
        data:
          source: {csv: {path: texts.csv}}
          split: {validation: {share: 0.1}, test: {share: 0.2}}
          input: {text: {column: text, vocabulary: {min_count: 2}, max_length: 20}}
          target: {class: {column: label}}
        network: [{embedding: {size: 8}}, {lstm: {units: 8}}]
        """);
    return check("texts.yaml", more);
  }

  private CommandLineRun checkDays(String... more) throws IOException {
    List<String> lines = new ArrayList<>(List.of("day,load,wind,sun"));
    for (int day = 0; day < DAYS; day++) {
      lines.add(
          LocalDate.of(2023, 1, 1).plusDays(day)
              + ","
              + load[day]
              + ","
              + wind[day]
              + ","
              + sun[day]);
    }
    Files.write(folder.resolve("days.csv"), lines);
    Files.writeString(
        folder.resolve("days.yaml"),
        """
        name: days
        data:
          source: {csv: {path: days.csv}}
          time: {column: day, frequency: 1d}
          input: {series: {lookback: 14, past_covariates: [wind, sun]}}
          target: {forecast: {columns: [load], horizon: 7}}
          split: {validation: {rows: 60}, test: {rows: 60}}
        network: [{lstm: {units: 8}}]
        """);
    return check("days.yaml", more);
  }

  private CommandLineRun check(String config, String... more) {
    List<String> args = new ArrayList<>(List.of("check", folder.resolve(config).toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static void assertWarns(CommandLineRun run, Check check, String what) {
    String name = check.name().toLowerCase(Locale.ROOT);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains(": no problems, 1 warning\n", ": " + name + ": ", what);
    assertThat(run.out()).contains("or silence this warning: checks: {ignore: [" + name + "]}");
  }

  @Test
  void cleanDataRaiseNothing() throws IOException {
    assertThat(checkTexts("--strict").out()).contains("texts.yaml: no problems\n");
    assertThat(checkDays("--strict").out()).contains("days.yaml: no problems\n");
  }

  @Test
  void shippedConfigsRaiseNothing() {
    for (String config : List.of("reviews", "airline", "seattle-weather")) {
      CommandLineRun run = CommandLineRun.of("check", "config/" + config + ".yaml", "--strict");

      assertThat(run.exit()).as(run.err()).isZero();
    }
  }

  @Test
  void textsOfTheTestPartThatAreTrainedOn() throws IOException {
    for (int i = 0; i < 40; i++) {
      texts.set(399 - i, texts.get(i));
      classes.set(399 - i, classes.get(i));
    }

    CommandLineRun run = checkTexts();

    assertWarns(run, Check.DUPLICATE_ROWS_ACROSS_PARTS, " test texts (");
    assertThat(run.out()).contains("texts.yaml:4:3: data.split: duplicate_rows_across_parts: ");
    assertThat(advised(run)).containsExactly("data.split.group=text");
    assertThat(checkTexts("--strict", "--set", advised(run).get(0)).exit()).isZero();
  }

  /** What the remedies say after {@code --set}, without quotes of a shell. */
  private static List<String> advised(CommandLineRun run) {
    return Pattern.compile(": --set (?:'([^']*)'|(\\S+))")
        .matcher(run.out())
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .toList();
  }

  @Test
  void copiesInAFileOfTheirOwnCannotBeGrouped() throws IOException {
    checkTexts();
    Files.copy(folder.resolve("texts.csv"), folder.resolve("test.csv"));

    CommandLineRun run =
        check(
            "texts.yaml",
            "--set",
            "data.split.test={file: '%s'}".formatted(folder.resolve("test.csv")));

    assertThat(run.out()).contains(" test texts (").contains("keep one copy of each text");
    assertThat(advised(run)).isEmpty();
  }

  @Test
  void copiesOfTextsWithANumber() throws IOException {
    for (int i = 0; i < 40; i++) {
      texts.set(399 - i, texts.get(i));
    }
    for (int i = 0; i < TEXTS; i++) {
      classes.set(i, Integer.toString(i % 7));
    }

    assertWarns(
        checkTexts("--set", "data.target={number: {columns: [label]}}"),
        Check.DUPLICATE_ROWS_ACROSS_PARTS,
        " test texts (");
  }

  /** The texts with a column that repeats for each row, and one of numbers without a meaning. */
  private CommandLineRun checkBeside(String kind, IntFunction<String> column, String... more)
      throws IOException {
    checkTexts();
    List<String> lines = new ArrayList<>(List.of("text,label,my column,noise"));
    for (int i = 0; i < TEXTS; i++) {
      lines.add(texts.get(i) + "," + classes.get(i) + "," + column.apply(i) + "," + i * 37 % 101);
    }
    Files.write(folder.resolve("texts.csv"), lines);
    List<String> args =
        new ArrayList<>(
            List.of(
                "--set",
                kind.equals("numbers")
                    ? "data.input.text.features={numbers: [my column, noise]}"
                    : "data.input.text.features={numbers: [noise], categories: [my column]}"));
    args.addAll(List.of(more));
    return check("texts.yaml", args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "categories | code | data.input.text.features.categories=[]",
        "categories | noisy code | data.input.text.features.categories=[]",
        "numbers | code | data.input.text.features.numbers=[noise]",
        "numbers | score | data.input.text.features.numbers=[noise]",
      })
  void columnThatGivesTheClassAway(String kind, String column, String setting) throws IOException {
    IntFunction<String> cells =
        switch (column) {
          case "code" -> i -> i % 2 == 0 ? "1" : "0";
          case "noisy code" -> i -> (i % 2 == 0) == (i % 80 > 0) ? "g" : "b"; // 1 of 80 is wrong
          default -> i -> i % 2 + "." + (1000 + i); // all different
        };

    CommandLineRun run = checkBeside(kind, cells);

    assertWarns(
        run, Check.NEAR_PERFECT_PREDICTOR, "'my column' gives 'label' away: it alone predicts ");
    assertThat(run.out())
        .contains(" of 280 training rows correctly, the most frequent value predicts 140")
        .contains("data.input.text.features." + kind + "[0]: ");
    assertThat(advised(run)).containsExactly(setting);
    assertThat(checkBeside(kind, cells, "--strict", "--set", setting).exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"categories", "numbers"})
  void columnThatHelpsGivesNothingAway(String kind) throws IOException {
    IntFunction<String> often = i -> (i % 2 == 0) == (i % 10 < 8) ? "1" : "0"; // 4 of 5 are right

    assertThat(checkBeside(kind, often, "--strict").exit()).isZero();
  }

  @Test
  void numberOfTheRowGivesNothingAwayUnlessRowsAreSorted() throws IOException {
    assertThat(checkBeside("numbers", Integer::toString, "--strict").exit()).isZero();

    for (int i = 0; i < TEXTS; i++) {
      classes.set(i, i < TEXTS / 2 ? "good" : "bad");
    }
    assertWarns(
        checkBeside("numbers", Integer::toString),
        Check.NEAR_PERFECT_PREDICTOR,
        "'my column' gives 'label' away: it alone predicts ");
  }

  @Test
  void columnInAnotherUnitGivesTheNumberAway() throws IOException {
    for (int i = 0; i < TEXTS; i++) {
      classes.set(i, Integer.toString(i * 71 % 397));
    }

    assertWarns(
        checkBeside(
            "numbers",
            i -> String.format(Locale.ROOT, "%.1f", 32 + 1.8 * (i * 71 % 397)),
            "--set",
            "data.target={number: {columns: [label]}}"),
        Check.NEAR_PERFECT_PREDICTOR,
        "'my column' gives 'label' away: it alone explains 100.0% of its variance");
  }

  @Test
  void columnWithTheNameOfTheTarget() throws IOException {
    checkBeside("numbers", i -> "1");
    Path file = folder.resolve("texts.csv");
    Files.writeString(file, Files.readString(file).replace("my column,noise", "x,LABEL_"));

    assertWarns(
        check("texts.yaml", "--set", "data.input.text.features={numbers: [LABEL_]}"),
        Check.TARGET_AMONG_INPUTS,
        "'LABEL_' has the same name as the target 'label'");
  }

  @Test
  void textsOfTheTestPartThatAreTrainedOnInAnotherNormalForm() throws IOException {
    for (int i = 0; i < 40; i++) {
      texts.set(i, texts.get(i) + " \u00e9");
      texts.set(399 - i, texts.get(i).replace("\u00e9", "e\u0301"));
      classes.set(399 - i, classes.get(i));
    }

    assertWarns(checkTexts(), Check.DUPLICATE_ROWS_ACROSS_PARTS, " test texts (");
  }

  @Test
  void wordThatGivesTheClassAway() throws IOException {
    for (int i = 0; i < TEXTS; i += 2) {
      texts.set(i, texts.get(i) + " stars5");
    }

    assertWarns(
        checkTexts(),
        Check.NEAR_PERFECT_PREDICTOR,
        "the token 'stars5' is in 140 of the 140 training texts of class 'good' and in 0 others");
  }

  @Test
  void rareClass() throws IOException {
    for (int i = 0; i < TEXTS; i++) {
      classes.set(i, i % 20 == 0 ? "good" : "bad");
    }

    assertWarns(
        checkTexts(),
        Check.CLASS_IMBALANCE,
        "the training part has 14 rows of class 'good' and 266 of 'bad', 1 to 19");
  }

  @Test
  void classesThatAreListsOfLabels() throws IOException {
    for (int i = 0; i < TEXTS; i++) {
      classes.set(i, List.of("a; b", "a", "b", "b;c").get(i % 4));
    }

    assertWarns(
        checkTexts(),
        Check.LISTS_AS_CLASSES,
        "4 classes are combinations of 3 names with ';' between them, such as 'a; b'");
  }

  @Test
  void textsThatAreNumbers() throws IOException {
    texts.replaceAll(text -> text.replaceAll("once(\\d+)", "$1").replaceAll("[a-z]+", ""));

    assertWarns(
        checkTexts("--set", "data.input.text.vocabulary.min_count=3"),
        Check.NUMBERS_AS_TEXTS,
        "100.0% of the training texts are numbers, such as '");
  }

  @Test
  void classesThatDifferInCaseOrWhiteSpace() throws IOException {
    for (int i = 0; i < TEXTS; i += 10) {
      classes.set(i, "Good ");
    }

    assertWarns(
        checkTexts(),
        Check.SIMILAR_CLASSES,
        "classes differ only in case, white space or how a number is written: 'Good ' (40 rows) and 'good' (160 rows)\n");
  }

  @Test
  void classesThatAreTheSameNumber() throws IOException {
    classes.replaceAll(name -> name.equals("good") ? "1" : "0");
    for (int i = 0; i < TEXTS; i += 10) {
      classes.set(i, "1.0");
    }

    assertWarns(
        checkTexts(),
        Check.SIMILAR_CLASSES,
        "classes differ only in case, white space or how a number is written: '1' (160 rows) and '1.0' (40 rows)\n");
  }

  @Test
  void aClassThatMeansThatThereIsNone() throws IOException {
    for (int i = 0; i < TEXTS; i += 10) {
      classes.set(i, "nan");
    }

    assertWarns(
        checkTexts(),
        Check.MISSING_AS_CLASS,
        "data.target.class.column: missing_as_class: 'nan' (40 rows) is a class, and may mean that"
            + " the class is missing\n");
  }

  @Test
  void aHeaderThatIsReadAsARowIsSuspected() throws IOException {
    checkTexts();
    String file = folder.resolve("texts.csv").toString().replace("'", "''");

    assertThat(
            check(
                    "texts.yaml",
                    "--set",
                    "data.source={csv: {path: '%s', column_names: [review, kind]}}".formatted(file),
                    "--set",
                    "data.input.text.column=review",
                    "--set",
                    "data.target.class.column=kind")
                .out())
        .contains(
            "class_imbalance: the training part has 1 row of class 'label'",
            "if its row, the first of the file, is a header: leave out column_names\n");
  }

  @Test
  void emptyTextsAreNoCopies() throws IOException {
    for (int i = 0; i < TEXTS; i += 10) {
      texts.set(i, i % 20 == 0 ? "" : " ");
    }

    assertThat(checkTexts().out()).doesNotContain("duplicate_rows_across_parts");
  }

  @Test
  void aPartWithoutAClass() throws IOException {
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      marks.add(i < 280 ? "train" : i % 2 == 0 ? "dev" : "test");
    }

    CommandLineRun run = checkMarked(marks);

    assertWarns(
        run,
        Check.CLASS_ABSENT_FROM_PART,
        "data.split: class_absent_from_part: validation has no row of 1 of 2 classes: 'bad', and "
            + "test has no row of 1 of 2 classes: 'good'\n");
  }

  /** The texts with a mark each; those of the last two rows are validation and test. */
  private CommandLineRun checkMarked(List<String> marks) throws IOException {
    checkTexts();
    List<String> lines = new ArrayList<>(List.of("text,label,part"));
    for (int i = 0; i < TEXTS; i++) {
      lines.add(texts.get(i) + "," + classes.get(i) + "," + marks.get(i));
    }
    Files.write(folder.resolve("texts.csv"), lines);
    return check(
        "texts.yaml",
        "--set",
        "data.split.validation={column: part, value: %s}".formatted(marks.get(TEXTS - 2)),
        "--set",
        "data.split.test={column: part, value: %s}".formatted(marks.get(TEXTS - 1)));
  }

  private static List<String> marks(IntFunction<String> more) {
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      marks.add(i < 240 ? more.apply(i) : i % 4 < 2 ? "dev" : "test");
    }
    marks.set(TEXTS - 2, "dev");
    return marks;
  }

  @Test
  void valuesThatNoPartTakes() throws IOException {
    assertWarns(
        checkMarked(marks(i -> i == 7 ? "Test" : i % 10 == 4 ? "tset" : i == 9 ? "" : "train")),
        Check.UNCLAIMED_VALUES,
        "data.split: unclaimed_values: column 'part': no part takes "
            + "'tset' (24 rows, first in record 5), 'Test' (1 row, first in record 8), "
            + "'' (1 row, first in record 10)\n");
  }

  @Test
  void groupsOfWhichSomeAreTestedLeaveTheOthersToTrain() throws IOException {
    assertThat(checkMarked(marks(i -> "train")).out()).contains(": no problems\n");
    List<String> folds = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      folds.add("fold" + i / 2 % 10);
    }
    folds.set(TEXTS - 2, "fold8");
    assertThat(checkMarked(folds).out()).contains(": no problems\n");
  }

  @Test
  void textsLongerThanIsSeen() throws IOException {
    assertWarns(
        checkTexts("--set", "data.input.text.max_length=10"),
        Check.TOKENS_CUT,
        " of the training texts are longer than 10 tokens, half of all are longer than ");
  }

  @Test
  void vocabularyThatKnowsTooLittle() throws IOException {
    assertWarns(
        checkTexts("--set", "data.input.text.vocabulary.size=20"),
        Check.TOKENS_UNKNOWN,
        " of the tokens of validation and test are not in the vocabulary of 20");
  }

  @Test
  void vocabularyThatLeavesNothingUnknown() throws IOException {
    assertWarns(
        checkTexts("--set", "data.input.text.vocabulary.min_count=1"),
        Check.VOCABULARY_TOO_LARGE,
        "all tokens of the training part are in the vocabulary (344), and ");
  }

  @Test
  void unknownTokensAreTrainedByWordDropout() throws IOException {
    CommandLineRun run =
        checkTexts(
            "--set", "data.input.text.vocabulary.min_count=1",
            "--set", "network[0].embedding.word_dropout=0.01");

    assertThat(run.out()).doesNotContain("vocabulary_too_large");
  }

  @Test
  void paddingThatIsSeen() throws IOException {
    assertWarns(
        checkTexts("--set", "data.input.text.mask=false", "--set", "data.input.text.max_length=60"),
        Check.UNMASKED_PADDING,
        " of the 60 steps of a training text are padding");
  }

  @Test
  void partsOfATarget() throws IOException {
    for (int day = 0; day < DAYS; day++) {
      load[day] = round(wind[day] + sun[day]);
    }

    assertWarns(
        checkDays(),
        Check.TARGET_AMONG_INPUTS,
        "load = wind + sun, up to a constant, in all 280 training rows");
  }

  @Test
  void targetInAnotherUnit() throws IOException {
    for (int day = 0; day < DAYS; day++) {
      sun[day] = Math.round(10 * (1.8 * load[day] + 32)) / 10.0;
    }

    assertWarns(checkDays(), Check.TARGET_AMONG_INPUTS, "load = 0.5555 x sun, up to a constant");
  }

  @Test
  void columnThatIsTheTargetOfTomorrow() throws IOException {
    for (int day = 0; day < DAYS - 3; day++) {
      wind[day] = load[day + 3];
    }

    assertWarns(
        checkDays(),
        Check.NEAR_PERFECT_PREDICTOR,
        "'wind' predicts 'load' 3 rows later: it explains 100.0% of its variance in the training part");
  }

  @Test
  void testPartOfOneForecast() throws IOException {
    assertWarns(
        checkDays("--set", "data.split.test.rows=13"),
        Check.FEW_TEST_WINDOWS,
        "test has 13 rows, and a forecast has 7: its 7 windows overlap");
  }

  @Test
  void targetThatStops() throws IOException {
    for (int day = DAYS - 60; day < DAYS; day++) {
      load[day] = 20;
    }

    CommandLineRun run = checkDays();

    assertThat(run.out())
        .contains(
            "constant_column: 'load' is 20.0 in all 60 rows of test",
            "trailing_gap: 'load' is 20.0 in the last 60 rows, 2023-12-07 to 2024-02-04");
  }

  @Test
  void sensorThatStartsLate() throws IOException {
    for (int day = 0; day < 30; day++) {
      wind[day] = 0;
    }

    assertWarns(
        checkDays(),
        Check.LEADING_GAP,
        "'wind' is 0.0 in the first 30 rows, 2023-01-01 to 2023-01-30; elsewhere no value repeats"
            + " for");
  }

  @Test
  void trendThatLeavesWhatWasSeen() throws IOException {
    for (int day = 0; day < DAYS; day++) {
      load[day] += day;
    }

    assertWarns(checkDays(), Check.NON_STATIONARY, " of the 120 later rows are outside");
    assertThat(checkDays("--set", "data.input.series.window_scale={last_value: {}}").out())
        .contains("no problems\n");
  }

  @Test
  void trainingValuesBeyondBounds() throws IOException {
    assertWarns(
        checkDays("--set", "data.target.forecast.bounds={min: 0, max: 1}"),
        Check.VALUES_BEYOND_BOUNDS,
        "280 of 280 training values are outside of the bounds, from 13.02 to 26.91");
    assertThat(checkDays("--set", "data.target.forecast.bounds={max: 1e9}").out())
        .contains("no problems\n");
  }

  @Test
  void networkFarLargerThanTheData() throws IOException {
    // 4 x 400 x (3 + 400 + 1) + 400 x 7 + 7 = 649 207; 260 windows x 7 targets = 1820
    assertWarns(
        checkDays("--set", "network[0].lstm.units=400"),
        Check.FEW_ROWS_FOR_PARAMETERS,
        "649,207 parameters (without embeddings) learn from 1,820 target values, 356 for each");
  }

  @Test
  void manyStepsWithoutClipping() throws IOException {
    assertWarns(
        checkTexts("--set", "data.input.text.max_length=201"),
        Check.NO_GRADIENT_CLIPPING,
        "a recurrent layer runs over up to 201 steps, and gradients are not clipped");
  }

  private CommandLineRun checkRows(List<String> lines, String data, String network)
      throws IOException {
    Files.write(folder.resolve("rows.txt"), lines);
    Files.writeString(
        folder.resolve("rows.yaml"),
        """
        name: rows
        data:
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          DATA
        network: NETWORK
        """
            .replace("DATA", data.strip().replace("\n", "\n  "))
            .replace("NETWORK", network.startsWith("{encoder") ? network : embedded(network)));
    return check("rows.yaml");
  }

  private static String embedded(String layers) {
    return "[{embedding: {size: 2}}, " + layers + "]";
  }

  private CommandLineRun checkTags(int at, String tag) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lines.add(i % 4 == 3 ? "" : "w" + i % 9 + (i % 4 == 0 ? " B-x" : i % 4 == 1 ? " I-x" : " O"));
    }
    if (at >= 0) {
      lines.set(at, "w1 " + tag);
    }
    return checkRows(
        lines,
        """
        source: {conll: {path: rows.txt, columns: [word, tag]}}
        input: {tokens: {column: word}}
        target: {tags: {column: tag, scheme: iob2}}
        """,
        "{simple_rnn: {units: 2}}");
  }

  @Test
  void tagsOfOneToken() throws IOException {
    assertThat(checkTags(-1, "").out()).contains(": no problems\n");
    CommandLineRun run = null;
    for (int i = 0; i < 400 && run == null; i += 4) { // the first that trains
      CommandLineRun tried = checkTags(i, "B-y");
      run = tried.exit() == 0 ? tried : null;
    }

    assertThat(run.out())
        .contains("tag_seen_once: 1 of 5 tags appear once in the training part: 'B-y'");
  }

  @Test
  void spansThatGoOnWithoutABeginning() throws IOException {
    assertWarns(
        checkTags(0, "O"),
        Check.BROKEN_SPANS,
        "1 of 100 tags I- follow neither B- nor I- of their type, such as 'I-x' in line 2");
  }

  private CommandLineRun checkPairs(IntFunction<String> pair) throws IOException {
    List<String> lines = new ArrayList<>(List.of("from\tto"));
    for (int i = 0; i < 100; i++) {
      lines.add(pair.apply(i));
    }
    return checkRows(
        lines,
        """
        source: {tsv: {path: rows.txt}}
        input: {text: {column: from, vocabulary: {min_count: 2}}}
        target: {text: {column: to}}
        """,
        "{encoder: [{embedding: {size: 2}}, {gru: {units: 2}}], decoder: [{gru: {units: 2}}]}");
  }

  private static String pair(int i) {
    return "a house of %s\tein Haus von %s".formatted(i % 7 + 5, i % 7 + 5);
  }

  @Test
  void pairsThatDoNotBelongTogether() throws IOException {
    assertThat(checkPairs(PlantedFaultsTest::pair).out()).contains(": no problems\n");
    assertWarns(
        checkPairs(i -> i % 2 == 0 ? pair(i) : "ein Haus\tein Haus"),
        Check.COPIED_PAIRS,
        "45.0% of the training texts are the same in source and target");
    assertWarns(
        checkPairs(i -> i % 50 == 1 ? "\tein Haus" : pair(i)),
        Check.EMPTY_SOURCES,
        "2 of 100 texts have an empty source, first in record ");
    assertWarns(
        checkPairs(i -> i % 20 == 1 ? "a\t" + "ein Haus ".repeat(20) : pair(i)),
        Check.UNLIKE_PAIRS,
        "over 9 times as long as usual for the other, first in record ");
  }

  @Test
  void whatIsReadOfATextShowsTheUnknown() throws IOException {
    String shown = checkPairs(i -> i == 0 ? "a flat of 5\tein Haus von 5" : pair(i)).out();

    assertThat(shown)
        .contains("  read     a, <unknown>, of, 5\n", "  written  ein, Haus, von, 5, <end>\n");
  }

  private CommandLineRun checkDocuments(IntFunction<String> document) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(document.apply(i));
    }
    return checkRows(
        lines,
        """
        source: {lines: {path: rows.txt}}
        input: {text: {tokenizer: {characters: {}}}}
        target: {next: {}}
        """,
        "{gru: {units: 2}}");
  }

  @Test
  void textsOfALanguageModelThatAreSeenTwice() throws IOException {
    assertThat(checkDocuments(i -> "text no " + i).out()).contains(": no problems\n");
    assertWarns(
        checkDocuments(i -> "text no " + i % 150),
        Check.DUPLICATE_ROWS_ACROSS_PARTS,
        " test texts (");
  }

  @Test
  void charactersThatStandOnce() throws IOException {
    assertWarns(
        checkDocuments(i -> "text no " + i + (i % 10 == 0 ? (char) ('\u4e00' + i) : "")),
        Check.RARE_CHARACTERS,
        " characters appear once in the training part: ");
  }

  @ParameterizedTest
  @EnumSource(Check.class)
  void everyWarningIsExplained(Check check) throws IOException {
    assertThat(Path.of("docs/checks.md"))
        .content()
        .contains("`" + check.name().toLowerCase(Locale.ROOT) + "`");
  }

  @Test
  void strictTakesWarningsForProblems() throws IOException {
    CommandLineRun run = checkDays("--strict", "--set", "data.split.test.rows=13");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().replace(folder + File.separator, ""))
        .isEqualTo(
            """
            days.yaml:7:35: data.split.test: few_test_windows: test has 13 rows, and a forecast has 7: its 7 windows overlap
                its scores are hardly more than those of one forecast, and the next one may differ
                give it 14 rows or more, or reduce the horizon
                or silence this warning: checks: {ignore: [few_test_windows]}
            1 problem
            """);
  }

  @Test
  void ignoredWarningsAreSilentAndPassStrict() throws IOException {
    CommandLineRun run =
        checkDays(
            "--strict",
            "--set",
            "data.split.test.rows=13",
            "--set",
            "checks.ignore=[few_test_windows]");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("no problems\n");
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() throws IOException {
    CommandLineRun run = checkDays("--set", "checks.ignore=[class_inbalance]");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'class_imbalance'?");
  }

  @Test
  void programsReadWarningsToo() throws IOException {
    CommandLineRun run = checkDays("--json", "--set", "data.split.test.rows=13");

    JsonNode warning = new ObjectMapper().readTree(run.out()).at("/warnings/0");
    assertThat(warning.get("name").asText()).isEqualTo("few_test_windows");
    assertThat(warning.get("key").asText()).isEqualTo("data.split.test");
    assertThat(warning.get("location").asText()).endsWith("days.yaml:7:35");
    assertThat(warning.get("why").asText()).startsWith("its scores are hardly more than");
  }
}
