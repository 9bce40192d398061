package dev.sluice.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pieces of texts for a sequence autoencoder (Dai and Le 2015): each is read, then comes a {@link
 * #BORDER}, then the same piece once more, which is learned from, with its end.
 *
 * @param ids (pieces)(2 tokens + 1)
 */
public record WrittenAnew(int[][] ids) implements Documents {

  /**
   * @param most tokens of a piece; a longer text is cut into pieces of about the same length
   */
  public static WrittenAnew of(Documents texts, int most) {
    List<int[]> pieces = new ArrayList<>();
    for (int[] text : texts.ids()) {
      int count = (text.length + most - 1) / most;
      for (int p = 0; p < count; p++) {
        int from = (int) ((long) text.length * p / count);
        int to = (int) ((long) text.length * (p + 1) / count);
        int[] twice = Arrays.copyOf(Arrays.copyOfRange(text, from, to), 2 * (to - from) + 1);
        twice[to - from] = BORDER;
        System.arraycopy(text, from, twice, to - from + 1, to - from);
        pieces.add(twice);
      }
    }
    return new WrittenAnew(pieces.toArray(int[][]::new));
  }

  @Override
  public boolean ended() {
    return true;
  }

  /** The piece where it is read, and the border behind it. */
  @Override
  public int onlyRead(int document) {
    return (ids[document].length + 1) / 2;
  }
}
