package dev.sluice.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonTest {
  private static double[] rows(int count, IntToDoubleFunction value) {
    return IntStream.range(0, count).mapToDouble(value).toArray();
  }

  private static double wave(int t, double period) {
    return Math.sin(2 * Math.PI * t / period);
  }

  private static double noise(int t) {
    return new Random(t).nextGaussian();
  }

  private static Optional<Integer> season(double[] values, String frequency) {
    return Season.of(values, Optional.ofNullable(frequency)).map(Season::rows);
  }

  @ParameterizedTest
  @CsvSource({"2,60", "3,60", "5,100", "13,100", "30,300", "100,700"})
  void aSeasonOfAnyLengthIsFoundWhereNoFrequencyIsKnown(int period, int count) {
    double[] values = rows(count, t -> 20 + 5 * wave(2 * t + 1, 2 * period) + noise(t) / 2);

    assertThat(season(values, null)).contains(period);
  }

  @ParameterizedTest
  @CsvSource({
    "5min,288,1000",
    "10min,144,500",
    "3h,8,100",
    "15min,96,400",
    "1mo,12,36",
    "2mo,6,36",
    "1q,4,20",
    "1w,52,200",
    "1d,7,100",
    "1d,365,1200"
  })
  void aSeasonOfTheClockOrTheCalendarIsFoundToTheRow(String frequency, int period, int count) {
    double[] values = rows(count, t -> 20 + 5 * wave(t, period) + noise(t));

    assertThat(season(values, frequency)).contains(period);
  }

  @Test
  void theShortestOfSeasonsAboutAsHighIsTaken() {
    double[] multiples = rows(150, t -> new double[] {3, 9, 4, 7, 1}[t % 5]);
    double[] weekends = rows(1000, t -> wave(t, 24) * (t / 24 % 7 < 5 ? 1 : 0.9));

    assertThat(season(multiples, null)).contains(5);
    assertThat(season(weekends, "1h")).contains(24);
  }

  @Test
  void oneOddOrMissingValueOfAFewWeeksDoesNotMakeTheSeasonTwoWeeks() {
    double[] week = {0, 1, 4, 2, 2, 4, 1};
    for (double odd : new double[] {12, 20, 30, Double.NaN}) {
      double[] values = rows(42, t -> t == 9 ? odd : 10 + week[t % 7] + 0.1 * t);

      assertThat(season(values, "1d")).contains(7);
    }
  }

  @Test
  void aWeekThatIsFarMoreLikeTheLastThanADayIsTheSeason() {
    double[] values = rows(1000, t -> wave(t, 24) * (t / 24 % 7 < 5 ? 1 : 0) + noise(t) / 10);

    assertThat(season(values, "1h")).contains(168);
  }

  @Test
  void aTrendOrAConstantHasNoSeason() {
    assertThat(season(rows(200, t -> 0.1 * t), null)).isEmpty();
    assertThat(season(rows(200, t -> 0.3), "1d")).isEmpty();
    assertThat(season(rows(2, t -> t), "1d")).isEmpty();
    assertThat(season(new double[0], null)).isEmpty();
  }

  @Test
  void noiseAndRandomWalksSeldomHaveASeason() {
    int found = 0;
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      double[] noise = random.doubles(30 + 5 * seed).toArray();
      double[] walk = rows(200, t -> random.nextGaussian());
      Arrays.parallelPrefix(walk, Double::sum);
      found += season(noise, null).isPresent() ? 1 : 0;
      found += season(walk, null).isPresent() ? 1 : 0;
    }
    assertThat(found).isLessThanOrEqualTo(10); // of 200
  }
}
