package dev.sluice.batch;

import dev.sluice.frame.ExampleOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One pass over documents, segment by segment, for truncated backpropagation (Williams and Peng
 * 1990). Each row of a batch is a lane: it continues where the same row of the previous batch
 * ended, and takes another document when it has finished one. The order of the documents is random.
 *
 * <p>So that no lane waits for the others, a document that is longer than its share (all tokens
 * divided by the lanes) is cut into pieces of that length, at different places in each pass. A
 * piece begins with the token before it.
 *
 * <p>Batches are features (lanes, steps) of ids, labels (lanes, steps), -1 where there is none, and
 * a mask where a lane has fewer steps than another. Their example metadata are Booleans: whether
 * the row begins a document or a piece.
 */
public final class Segments implements Iterator<DataSet> {
  private final Documents documents;
  private final int steps;
  private final Deque<Piece> pieces = new ArrayDeque<>(); // not yet in a lane
  private final Piece[] lanes; // null where no piece is left

  /** The predictions from..to of a document that are not yet in a batch. */
  private record Piece(int document, int from, int to, boolean begins) {}

  /**
   * @param lanes rows of a batch
   * @param steps the most predictions of a row
   */
  public Segments(Documents documents, int lanes, int steps, long seed) {
    this.documents = documents;
    this.steps = steps;
    pieces.addAll(pieces(documents, lanes, steps, new Random(seed)));
    this.lanes = new Piece[Math.min(lanes, pieces.size())];
    for (int lane = 0; lane < this.lanes.length; lane++) {
      this.lanes[lane] = pieces.pollFirst();
    }
  }

  /** The number of batches in a pass. It may have a few more, when lanes run out of documents. */
  public static int count(Documents documents, int lanes, int steps) {
    long segments = 0;
    for (int i = 0; i < documents.ids().length; i++) {
      segments += (documents.predictions(i) + steps - 1) / steps;
    }
    return (int) Math.max(1, (segments + lanes - 1) / lanes);
  }

  private static List<Piece> pieces(Documents documents, int lanes, int steps, Random random) {
    int[] order = new int[documents.ids().length];
    Arrays.setAll(order, i -> i);
    ExampleOrder.shuffle(order, random);
    long share = Math.max(steps, (documents.predictions() + lanes - 1) / lanes);
    List<Piece> whole = new ArrayList<>(); // pieces of the full length come first, side by side
    List<Piece> others = new ArrayList<>();
    for (int document : order) {
      int length = documents.predictions(document);
      int from = 0;
      while (from < length) {
        int cut =
            length <= share
                ? length
                : from == 0 ? 1 + random.nextInt((int) share) : from + (int) share;
        int to = Math.min(length, cut);
        (to - from == share ? whole : others).add(new Piece(document, from, to, true));
        from = to;
      }
    }
    whole.addAll(others);
    return whole;
  }

  @Override
  public boolean hasNext() {
    return Arrays.stream(lanes).anyMatch(lane -> lane != null);
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the pass is over");
    }
    int longest =
        Arrays.stream(lanes).mapToInt(lane -> lane == null ? 0 : length(lane)).max().orElseThrow();
    float[] ids = new float[lanes.length * longest];
    float[] labels = new float[ids.length];
    float[] mask = new float[ids.length];
    Arrays.fill(labels, -1);
    List<Boolean> begins = new ArrayList<>();
    boolean full = true;
    for (int lane = 0; lane < lanes.length; lane++) {
      Piece piece = lanes[lane];
      begins.add(piece == null || piece.begins);
      int length = piece == null ? 0 : length(piece);
      for (int t = 0; t < length; t++) {
        int[] document = documents.ids()[piece.document];
        int token = piece.from + t;
        ids[lane * longest + t] = token == 0 ? Documents.BORDER : document[token - 1];
        if (token >= documents.onlyRead(piece.document)) {
          labels[lane * longest + t] = token < document.length ? document[token] : Documents.BORDER;
        }
        mask[lane * longest + t] = 1;
      }
      full &= length == longest;
      lanes[lane] = rest(piece, length);
    }
    DataSet batch =
        new DataSet(
            array(ids, longest), array(labels, longest), full ? null : array(mask, longest), null);
    batch.setExampleMetaData(begins);
    return batch;
  }

  private int length(Piece piece) {
    return Math.min(steps, piece.to - piece.from);
  }

  private Piece rest(Piece piece, int read) {
    return piece != null && piece.from + read < piece.to
        ? new Piece(piece.document, piece.from + read, piece.to, false)
        : pieces.pollFirst();
  }

  private INDArray array(float[] values, int steps) {
    return Nd4j.create(values, new long[] {lanes.length, steps}, 'c');
  }
}
