package dev.sluice.predict;

import dev.sluice.batch.Examples;
import dev.sluice.run.CsvTable;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.Prediction;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model's answers for some rows, in the forms in which programs send them. Immutable.
 *
 * @param <A> the kind of its answers
 */
public final class Answers<A extends Prediction> {
  private final FittedTarget<A> target;
  private final Examples examples;
  private final List<A> all;

  private Answers(FittedTarget<A> target, Examples examples, List<A> all) {
    this.target = target;
    this.examples = examples;
    this.all = List.copyOf(all);
  }

  /**
   * @param outputs of the network for the examples, (examples)(units)
   */
  static <A extends Prediction> Answers<A> of(
      FittedTarget<A> target, Examples examples, float[][] outputs) {
    return new Answers<>(target, examples, target.answers(examples, outputs));
  }

  /** In the order of the rows. */
  public List<A> all() {
    return all;
  }

  /**
   * As plain values for JSON, with the same numbers as {@link #write}: one for each example; for
   * forecasts one for each value.
   */
  public List<Map<String, Object>> documents() {
    return target.documents(examples.frame(), all);
  }

  /** How often each class, label or tag is among the answers; empty for other answers. */
  public Map<String, Long> counts() {
    return all.stream()
        .flatMap(answer -> target.counted(answer).stream())
        .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
  }

  /** The number of tokens that the model has read; 0 if it reads no texts. */
  public long tokens() {
    return ids().count();
  }

  /** The number of those that are not in its vocabulary. */
  public long unknownTokens() {
    return ids().filter(id -> id == examples.input().texts().orElseThrow().unknownId()).count();
  }

  private IntStream ids() {
    return examples
        .input()
        .texts()
        .map(texts -> IntStream.range(0, texts.size()).flatMap(i -> IntStream.of(texts.ids(i))))
        .orElse(IntStream.empty());
  }

  /**
   * As CSV; docs/run-folder.md has the columns.
   *
   * @param out without a header yet; stays open
   * @throws dev.sluice.problem.UserException if the rows have a column that would be added
   */
  public void write(CsvTable out) {
    target.write(out, examples.frame(), all);
  }
}
