package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleOrderTest {
  /** Lengths from 1 to {@code most}. */
  private static int[] lengths(int examples, int most) {
    Random random = new Random(1);
    return random.ints(examples, 1, most + 1).toArray();
  }

  /** The numbers of steps in all batches, padding included. */
  private static long paddedSteps(int[] order, int[] lengths, int batchSize) {
    long steps = 0;
    for (int from = 0; from < order.length; from += batchSize) {
      int[] batch = Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
      steps += (long) batch.length * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
    }
    return steps;
  }

  @Test
  void sequentialOrderIsThatOfTheExamples() {
    assertThat(ExampleOrder.byLength(new BatchOrder.Sequential(), new int[] {9, 1, 5}, 2))
        .containsExactly(0, 1, 2);
  }

  @Test
  void theSameSeedGivesTheSameOrder() {
    int[] lengths = lengths(300, 30);

    int[] one = ExampleOrder.byLength(new BatchOrder.Shuffled(5), lengths, 8);

    assertThat(ExampleOrder.byLength(new BatchOrder.Shuffled(5), lengths, 8)).isEqualTo(one);
    assertThat(ExampleOrder.byLength(new BatchOrder.Shuffled(6), lengths, 8)).isNotEqualTo(one);
  }

  @Test
  void shuffledBatchesHoldExamplesOfLikeLength() {
    int[] lengths = lengths(1600, 200);
    long tokens = Arrays.stream(lengths).sum();

    long bucketed =
        paddedSteps(ExampleOrder.byLength(new BatchOrder.Shuffled(1), lengths, 32), lengths, 32);
    long inOrder =
        paddedSteps(ExampleOrder.byLength(new BatchOrder.Sequential(), lengths, 32), lengths, 32);

    // 50 batches of 32 sorted together: a batch spans 200 / 50 = 4 steps, about 2 of 100 are
    // padding
    assertThat((double) bucketed / tokens).isBetween(1.0, 1.03);
    assertThat((double) inOrder / tokens).isGreaterThan(1.8);
  }

  @Test
  void batchesComeInNoOrderOfLength() {
    int[] lengths = lengths(320, 200);

    int[] order = ExampleOrder.byLength(new BatchOrder.Shuffled(1), lengths, 32);

    int[] longest = new int[10];
    for (int b = 0; b < 10; b++) {
      longest[b] =
          Arrays.stream(order, b * 32, (b + 1) * 32).map(i -> lengths[i]).max().orElseThrow();
    }
    int[] sorted = longest.clone();
    Arrays.sort(sorted);
    assertThat(longest).isNotEqualTo(sorted);
  }
}
