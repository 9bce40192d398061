package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct tokens of a batch by their characters, in the order of first appearance.
 *
 * @param steps the most characters of one
 * @param count how many there are
 * @param characters (steps, count), 0 after the end of a token
 * @param mask (count, steps), 0 after the end of a token
 * @param ofPlaces (places) the index of the token at each place; -1 for none
 */
record Spellings(int steps, int count, int[] characters, float[] mask, int[] ofPlaces) {

  /**
   * @param in (places, 1 + most), the id of a token followed by those of its characters, 0 after
   *     them
   * @param alphabet ids of characters are below this
   */
  static Spellings of(Floats in, int places, int most, int alphabet) {
    Map<IntBuffer, Integer> numbers = new HashMap<>();
    List<int[]> distinct = new ArrayList<>();
    int[] ofPlaces = new int[places];
    float[] row = new float[1 + most];
    int longest = 0;
    for (int place = 0; place < places; place++) {
      in.buffer().get(place * row.length, row);
      int length = 0;
      int[] characters = new int[most];
      while (length < most && row[1 + length] != 0) {
        float id = row[1 + length];
        if (!(id > 0 && id < alphabet)) {
          throw new IllegalArgumentException(
              "character %s of a token: id %s is not one of 0 to %s"
                  .formatted(length, id, alphabet - 1));
        }
        characters[length++] = (int) id;
      }
      if (length == 0) {
        ofPlaces[place] = -1;
        continue;
      }
      int[] token = Arrays.copyOf(characters, length);
      Integer known = numbers.putIfAbsent(IntBuffer.wrap(token), distinct.size());
      ofPlaces[place] = known == null ? distinct.size() : known;
      if (known == null) {
        distinct.add(token);
        longest = Math.max(longest, length);
      }
    }
    int count = distinct.size();
    int[] all = new int[longest * count];
    float[] mask = new float[count * longest];
    for (int i = 0; i < count; i++) {
      int[] token = distinct.get(i);
      for (int k = 0; k < token.length; k++) {
        all[k * count + i] = token[k];
        mask[i * longest + k] = 1;
      }
    }
    return new Spellings(longest, count, all, mask, ofPlaces);
  }

  /**
   * Writes the id of each place, and the encoding of its token.
   *
   * @param in (places, 1 + most)
   * @param forwards (count, units)
   * @param backwards (count, units)
   * @param out (places, 1 + 2 * units), overwritten; 0 where there is no token
   */
  void write(Floats in, int most, Floats forwards, Floats backwards, int units, Floats out) {
    float[] none = new float[2 * units];
    for (int place = 0; place < ofPlaces.length; place++) {
      int at = place * (1 + 2 * units);
      out.buffer().put(at, in.buffer().get(place * (1 + most)));
      if (ofPlaces[place] < 0) {
        out.buffer().put(at + 1, none);
      } else {
        out.buffer().put(at + 1, forwards.buffer(), ofPlaces[place] * units, units);
        out.buffer().put(at + 1 + units, backwards.buffer(), ofPlaces[place] * units, units);
      }
    }
  }

  /**
   * Sums the gradients of all places of each token.
   *
   * @param epsilons (places, 1 + 2 * units)
   * @param direction 0 forwards, 1 backwards
   * @return (count, units)
   */
  Floats gradient(Floats epsilons, int units, int direction) {
    float[] sums = new float[count * units];
    for (int place = 0; place < ofPlaces.length; place++) {
      if (ofPlaces[place] >= 0) {
        int from = place * (1 + 2 * units) + 1 + direction * units;
        for (int j = 0; j < units; j++) {
          sums[ofPlaces[place] * units + j] += epsilons.buffer().get(from + j);
        }
      }
    }
    Floats gradient = Floats.of(sums.length);
    gradient.buffer().put(0, sums);
    return gradient;
  }
}
