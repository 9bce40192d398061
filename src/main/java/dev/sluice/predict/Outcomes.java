package dev.sluice.predict;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.data.Pipeline;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.network.Inference;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.TextAttention;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Runs networks on examples. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * The network's predictions with the actual values.
   *
   * @param labelled examples of the pipeline
   * @throws java.util.concurrent.CancellationException if the patience ends before that
   */
  public static Predictions of(
      Inference network, Pipeline pipeline, Examples labelled, Patience patience) {
    return pipeline.target().predictions(labelled, outputs(network, pipeline, labelled, patience));
  }

  /**
   * Writes the network's answers for the rows of a table, each after its columns.
   *
   * @param out without a header yet
   * @param outputs as {@link #outputs} returns them
   */
  public static void write(CsvTable out, Pipeline pipeline, Examples examples, float[][] outputs) {
    write(out, pipeline.target(), examples, outputs);
  }

  private static <A extends Prediction> void write(
      CsvTable out, FittedTarget<A> target, Examples examples, float[][] outputs) {
    target.write(out, examples.frame(), target.answers(examples, outputs));
  }

  /**
   * Where a network that writes texts looks while it writes its best text for each of these
   * examples.
   *
   * @param numbers of a few examples, which are computed together
   * @return as many; empty if it has no attention
   */
  public static List<TextAttention> attention(Inference network, Examples examples, int[] numbers) {
    Masked batch = examples.input().features(numbers);
    return network.attention(batch.values(), batch.shape(), batch.mask());
  }

  /**
   * The raw outputs, in the order of the examples. If a network writes texts and there are labels,
   * the outputs include the labels' probabilities.
   *
   * @return (examples)(outputs of the network)
   * @throws java.util.concurrent.CancellationException if the patience ends before that
   */
  public static float[][] outputs(
      Inference network, Pipeline pipeline, Examples examples, Patience patience) {
    Optional<? extends Labels> labels =
        pipeline.outputShape().writesTexts() ? examples.labels() : Optional.empty();
    Optional<Documents> documents = examples.input().documents();
    if (documents.isPresent()) {
      return network.scores(documents.get().ids(), documents.get().ended(), patience::check);
    }
    float[][] outputs = new float[examples.size()][];
    int size = network.batchSize(pipeline.inputShape().steps());
    for (int at = 0; at < outputs.length; at += size) {
      patience.check();
      int end = Math.min(at + size, outputs.length);
      int[] numbers = IntStream.range(at, end).toArray();
      Masked batch = examples.input().features(numbers);
      float[][] rows =
          network.outputs(
              batch.values(),
              batch.shape(),
              batch.mask(),
              labels.map(given -> given.labels(numbers, 1).values()),
              /* writes= */ true);
      System.arraycopy(rows, 0, outputs, at, rows.length);
    }
    return outputs;
  }
}
