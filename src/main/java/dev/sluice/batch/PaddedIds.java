package dev.sluice.batch;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.Arrays;

/** Sequences of ids as one array, (batch, steps). Inputs are padded with 0, labels with -1. */
public final class PaddedIds {
  private PaddedIds() {}

  /**
   * Padded at the end to the longest of the batch, with a mask.
   *
   * @param ids (examples)(steps), at least one step each
   */
  public static Masked masked(int[][] ids, int[] batch) {
    int steps = longest(ids, batch);
    float[] mask = new float[numbers(batch.length, steps, 1)];
    for (int i = 0; i < batch.length; i++) {
      Arrays.fill(mask, i * steps, i * steps + ids[batch[i]].length, 1);
    }
    return seen(ids, batch, steps, /* atEnd= */ true).withMask(mask);
  }

  /**
   * Padded to a fixed number of steps, without a mask.
   *
   * @param atEnd whether the padding follows the ids instead of preceding them
   */
  public static Masked seen(int[][] ids, int[] batch, int steps, boolean atEnd) {
    return of(ids, batch, steps, atEnd, 0, "input");
  }

  /**
   * Ids followed by numbers, (batch, steps + columns).
   *
   * @param ids (batch, steps)
   * @param columns (examples)(columns)
   */
  public static Masked withColumns(Masked ids, float[][] columns, int[] batch) {
    int steps = ids.shape()[1];
    int whole = steps + columns[batch[0]].length;
    float[] values = new float[numbers(batch.length, whole, 1)];
    for (int i = 0; i < batch.length; i++) {
      System.arraycopy(ids.values(), i * steps, values, i * whole, steps);
      System.arraycopy(columns[batch[i]], 0, values, i * whole + steps, whole - steps);
    }
    return new Masked(values, new int[] {batch.length, whole}, ids.mask());
  }

  /**
   * Ids of tokens and of their characters, (batch, 1 + characters, steps).
   *
   * @param padded (batch, steps), at the end
   * @param spelled (examples)(steps)(characters)
   */
  public static Masked withCharacters(Masked padded, int[][][] spelled, int[] batch) {
    int steps = padded.shape()[1];
    int most = 1;
    for (int example : batch) {
      for (int[] token : spelled[example]) {
        most = Math.max(most, token.length);
      }
    }
    float[] values = new float[numbers(batch.length, steps, 1 + most)];
    for (int i = 0; i < batch.length; i++) {
      int at = i * (1 + most) * steps;
      System.arraycopy(padded.values(), i * steps, values, at, steps);
      int[][] tokens = spelled[batch[i]];
      for (int t = 0; t < tokens.length; t++) {
        for (int k = 0; k < tokens[t].length; k++) {
          values[at + (1 + k) * steps + t] = tokens[t][k];
        }
      }
    }
    return new Masked(values, new int[] {batch.length, 1 + most, steps}, padded.mask());
  }

  /**
   * Labels of steps, padded with -1 to the longest of the batch, without a mask.
   *
   * @param bounded which of input and target has the `max_length` that limits them
   */
  public static Masked labels(int[][] labels, int[] batch, String bounded) {
    return of(labels, batch, longest(labels, batch), /* atEnd= */ true, -1, bounded);
  }

  private static int longest(int[][] ids, int[] batch) {
    return Arrays.stream(batch).map(example -> ids[example].length).max().orElse(1);
  }

  private static Masked of(
      int[][] ids, int[] batch, int steps, boolean atEnd, float padding, String bounded) {
    float[] values = new float[numbers(batch.length, steps, 1, bounded)];
    Arrays.fill(values, padding);
    for (int i = 0; i < batch.length; i++) {
      int[] example = ids[batch[i]];
      int begin = i * steps + (atEnd ? 0 : steps - example.length);
      for (int t = 0; t < example.length; t++) {
        values[begin + t] = example[t];
      }
    }
    return Masked.of(values, batch.length, steps);
  }

  /**
   * The number of values in a batch.
   *
   * @param each values per step
   */
  public static int numbers(int examples, int steps, int each) {
    return numbers(examples, steps, each, "input");
  }

  private static int numbers(int examples, int steps, int each, String bounded) {
    long numbers = Math.multiplyExact((long) examples * steps, each);
    if (numbers > Integer.MAX_VALUE) {
      throw new UserException(
          Problem.atKey(
              "training.batch_size",
              "a batch of %s examples of up to %s tokens has %s numbers; the maximum is %s"
                  .formatted(examples, steps, numbers, Integer.MAX_VALUE),
              "reduce the batch size or max_length of the %s".formatted(bounded)));
    }
    return (int) numbers;
  }
}
