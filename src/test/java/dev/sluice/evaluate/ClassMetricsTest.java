package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {

  @Nested
  class Accuracy implements MetricContract.OfClasses, MetricContract.Mean<ClassPredictions> {
    @Override
    public Metric metric() {
      return new ClassMetrics.Accuracy();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class Precision implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.Precision();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class Recall implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.Recall();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class F1 implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.F1();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class RocAuc implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.RocAuc();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class LogLoss implements MetricContract.OfClasses, MetricContract.Mean<ClassPredictions> {
    @Override
    public Metric metric() {
      return new ClassMetrics.LogLoss();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class AveragePrecision implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.AveragePrecision();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class BalancedAccuracy implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.BalancedAccuracy();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class Mcc implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.Mcc();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class Brier implements MetricContract.OfClasses, MetricContract.Mean<ClassPredictions> {
    @Override
    public Metric metric() {
      return new ClassMetrics.Brier();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Ece implements MetricContract.OfClasses {
    @Override
    public Metric metric() {
      return new ClassMetrics.Ece();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Test
  void scoresTwoClassesAsByHand() {
    ClassPredictions p = Samples.twoClasses(); // found 3, missed 1, false alarms 2, rest 4

    assertThat(value("accuracy", p)).isEqualTo(0.7); // (3 + 4) / 10
    assertThat(value("precision_positive", p)).isEqualTo(3.0 / 5);
    assertThat(value("recall_positive", p)).isEqualTo(3.0 / 4);
    assertThat(value("f1_positive", p)).isEqualTo(6.0 / 9); // 2 * 3 / (4 rows + 5 predicted)
    assertThat(value("precision", p)).isCloseTo((3.0 / 5 + 4.0 / 5) / 2, within(1e-15));
    assertThat(value("recall", p)).isCloseTo((3.0 / 4 + 4.0 / 6) / 2, within(1e-15));
    assertThat(value("f1", p)).isCloseTo((6.0 / 9 + 8.0 / 11) / 2, within(1e-15));
    // negative rows below: 6 of .9, 6 of .8, 4 of .4, 4 of .6 and one equal to it; 4 * 6 pairs
    assertThat(value("roc_auc", p)).isEqualTo((6 + 6 + 4 + 4.5) / 24);
    // right probabilities .9 .8 .4 .6 .9 .4 .3 .8 .8 .95, their product is .0113467392
    assertThat(value("log_loss", p)).isCloseTo(-Math.log(0.0113467392) / 10, within(1e-12));
  }

  @Test
  void scoresManyClassesAsByHand() {
    ClassPredictions p = Samples.threeClasses();
    // predicted 0 2 | 1 1 0 | 2 1: right 1, 2, 1 of 2, 3, 2 rows; predicted 2, 3, 2 times

    assertThat(value("accuracy", p)).isEqualTo(4.0 / 7);
    assertThat(value("precision", p)).isCloseTo((1.0 / 2 + 2.0 / 3 + 1.0 / 2) / 3, within(1e-15));
    assertThat(value("recall", p)).isCloseTo((1.0 / 2 + 2.0 / 3 + 1.0 / 2) / 3, within(1e-15));
    assertThat(value("f1", p)).isCloseTo((2.0 / 4 + 4.0 / 6 + 2.0 / 4) / 3, within(1e-15));
    // class 0: .7 above all 5; .1 equal to 2 of .2 .1 .4 .1 .3: 5 + 1 of 10 pairs
    // class 1: .6 and .8 above all 4; .3 above .2 .1, equal to .3: 4 + 4 + 2.5 of 12
    // class 2: .8 above all 5; .3 above .1 .2 .1, equal to .3: 5 + 3.5 of 10
    assertThat(value("roc_auc", p)).isCloseTo((0.6 + 10.5 / 12 + 0.85) / 3, within(1e-15));
    // right probabilities .7 .1 .6 .8 .3 .8 .3, their product is .0024192
    assertThat(value("log_loss", p)).isCloseTo(-Math.log(0.0024192) / 7, within(1e-12));
  }

  @Test
  void meansOverClassesLeaveOutAndCountAClassWithoutRows() {
    ClassPredictions p = Samples.certain(Samples.THREE, new int[] {1, 1, 2, 2, 2}, 1, 2, 2, 2, 2);

    // description: right 1 of 2 rows, predicted once; location: right 3 of 3, predicted 4 times
    assertThat(score("precision", p)).isEqualTo(new Score.Value((1 + 3.0 / 4) / 2, 1));
    assertThat(score("recall", p)).isEqualTo(new Score.Value((1.0 / 2 + 1) / 2, 1));
    assertThat(score("roc_auc", p)).isEqualTo(new Score.Value(0.75, 1)); // (1.5 + 3) / 6 for both
    assertThat(value("f1", p)).isCloseTo((2.0 / 3 + 6.0 / 7) / 2, within(1e-15));
  }

  @Test
  void aClassThatIsPredictedThoughNoRowHasItLowersPrecisionAndF1() {
    ClassPredictions p = Samples.certain(Samples.THREE, new int[] {1, 1, 2}, 1, 0, 2);

    assertThat(score("precision", p)).isEqualTo(new Score.Value((0 + 1 + 1) / 3.0, 0));
    assertThat(score("recall", p)).isEqualTo(new Score.Value((1.0 / 2 + 1) / 2, 1));
    assertThat(score("f1", p)).isEqualTo(new Score.Value((0 + 2.0 / 3 + 1) / 3, 0));
  }

  @Test
  void aClassThatIsNeverPredictedHasPrecision0InTheMean() {
    ClassPredictions p = Samples.certain(Samples.TWO, new int[] {0, 0, 0, 1}, 0, 0, 0, 0);

    assertThat(value("precision", p)).isEqualTo((3.0 / 4 + 0) / 2);
    assertThat(score("precision_positive", p))
        .isEqualTo(Score.absent("no row was predicted as 'positive'"));
    assertThat(value("recall_positive", p)).isZero();
    assertThat(value("f1_positive", p)).isZero();
  }

  @Test
  void rowsOfOneClassHaveNoRocAucButAReason() {
    assertThat(score("roc_auc", Samples.ofPositive(new int[] {1, 1}, new double[] {0.2, 0.9})))
        .isEqualTo(Score.absent("every row has the class 'positive'"));
    assertThat(score("roc_auc", Samples.ofPositive(new int[] {0, 0}, new double[] {0.2, 0.9})))
        .isEqualTo(Score.absent("no row has the class 'positive'"));
  }

  @Test
  void ofEquallyProbableClassesTheFirstIsPredicted() {
    assertThat(ClassPredictions.mostProbable(new double[] {0.5, 0.5})).isZero();
    assertThat(ClassPredictions.mostProbable(new double[] {0.2, 0.4, 0.4})).isEqualTo(1);
  }

  @Test
  void aCertainErrorCostsTheLogarithmOfTheSmallestProbability() {
    ClassPredictions p = Samples.certain(Samples.TWO, new int[] {0, 1}, 1, 1);

    assertThat(value("log_loss", p))
        .isCloseTo(24 * Math.log(2) / 2, within(1e-12)); // -ln 2^-24 / 2
  }

  @Test
  void whereAllRowsHaveOrGetOneClassThereIsNoCorrelationButAReason() {
    assertThat(score("mcc", Samples.certain(Samples.TWO, new int[] {1, 1}, 0, 1)).whyAbsent())
        .contains("every row has the same class");
    assertThat(score("mcc", Samples.certain(Samples.TWO, new int[] {0, 1}, 1, 1)).whyAbsent())
        .contains("every row was given the same class");
  }

  @Test
  void theFirstPlacesAreCountedAmongMoreClassesOnly() {
    // {0.1, 0.3, 0.6} and {0.4, 0.3, 0.3} have their class in the places 3 and 2, the last in 3
    assertThat(value("top_2", Samples.threeClasses())).isEqualTo(5 / 7.0);
    assertThat(score("top_3", Samples.threeClasses()).whyAbsent())
        .contains("there are only 3 classes");
    assertThat(Metrics.find("top_k")).isEmpty();
  }

  @Test
  void metricsOfThePositiveClassNeedTwoClasses() {
    assertThat(score("f1_positive", Samples.threeClasses()))
        .isEqualTo(Score.absent("there are 3 classes, and none is the positive one"));
  }

  @Test
  void probabilitiesThatAreNoNumbersGiveNoScoreButAReason() {
    ClassPredictions p =
        Samples.ofPositive(new int[] {0, 1, 1}, new double[] {0.2, Double.NaN, 0.9});

    assertThat(score("accuracy", p))
        .isEqualTo(Score.absent("the probabilities of 1 of 3 rows are not finite numbers"));
  }

  @Test
  void predictionsThatDoNotMatchAreRefused() {
    assertThatThrownBy(
            () -> new ClassPredictions(Samples.TWO, new int[] {2}, new double[][] {{0.5, 0.5}}))
        .hasMessage("row 0 has class 2 of 2");
    assertThatThrownBy(() -> new ClassPredictions(Samples.TWO, new int[] {1}, new double[][] {{1}}))
        .hasMessage("row 0 has 1 probabilities for 2 classes");
    assertThatThrownBy(() -> new ClassPredictions(Samples.TWO, new int[] {1}, new double[0][]))
        .hasMessage("1 rows have a class, 0 have probabilities");
    assertThatThrownBy(() -> new ClassPredictions(List.of("one"), new int[0], new double[0][]))
        .hasMessage("at least two classes are needed: [one]");
  }

  private static Score score(String metric, ClassPredictions predictions) {
    return Metrics.score(Metrics.find(metric).orElseThrow(), predictions);
  }

  private static double value(String metric, ClassPredictions predictions) {
    return score(metric, predictions).number().orElseThrow();
  }
}
