package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BagOfWordsTest {

  private static final LabelledTexts NONE = new LabelledTexts(List.of(), new int[0]);

  @Test
  void learnsWhichWordsSpeakForAClass() {
    BagOfWords fitted = BagOfWords.fit(Samples.TWO, twoClasses(1, 60), NONE);

    assertThat(probabilities(fitted, List.of("the", "fine", "film"))[1]).isGreaterThan(0.7);
    assertThat(probabilities(fitted, List.of("the", "dull", "film"))[0]).isGreaterThan(0.7);
  }

  @Test
  void pairsTellWhatSingleWordsCannot() {
    List<List<String>> tokens = new ArrayList<>();
    int[] classes = new int[40];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = row % 2;
      tokens.add(
          row % 2 == 1
              ? List.of("not", "bad", "but", "good") // the same words in another order
              : List.of("not", "good", "but", "bad"));
    }
    BagOfWords fitted = BagOfWords.fit(Samples.TWO, new LabelledTexts(tokens, classes), NONE);

    assertThat(probabilities(fitted, tokens.get(1))[1]).isGreaterThan(0.8); // 0.5 without pairs
    assertThat(probabilities(fitted, tokens.get(0))[0]).isGreaterThan(0.8); // 0.5 without pairs
  }

  @Test
  void moreThanTwoClassesGetProbabilitiesThatSumTo1() {
    List<List<String>> tokens = new ArrayList<>();
    int[] classes = new int[60];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = (row + 2) % 3; // class 2 appears first
      tokens.add(List.of(List.of("what", "who", "where").get(classes[row]), "is", "x" + row));
    }
    BagOfWords fitted =
        BagOfWords.fit(
            List.of("what", "who", "where", "never"), new LabelledTexts(tokens, classes), NONE);

    for (int row = 0; row < 3; row++) {
      double[] p = probabilities(fitted, tokens.get(row));
      assertThat(ClassPredictions.mostProbable(p)).isEqualTo(classes[row]);
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
      assertThat(p[3]).isZero(); // no training row has it
    }
  }

  @Test
  void withoutAValidationPartTheStrengthIs1() {
    assertThat(BagOfWords.fit(Samples.TWO, twoClasses(1, 40), NONE).strength()).isEqualTo(1);
  }

  @Test
  void theValidationPartChoosesTheStrengthByAccuracyThenLogLoss() {
    LabelledTexts clear = twoClasses(2, 40);
    int[] opposite = Arrays.stream(clear.classes()).map(c -> 1 - c).toArray();

    // where all strengths are right the surest wins, where all are wrong the least sure
    assertThat(BagOfWords.fit(Samples.TWO, twoClasses(1, 60), clear).strength()).isEqualTo(100);
    assertThat(
            BagOfWords.fit(
                    Samples.TWO, twoClasses(1, 60), new LabelledTexts(clear.tokens(), opposite))
                .strength())
        .isEqualTo(1);
  }

  @Test
  void theSameRowsGiveTheSameModelAlsoInManyThreads() {
    LabelledTexts training = twoClasses(3, 200);
    List<String> text = List.of("the", "fine", "dull", "film", "w7");
    double expected =
        probabilities(BagOfWords.fit(Samples.TWO, training, twoClasses(4, 40)), text)[1];

    assertThat(
            IntStream.range(0, 8)
                .parallel()
                .mapToDouble(
                    i ->
                        probabilities(
                            BagOfWords.fit(Samples.TWO, training, twoClasses(4, 40)), text)[1])
                .toArray())
        .containsOnly(expected);
  }

  @Test
  void fittingWritesNothingToStandardOutput() {
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      BagOfWords.fit(Samples.TWO, twoClasses(1, 40), NONE);
    } finally {
      System.setOut(before);
    }

    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void fittingIsGivenUpAtAnyMoment() {
    LabelledTexts training = twoClasses(1, 60);
    LabelledTexts validation = twoClasses(2, 40);
    AtomicInteger asked = new AtomicInteger();
    BagOfWords whole = BagOfWords.fit(Samples.TWO, training, validation, after(asked, -1));
    int often = asked.get();
    assertThat(often).isGreaterThan(5 * 100); // in each round of each of the five strengths

    for (int moment = 1; moment <= often; moment += often / 50) {
      AtomicInteger count = new AtomicInteger();
      Patience patience = after(count, moment);
      assertThatThrownBy(() -> BagOfWords.fit(Samples.TWO, training, validation, patience))
          .isInstanceOf(CancellationException.class);
      assertThat(count).hasValue(moment);
    }
    assertThat(whole.strength())
        .isEqualTo(BagOfWords.fit(Samples.TWO, training, validation).strength());
  }

  /** Is over when it has been asked so many times; never for -1. */
  private static Patience after(AtomicInteger asked, int times) {
    return () -> asked.incrementAndGet() == times;
  }

  @Test
  void whoWaitsIsToldHowFarItIs() {
    List<String> told = new ArrayList<>();

    BagOfWords.fit(
        Samples.TWO,
        twoClasses(1, 60),
        twoClasses(2, 40),
        new Patience() {
          @Override
          public boolean isOver() {
            return false;
          }

          @Override
          public void begins(String what) {
            told.add(what);
          }
        });

    assertThat(told)
        .startsWith("counting words for bag_of_words", "fitting bag_of_words, strength 1 of 5")
        .endsWith("fitting bag_of_words, strength 5 of 5")
        .hasSize(6);
  }

  @Test
  void textsThatTakeTooLongToFitAreAnObstacleInWords() {
    List<String> hundred = Collections.nCopies(100, "class");

    assertThat(BagOfWords.obstacle(Samples.TWO, 10_000_000)).isEmpty();
    assertThat(BagOfWords.obstacle(Samples.TWO, 10_000_001))
        .contains("the texts to fit it to have 10000001 tokens, more than 10000000");
    assertThat(BagOfWords.obstacle(hundred, 2_000_000)).isEmpty(); // 2000000 x 100 = 200000000
    assertThat(BagOfWords.obstacle(hundred, 2_000_001))
        .contains(
            "the texts to fit it to have 2000001 tokens, which times 100 classes is more than 200000000");
  }

  @Test
  void moreThanHalfAMillionTermsAreCutToThoseInTheMostTexts() {
    List<String> rare = IntStream.range(0, 300_000).mapToObj(i -> "w" + i).toList();
    LabelledTexts training =
        new LabelledTexts(
            List.of(rare, List.of("good"), List.of("good"), List.of("bad"), List.of("bad")),
            new int[] {0, 1, 1, 0, 0});

    BagOfWords fitted =
        BagOfWords.fit(Samples.TWO, training, new LabelledTexts(List.of(), new int[0]));

    // 300000 words, 299999 pairs of them, good and bad
    assertThat(fitted.leftOut())
        .contains(
            "Of 600001 words and word pairs, it uses the 2 that are in at least 2 training texts.");
    ClassPredictions predictions =
        fitted.predict(
            new LabelledTexts(List.of(List.of("good"), List.of("bad")), new int[] {1, 0}));
    assertThat(new int[] {predictions.predicted(0), predictions.predicted(1)})
        .containsExactly(1, 0);
  }

  @Test
  void majorityPredictsTheSharesOfTheTrainingPart() {
    ClassPredictions majority =
        ClassBaselines.majority(Samples.THREE, new int[] {2, 1, 2, 1, 2}, new int[] {0, 2});

    assertThat(majority.probabilities()[1])
        .containsExactly(new double[] {0, 0.4, 0.6}, within(1e-15));
    assertThat(majority.predicted(0)).isEqualTo(2);
    assertThat(Metrics.score(new ClassMetrics.Accuracy(), majority)).isEqualTo(Score.of(0.5));
  }

  private static double[] probabilities(BagOfWords fitted, List<String> text) {
    return fitted.predict(new LabelledTexts(List.of(text), new int[1])).probabilities()[0];
  }

  /** Rows that name "fine" if positive and "dull" if not, among words that say nothing. */
  private static LabelledTexts twoClasses(long seed, int rows) {
    Random random = new Random(seed);
    List<List<String>> tokens = new ArrayList<>();
    int[] classes = new int[rows];
    for (int row = 0; row < rows; row++) {
      classes[row] = row % 2;
      tokens.add(List.of("the", row % 2 == 1 ? "fine" : "dull", "film", "w" + random.nextInt(30)));
    }
    return new LabelledTexts(tokens, classes);
  }
}
