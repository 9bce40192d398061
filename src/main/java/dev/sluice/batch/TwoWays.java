package dev.sluice.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One pass over texts for language models of both directions: the first half of the rows holds
 * {@link Segments} of the texts as they are, the second half those of the same texts reversed. Both
 * halves always have the same lengths.
 *
 * @param both whether texts are also read backwards
 * @param predicted ids that are kept as labels; the others become {@code unknown}
 */
public final class TwoWays implements Iterator<DataSet> {
  private final List<Segments> ways;
  private final int predicted;
  private final int unknown;

  /**
   * @param both whether texts are also read from their end
   * @param predicted ids that stay what they are as labels; the others become {@code unknown}
   */
  public TwoWays(
      Documents texts, boolean both, int predicted, int unknown, int lanes, int steps, long seed) {
    this.predicted = predicted;
    this.unknown = unknown;
    ways = new ArrayList<>();
    ways.add(new Segments(texts, lanes, steps, seed));
    if (both) {
      ways.add(new Segments(reversed(texts), lanes, steps, seed));
    }
  }

  private static Documents reversed(Documents texts) {
    int[][] ids = new int[texts.ids().length][];
    for (int i = 0; i < ids.length; i++) {
      int[] forwards = texts.ids()[i];
      ids[i] = new int[forwards.length];
      for (int t = 0; t < forwards.length; t++) {
        ids[i][t] = forwards[forwards.length - 1 - t];
      }
    }
    return new FromTheEnd(texts, ids);
  }

  /**
   * @param ids (texts)(tokens), the last one first
   */
  private record FromTheEnd(Documents texts, int[][] ids) implements Documents {
    @Override
    public boolean ended() {
      return texts.ended();
    }

    @Override
    public int onlyRead(int document) {
      return texts.onlyRead(document);
    }
  }

  @Override
  public boolean hasNext() {
    return ways.get(0).hasNext();
  }

  @Override
  public DataSet next() {
    List<DataSet> parts = ways.stream().map(Segments::next).toList();
    List<Boolean> begins = new ArrayList<>();
    parts.forEach(part -> begins.addAll(part.getExampleMetaData(Boolean.class)));
    INDArray mask = parts.get(0).getFeaturesMaskArray();
    DataSet batch =
        new DataSet(
            joined(parts.stream().map(DataSet::getFeatures).toList()),
            labels(joined(parts.stream().map(DataSet::getLabels).toList())),
            mask == null
                ? null
                : joined(parts.stream().map(DataSet::getFeaturesMaskArray).toList()),
            null);
    batch.setExampleMetaData(begins);
    return batch;
  }

  private static INDArray joined(List<INDArray> parts) {
    return parts.size() == 1 ? parts.get(0) : Nd4j.concat(0, parts.toArray(INDArray[]::new));
  }

  private INDArray labels(INDArray ids) {
    float[] labels = ids.dup('c').data().asFloat();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] < predicted ? labels[i] : unknown; // -1 stays
    }
    return Nd4j.create(labels, ids.shape(), 'c');
  }
}
