package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForetellingTest {
  private static final double NONE = Double.NaN;

  @Test
  void aRowIsToldByTheOthersWithItsValue() {
    // the value 1 has classes 0 0 0 1: its zeros have two zeros beside a one, the one has none;
    // the value 2 has 1 0: each has the other's class beside it
    Foretelling.OfClasses told =
        Foretelling.classes(new double[] {1, 2, 1, 1, 2, 1}, new int[] {0, 1, 0, 0, 0, 1});

    assertThat(told).isEqualTo(new Foretelling.OfClasses(3, 4, 6));
  }

  @Test
  void aValueThatIsThereOnceIsToldByTheNearest() {
    // 1 -> 1.5 (0), 1.5 -> 1 (0), 9 -> 9.1 (1), 9.1 -> 9 (1), 4 -> 1.5 (0, wrong)
    assertThat(
            Foretelling.classes(new double[] {9, 1, 9.1, 1.5, 4}, new int[] {1, 0, 1, 0, 1})
                .right())
        .isEqualTo(4);
  }

  @Test
  void missingValuesAreAValue() {
    assertThat(
            Foretelling.classes(
                    new double[] {NONE, 1, NONE, NONE, 1, 1}, new int[] {0, 1, 0, 0, 1, 1})
                .right())
        .isEqualTo(6);
  }

  @Test
  void chanceTellsNothing() {
    Random random = new Random(5);
    double[] column = random.doubles(2000).toArray();
    int[] classes = random.ints(2000, 0, 2).toArray();

    assertThat(Foretelling.classes(column, classes).right()).isBetween(900, 1100);
    assertThat(Foretelling.classes(column, classes).isNearPerfect()).isFalse();
    assertThat(Foretelling.numbers(column, random.doubles(2000).toArray()).left())
        .isCloseTo(2, within(0.2)); // both the row and its neighbour vary
  }

  @Test
  void aCodeOfFewRowsIsPerfect() {
    int[] classes = IntStream.range(0, 20).map(i -> i < 12 ? 0 : 1).toArray();
    double[] codes = IntStream.of(classes).asDoubleStream().toArray();

    assertThat(Foretelling.classes(codes, classes).isNearPerfect()).isFalse(); // may be chance
    assertThat(Foretelling.classes(codes, classes).isPerfect()).isTrue();
    assertThat(Foretelling.classes(codes, new int[20]).isPerfect()).isFalse();
  }

  @Test
  void rareClassesMustBeToldToo() {
    int[] rare = IntStream.range(0, 1000).map(i -> i < 12 ? 1 : 0).toArray();
    double[] half = IntStream.range(0, 1000).mapToDouble(i -> i < 6 ? 1 : 0).toArray();

    // 994 of 1000 are right, but half of the twelve others wrong
    assertThat(Foretelling.classes(half, rare))
        .isEqualTo(new Foretelling.OfClasses(994, 988, 1000));
    assertThat(Foretelling.classes(half, rare).isNearPerfect()).isFalse();
    assertThat(
            Foretelling.classes(IntStream.of(rare).asDoubleStream().toArray(), rare)
                .isNearPerfect())
        .isTrue();
  }

  @Test
  void numbersAreToldByAnyMonotoneUnit() {
    double[] targets = new Random(3).doubles(500, 1, 100).toArray();
    double[] logs = IntStream.range(0, 500).mapToDouble(i -> Math.log(targets[i])).toArray();

    assertThat(Foretelling.numbers(logs, targets).isNearPerfect()).isTrue();
    assertThat(Foretelling.numbers(new double[] {1, 1, 2, 2}, new double[] {3, 3, 5, 5}).left())
        .isZero();
    assertThat(Foretelling.numbers(new double[500], targets).left()).isCloseTo(1, within(0.01));
  }

  @Test
  void namesAreAlikeButForCaseAndSigns() {
    assertThat(Foretelling.isNamedAlike("Label", "label_")).isTrue();
    assertThat(Foretelling.isNamedAlike("label id", "label")).isFalse();
    assertThat(Foretelling.isNamedAlike("?", "!")).isFalse();
  }
}
