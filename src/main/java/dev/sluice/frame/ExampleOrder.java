package dev.sluice.frame;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** The order of examples; batches are consecutive slices of it. */
public final class ExampleOrder {
  /** Examples of this many batches are sorted by length together: the more, the less random. */
  private static final int BATCHES_SORTED_TOGETHER = 50;

  private ExampleOrder() {}

  /** Every example once, (examples): 0, 1, 2, ... or shuffled. */
  public static int[] of(BatchOrder order, int size) {
    int[] examples = IntStream.range(0, size).toArray();
    if (order instanceof BatchOrder.Shuffled shuffled) {
      shuffle(examples, new Random(shuffled.seed()));
    }
    return examples;
  }

  /**
   * The same for examples of different length.
   *
   * <p>When shuffled, a batch contains examples of similar length, so that there is little padding:
   * the examples are shuffled, those of many batches are sorted by length and cut into batches, and
   * the batches are shuffled. The examples left over form the last batch; they are chosen at
   * random.
   *
   * @param lengths (examples)
   */
  public static int[] byLength(BatchOrder order, int[] lengths, int batchSize) {
    return order instanceof BatchOrder.Shuffled shuffled
        ? bucketed(
            IntStream.range(0, lengths.length).toArray(),
            lengths,
            batchSize,
            new Random(shuffled.seed()))
        : of(order, lengths.length);
  }

  private static int[] bucketed(int[] examples, int[] lengths, int batchSize, Random random) {
    shuffle(examples, random);
    int full = examples.length / batchSize;
    int together = batchSize * Math.min(BATCHES_SORTED_TOGETHER, Math.max(1, full));
    for (int from = 0; from < full * batchSize; from += together) {
      sortByLength(examples, lengths, from, Math.min(from + together, full * batchSize));
    }
    int[] batches = IntStream.range(0, full).toArray();
    shuffle(batches, random);
    int[] ordered = examples.clone(); // those left over stay at the end
    for (int i = 0; i < full; i++) {
      System.arraycopy(examples, batches[i] * batchSize, ordered, i * batchSize, batchSize);
    }
    return ordered;
  }

  /** Sorts a slice by length, keeping the order of equal lengths. */
  private static void sortByLength(int[] examples, int[] lengths, int from, int to) {
    long[] keys = new long[to - from]; // length and place in the slice
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) lengths[examples[from + i]] << 32 | i;
    }
    Arrays.sort(keys);
    int[] slice = Arrays.copyOfRange(examples, from, to);
    for (int i = 0; i < keys.length; i++) {
      examples[from + i] = slice[(int) keys[i]];
    }
  }

  /** The Fisher-Yates shuffle; {@link Random} is specified exactly, so every JDK shuffles alike. */
  public static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
