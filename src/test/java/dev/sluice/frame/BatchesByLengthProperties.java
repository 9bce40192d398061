package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BatchesByLengthProperties {
  private static final BatchLimits TIGHT = new BatchLimits(8, Optional.of(20));

  /** Lengths from 1 to {@code most}. */
  private static int[] lengths(int examples, int most) {
    return new Random(1).ints(examples, 1, most + 1).toArray();
  }

  @Property(tries = 200)
  void everyExampleComesOnceAndNoBatchHasMoreStepsThanAllowed(
      @ForAll @IntRange(max = 900) int examples,
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 30, max = 300) int steps,
      @ForAll long seed) {
    int[] lengths = lengths(examples, 30);

    int[][] batches =
        BatchesByLength.of(
            new BatchOrder.Shuffled(seed), lengths, new BatchLimits(rows, Optional.of(steps)));

    assertThat(Arrays.stream(batches).flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(IntStream.range(0, examples).toArray());
    for (int[] batch : batches) {
      assertThat(batch).hasSizeBetween(1, rows);
      int longest = Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
      assertThat(batch.length * longest).isLessThanOrEqualTo(steps);
    }
  }

  /** So that a schedule of the learning rate knows how many steps an epoch has. */
  @Property(tries = 50)
  void everySeedGivesAsManyBatches(
      @ForAll @IntRange(min = 1, max = 900) int examples, @ForAll long seed) {
    int[] lengths = lengths(examples, 18);

    int[][] shuffled = BatchesByLength.of(new BatchOrder.Shuffled(seed), lengths, TIGHT);
    int[][] other = BatchesByLength.of(new BatchOrder.Shuffled(seed + 1), lengths, TIGHT);

    assertThat(shuffled.length).isEqualTo(other.length);
  }

  @Example
  void shortExamplesMakeLargerBatches() {
    int[] lengths = {2, 9, 3, 10, 2, 3, 3, 2};

    int[][] batches = BatchesByLength.of(new BatchOrder.Sequential(), lengths, TIGHT);

    // 10 and 9 padded to 10 are 20 steps; six of up to 3 are 18
    assertThat(batches).isDeepEqualTo(new int[][] {{3, 1}, {2, 5, 6, 0, 4, 7}});
  }

  @Example
  void anExampleWithMoreStepsThanAllowedIsABatchAlone() {
    int[][] batches = BatchesByLength.of(new BatchOrder.Sequential(), new int[] {21, 40, 5}, TIGHT);

    assertThat(batches).isDeepEqualTo(new int[][] {{1}, {0}, {2}});
  }

  @Example
  void batchesHoldOtherNeighboursInEachEpoch() {
    int[] lengths = lengths(900, 10);

    int[][] first = BatchesByLength.of(new BatchOrder.Shuffled(1), lengths, TIGHT);
    int[][] second = BatchesByLength.of(new BatchOrder.Shuffled(2), lengths, TIGHT);

    assertThat(sorted(first)).isNotEqualTo(sorted(second));
    assertThat(sorted(first))
        .isEqualTo(sorted(BatchesByLength.of(new BatchOrder.Shuffled(1), lengths, TIGHT)));
  }

  private static String sorted(int[][] batches) {
    return Arrays.stream(batches)
        .map(batch -> Arrays.toString(Arrays.stream(batch).sorted().toArray()))
        .sorted()
        .toList()
        .toString();
  }
}
