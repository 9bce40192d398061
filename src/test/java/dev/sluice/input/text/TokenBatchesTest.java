package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Examples;
import dev.sluice.data.Dataset;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec.Keep;
import dev.sluice.spec.InputSpec.Padding;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class TokenBatchesTest {
  private static final Table THREE =
      Texts.reviews("b c d", "x", "b", "y", "b c", "y"); // ids 2 3 4; 2; 2 3

  private static Dataset data(Optional<Padding> seenPadding) {
    return Dataset.load(
        Texts.spec(Texts.input(4, Keep.START, seenPadding), Texts.noSplit()), THREE);
  }

  private static Examples examples(Table table, Optional<Padding> seenPadding) {
    return Dataset.load(Texts.spec(Texts.input(4, Keep.START, seenPadding), Texts.noSplit()), table)
        .examples(Part.TRAINING);
  }

  private static DataSetIterator inOrder(Examples examples, int batchSize) {
    return examples.batches(batchSize, new BatchOrder.Sequential(), 1);
  }

  @Test
  void aMaskedBatchIsAsLongAsItsLongestTextAndPaddedAtTheEnd() {
    DataSetIterator batches = inOrder(examples(THREE, Optional.empty()), 2);

    DataSet first = batches.next();
    assertThat(first.getFeatures().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{2, 3, 4}, {2, 0, 0}});
    assertThat(first.getFeaturesMaskArray().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1, 1}, {1, 0, 0}});
    assertThat(first.getLabels().toFloatMatrix()).isDeepEqualTo(new float[][] {{0}, {1}});
    DataSet second = batches.next();
    assertThat(second.getFeatures().toFloatMatrix()).isDeepEqualTo(new float[][] {{2, 3}});
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aBatchThatNoArrayHoldsIsRefused() {
    Table one = Texts.reviews("b ".repeat(50_000), "x", "b", "y");
    EncodedInput texts =
        Dataset.load(
                Texts.spec(Texts.input(50_000, Keep.START, Optional.empty()), Texts.noSplit()), one)
            .examples(Part.TRAINING)
            .input();

    assertThatThrownBy(() -> texts.features(new int[50_000])) // all of them the first text
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            training.batch_size: a batch of 50000 examples of up to 50000 tokens has 2500000000 numbers; the maximum is 2147483647
                reduce the batch size or max_length of the input""");
  }

  @Test
  void arraysAreFloats() {
    DataSet batch = inOrder(examples(THREE, Optional.empty()), 2).next();

    assertThat(batch.getFeatures().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.getFeaturesMaskArray().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.getLabels().dataType()).isEqualTo(DataType.FLOAT);
  }

  @Test
  void paddingThatTheNetworkSeesFillsUpToMaxLengthAtEitherEnd() {
    DataSet pre = inOrder(examples(THREE, Optional.of(Padding.PRE)), 2).next();
    DataSet post = inOrder(examples(THREE, Optional.of(Padding.POST)), 2).next();

    assertThat(pre.getFeatures().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 2, 3, 4}, {0, 0, 0, 2}});
    assertThat(post.getFeatures().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{2, 3, 4, 0}, {2, 0, 0, 0}});
    assertThat(pre.getFeaturesMaskArray()).isNull();
    assertThat(post.getFeaturesMaskArray()).isNull();
  }

  @Test
  void labelsOfMoreClassesAreOneHot() {
    DataSet batch =
        examples(Texts.ofClasses(1, 1, 1), Optional.empty())
            .batches(3, new BatchOrder.Sequential(), 3)
            .next();

    assertThat(batch.getLabels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  }

  @Test
  void labelsOfTwoClassesBecomeOneHotForASoftmax() {
    DataSet batch =
        examples(THREE, Optional.empty()).batches(3, new BatchOrder.Sequential(), 2).next();

    assertThat(batch.getLabels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 0}, {0, 1}, {0, 1}});
    assertThat(batch.getFeaturesMaskArray()).isNotNull();
  }

  @Test
  void rowsToPredictHaveNoLabels() {
    Examples unlabelled = data(Optional.empty()).pipeline().unlabelled(THREE);

    DataSet batch = unlabelled.batches(2, new BatchOrder.Sequential()).next();

    assertThat(batch.getLabels()).isNull();
    assertThat(batch.getFeatures().shape()).containsExactly(2, 3);
    assertThat(batch.getFeaturesMaskArray().shape()).containsExactly(2, 3);
  }

  @Test
  void aResetIteratorGivesTheSameBatchesAgain() {
    DataSetIterator batches =
        examples(THREE, Optional.empty()).batches(2, new BatchOrder.Shuffled(3), 1);

    DataSet first = batches.next();
    batches.reset();

    assertThat(batches.next()).isEqualTo(first);
  }
}
