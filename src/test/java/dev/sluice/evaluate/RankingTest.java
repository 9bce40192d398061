package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void countsWhatEachThresholdDecides() {
    // positive 0.9, 0.6, 0.6; others 0.7, 0.6, 0.1
    Ranking ranking =
        Ranking.of(
            Samples.ofPositive(
                new int[] {1, 0, 1, 0, 1, 0}, new double[] {0.9, 0.7, 0.6, 0.6, 0.6, 0.1}),
            1);

    assertThat(ranking.size()).isEqualTo(2);
    assertThat(ranking.at(0)).isEqualTo(new Ranking.Decisions(0.9, 1, 0, 3, 3));
    assertThat(ranking.at(1)).isEqualTo(new Ranking.Decisions(0.6, 3, 2, 3, 3));
    assertThat(ranking.roc(9))
        .isDeepEqualTo(
            new double[][] {{0, 0}, {0, 1 / 3.0}, {1 / 3.0, 1 / 3.0}, {2 / 3.0, 1}, {1, 1}});
    // pairs: 3 of 0.9, and of each 0.6 one more and one tie
    assertThat(ranking.rocAuc()).isEqualTo(Score.of((3 + 1.5 + 1.5) / 9));
    assertThat(ranking.averagePrecision()).isEqualTo(Score.of((1 + 2 * 0.6) / 3));
  }

  @Test
  void aCurveOfManyRowsIsSampledFromEndToEnd() {
    Random random = new Random(1);
    int[] actual = random.ints(3000, 0, 2).toArray();
    double[] p = random.doubles(3000).toArray();
    Ranking ranking = Ranking.of(Samples.ofPositive(actual, p), 1);

    double[][] roc = ranking.roc(200);
    int[] sample = ranking.sample(200);

    assertThat(roc.length).isBetween(150, 200);
    assertThat(roc[0]).containsExactly(0, 0);
    assertThat(roc[roc.length - 1]).containsExactly(1, 1);
    for (int i = 1; i < roc.length; i++) {
      assertThat(roc[i][0]).isGreaterThanOrEqualTo(roc[i - 1][0]);
      assertThat(roc[i][1]).isGreaterThanOrEqualTo(roc[i - 1][1]);
    }
    assertThat(sample).hasSize(200).doesNotHaveDuplicates().contains(0, ranking.size() - 1);
  }

  @Test
  void classesInSeveralBlocksAreThoseOfEachAlone() {
    Random random = new Random(2);
    double[][] p = new double[40][40];
    int[] actual = new int[40];
    for (int i = 0; i < 40; i++) {
      p[i] = random.doubles(40).toArray();
      actual[i] = random.nextInt(40);
    }
    ClassPredictions predictions =
        new ClassPredictions(IntStream.range(0, 40).mapToObj(c -> "c" + c).toList(), actual, p);

    assertThat(Ranking.ofAll(predictions))
        .extracting(Ranking::name, Ranking::rocAuc, Ranking::averagePrecision)
        .isEqualTo(
            IntStream.range(0, 40)
                .mapToObj(c -> Ranking.of(predictions, c))
                .map(r -> tuple(r.name(), r.rocAuc(), r.averagePrecision()))
                .toList());
  }

  @Test
  void aClassWithoutRowsOrOthersHasNoCurve() {
    ClassPredictions all = Samples.ofPositive(new int[] {1, 1}, new double[] {0.2, 0.9});

    assertThat(Ranking.of(all, 1).roc(200)).isEmpty();
    assertThat(Ranking.of(all, 0).averagePrecision().whyAbsent())
        .contains("no row has the class 'negative'");
  }
}
