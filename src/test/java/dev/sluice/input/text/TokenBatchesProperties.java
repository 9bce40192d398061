package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Examples;
import dev.sluice.data.Dataset;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.spec.InputSpec.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class TokenBatchesProperties {

  @Property(tries = 20)
  void anEpochShowsEveryTextOnceWithItsLabel(
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int batchSize,
      @ForAll long seed) {
    Random random = new Random(seed);
    String[] values = new String[2 * size + 2];
    for (int i = 0; i <= size; i++) {
      // token ti names the text, so that a batch tells which text it shows
      values[2 * i] = "t%s%s".formatted(i, " w".repeat(random.nextInt(4)));
      values[2 * i + 1] = i % 2 == 0 ? "x" : "y";
    }
    Examples examples =
        Dataset.load(
                Texts.spec(Texts.input(4, Keep.START, Optional.empty()), Texts.noSplit()),
                Texts.reviews(values))
            .examples(Part.TRAINING);
    EncodedTexts texts = (EncodedTexts) examples.input();
    Vocabulary vocabulary = texts.fitted().as(FittedText.class).vocabulary();

    List<Integer> seen = new ArrayList<>();
    DataSetIterator batches = examples.batches(batchSize, new BatchOrder.Shuffled(seed), 1);
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      for (int row = 0; row < batch.numExamples(); row++) {
        int id = batch.getFeatures().getInt(row, 0);
        int text = Integer.parseInt(vocabulary.tokens().get(id - 2).substring(1));
        seen.add(text);
        assertThat(batch.getLabels().getInt(row, 0)).isEqualTo(text % 2);
        assertThat(batch.getFeaturesMaskArray().getRow(row).sumNumber().intValue())
            .isEqualTo(texts.ids(text).length);
      }
    }

    assertThat(seen).hasSize(size + 1).doesNotHaveDuplicates();
  }
}
