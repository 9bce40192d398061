package dev.sluice.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A decoder's output for one example.
 *
 * @param logLoss -ln p of each token of the reference and of its end, given those before it; empty
 *     if there is no reference
 * @param right how many of these are the most probable ones
 * @param texts that it wrote, the best first; empty if none were wanted
 */
public record TextOutput(List<Float> logLoss, int right, List<Written> texts) {
  /**
   * A text.
   *
   * @param ids of its tokens, without start and end
   * @param attended (ids): the step of the source at which the decoder looked most for each; empty
   *     without attention
   * @param logProbability ln p of the text and its end
   * @param score by which texts were compared
   */
  public record Written(
      List<Integer> ids, List<Attended> attended, float logProbability, float score) {
    public Written {
      ids = List.copyOf(ids);
      attended = List.copyOf(attended);
    }
  }

  /**
   * A step of the source.
   *
   * @param step from 0, counting padding
   * @param weight its share of the attention, 0 to 1
   */
  public record Attended(int step, float weight) {}

  public TextOutput {
    logLoss = List.copyOf(logLoss);
    texts = List.copyOf(texts);
  }

  /** Written as a sequence of numbers, like the outputs of other networks. */
  public float[] toNumbers() {
    List<Float> numbers = new ArrayList<>();
    numbers.add((float) logLoss.size());
    numbers.addAll(logLoss);
    numbers.add((float) right);
    numbers.add((float) texts.size());
    for (Written text : texts) {
      numbers.add(text.logProbability());
      numbers.add(text.score());
      numbers.add((float) text.ids().size());
      text.ids().forEach(id -> numbers.add((float) id));
      numbers.add((float) text.attended().size());
      text.attended().forEach(a -> Collections.addAll(numbers, (float) a.step(), a.weight()));
    }
    float[] array = new float[numbers.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = numbers.get(i);
    }
    return array;
  }

  /** Reads that sequence; numbers after its end are ignored. */
  public static TextOutput of(float[] numbers) {
    int at = 0;
    List<Float> logLoss = new ArrayList<>();
    for (int left = (int) numbers[at++]; left > 0; left--) {
      logLoss.add(numbers[at++]);
    }
    int right = (int) numbers[at++];
    List<Written> texts = new ArrayList<>();
    for (int left = (int) numbers[at++]; left > 0; left--) {
      float logProbability = numbers[at++];
      float score = numbers[at++];
      List<Integer> ids = new ArrayList<>();
      for (int tokens = (int) numbers[at++]; tokens > 0; tokens--) {
        ids.add((int) numbers[at++]);
      }
      List<Attended> attended = new ArrayList<>();
      for (int tokens = (int) numbers[at++]; tokens > 0; tokens--) {
        attended.add(new Attended((int) numbers[at++], numbers[at++]));
      }
      texts.add(new Written(ids, attended, logProbability, score));
    }
    return new TextOutput(logLoss, right, texts);
  }
}
