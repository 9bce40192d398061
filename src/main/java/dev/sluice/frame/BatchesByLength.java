package dev.sluice.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Batches of examples of similar length, with as many examples as a number of steps allows. The
 * number of batches depends on the lengths alone, so that each epoch has the same number of
 * training steps.
 *
 * <p>For shuffled batches, the examples are sorted by length and cut into groups of neighbours. The
 * examples of each group are dealt at random to as many streams, one each. Every stream is cut into
 * batches at the same places, which follow from the longest example of each group. Finally the
 * batches are shuffled.
 */
public final class BatchesByLength {
  private static final int BATCHES_OF_A_STREAM = 50; // more are less random

  private final int[] longestFirst;
  private final int[] lengths; // (examples)
  private final BatchLimits limits;

  private BatchesByLength(int[] longestFirst, int[] lengths, BatchLimits limits) {
    this.longestFirst = longestFirst;
    this.lengths = lengths;
    this.limits = limits;
  }

  /**
   * Every example once.
   *
   * @param lengths (examples)
   * @return (batches)(examples of a batch), the longest first
   */
  public static int[][] of(BatchOrder order, int[] lengths, BatchLimits limits) {
    int[] examples = IntStream.range(0, lengths.length).toArray();
    if (order instanceof BatchOrder.Shuffled shuffled) {
      Random random = new Random(shuffled.seed());
      ExampleOrder.shuffle(examples, random);
      return new BatchesByLength(longestFirst(examples, lengths), lengths, limits).shuffled(random);
    }
    return new BatchesByLength(longestFirst(examples, lengths), lengths, limits).batches(1);
  }

  /** Sorted by length, keeping the order of equal lengths. */
  private static int[] longestFirst(int[] examples, int[] lengths) {
    long[] keys = new long[examples.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = -((long) lengths[examples[i]] << 32) + i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> examples[(int) key]).toArray();
  }

  private int[][] shuffled(Random random) {
    int streams = 1 + ends(1).size() / BATCHES_OF_A_STREAM;
    for (int from = 0; from < longestFirst.length; from += streams) {
      int to = Math.min(from + streams, longestFirst.length);
      int[] group = Arrays.copyOfRange(longestFirst, from, to);
      ExampleOrder.shuffle(group, random);
      System.arraycopy(group, 0, longestFirst, from, group.length);
    }
    int[][] batches = batches(streams);
    int[] order = IntStream.range(0, batches.length).toArray();
    ExampleOrder.shuffle(order, random);
    return Arrays.stream(order).mapToObj(i -> batches[i]).toArray(int[][]::new);
  }

  /** Stream s takes the examples s, s + streams, ... of the sorted ones. */
  private int[][] batches(int streams) {
    List<int[]> batches = new ArrayList<>();
    int from = 0;
    for (int to : ends(streams)) {
      for (int stream = 0; stream < streams; stream++) {
        int first = from * streams + stream;
        int[] batch =
            IntStream.range(0, to - from)
                .map(i -> first + i * streams)
                .filter(at -> at < longestFirst.length)
                .map(at -> longestFirst[at])
                .toArray();
        if (batch.length > 0) { // the last group may be smaller than the others
          batches.add(batch);
        }
      }
      from = to;
    }
    return batches.toArray(int[][]::new);
  }

  /** The numbers of groups after which a batch ends. */
  private List<Integer> ends(int neighbours) {
    List<Integer> ends = new ArrayList<>();
    int groups = (longestFirst.length + neighbours - 1) / neighbours;
    int from = 0;
    int longest = 0;
    for (int group = 0; group < groups; group++) {
      if (group == from) {
        longest = longest(group, neighbours);
      } else if (!limits.allow(group - from + 1, longest)) {
        ends.add(group);
        from = group;
        longest = longest(group, neighbours);
      }
    }
    if (groups > 0) {
      ends.add(groups);
    }
    return ends;
  }

  private int longest(int group, int neighbours) {
    int longest = 0;
    int to = Math.min((group + 1) * neighbours, longestFirst.length);
    for (int i = group * neighbours; i < to; i++) {
      longest = Math.max(longest, lengths[longestFirst[i]]);
    }
    return longest;
  }
}
