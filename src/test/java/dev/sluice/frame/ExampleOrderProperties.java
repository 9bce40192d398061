package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ExampleOrderProperties {
  /** Lengths from 1 to {@code most}. */
  private static int[] lengths(int examples, int most) {
    Random random = new Random(1);
    return random.ints(examples, 1, most + 1).toArray();
  }

  @Property(tries = 200)
  void everyExampleComesExactlyOnce(
      @ForAll @IntRange(max = 500) int examples,
      @ForAll @IntRange(min = 1, max = 64) int batchSize,
      @ForAll long seed) {
    int[] order =
        ExampleOrder.byLength(new BatchOrder.Shuffled(seed), lengths(examples, 30), batchSize);

    assertThat(order).hasSize(examples).doesNotHaveDuplicates();
    assertThat(Arrays.stream(order).allMatch(i -> i >= 0 && i < examples)).isTrue();
  }
}
