package dev.sluice.input.text;

import dev.sluice.frame.MemoryRecordReader;
import dev.sluice.shape.InputShape;
import dev.sluice.spec.InputSpec.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Encoded texts as DataVec records; asked for several, it returns one {@link NDArrayRecordBatch} of
 * these arrays, all of 32-bit floats:
 *
 * <ul>
 *   <li>features, (batch, steps), the ids;
 *   <li>if padding is masked, features mask (batch, steps), 1 for a token, 0 for padding;
 *   <li>if there are labels, (batch, 1) for two classes, else one-hot (batch, classes).
 * </ul>
 *
 * Masked, {@code steps} is the length of the longest text of the batch, and padding stands at the
 * end; unmasked it is {@code max_length}.
 */
final class TokenSequenceReader extends MemoryRecordReader {
  private static final long serialVersionUID = 1L;

  private final transient TextExamples examples;
  private final transient InputShape.Tokens shape;
  private final int classes;
  private final int[] order; // (records): example

  TokenSequenceReader(TextExamples examples, int[] order) {
    this.examples = examples;
    this.shape = examples.pipeline().input();
    this.classes = examples.pipeline().output().count();
    this.order = order;
  }

  @Override
  protected int size() {
    return order.length;
  }

  @Override
  protected List<List<Writable>> records(int from, int count) {
    int[] batch = Arrays.copyOfRange(order, from, from + count);
    boolean masked = shape.seenPadding().isEmpty();
    int steps =
        masked
            ? Arrays.stream(batch).map(example -> examples.ids(example).length).max().orElse(1)
            : shape.maxLength();
    List<INDArray> arrays = new ArrayList<>();
    arrays.add(features(batch, steps));
    if (masked) {
      arrays.add(mask(batch, steps));
    }
    if (examples.labelled()) {
      arrays.add(labels(batch));
    }
    return new NDArrayRecordBatch(arrays);
  }

  private INDArray features(int[] batch, int steps) {
    float[] features = new float[batch.length * steps]; // (batch, steps)
    boolean atEnd = shape.seenPadding().orElse(Padding.POST) == Padding.POST;
    for (int i = 0; i < batch.length; i++) {
      int[] ids = examples.ids(batch[i]);
      int begin = i * steps + (atEnd ? 0 : steps - ids.length);
      for (int t = 0; t < ids.length; t++) {
        features[begin + t] = ids[t];
      }
    }
    return Nd4j.create(features, new long[] {batch.length, steps}, 'c');
  }

  private INDArray mask(int[] batch, int steps) {
    float[] mask = new float[batch.length * steps]; // (batch, steps)
    for (int i = 0; i < batch.length; i++) {
      Arrays.fill(mask, i * steps, i * steps + examples.ids(batch[i]).length, 1);
    }
    return Nd4j.create(mask, new long[] {batch.length, steps}, 'c');
  }

  private INDArray labels(int[] batch) {
    int width = classes == 2 ? 1 : classes;
    float[] labels = new float[batch.length * width]; // (batch, width)
    for (int i = 0; i < batch.length; i++) {
      int label = examples.label(batch[i]);
      if (width == 1) {
        labels[i] = label;
      } else {
        labels[i * width + label] = 1;
      }
    }
    return Nd4j.create(labels, new long[] {batch.length, width}, 'c');
  }

  @Override
  public List<String> getLabels() {
    return examples.pipeline().classes();
  }
}
