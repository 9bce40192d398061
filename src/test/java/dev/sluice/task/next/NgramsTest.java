package dev.sluice.task.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Documents;
import dev.sluice.evaluate.Patience;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class NgramsTest {
  private static Documents documents(boolean ended, int[]... ids) {
    return new Documents() {
      @Override
      public int[][] ids() {
        return ids;
      }

      @Override
      public boolean ended() {
        return ended;
      }
    };
  }

  private static double[] probabilities(Ngrams ngrams, int order, boolean ended, int... document) {
    float[] logs =
        ngrams.predict(documents(ended, document), order, Patience.ENDLESS).logProbabilities();
    double[] probabilities = new double[logs.length];
    for (int i = 0; i < logs.length; i++) {
      probabilities[i] = Math.exp(logs[i]);
    }
    return probabilities;
  }

  @Test
  void mixesOrdersAsWittenAndBellDo() {
    Ngrams ngrams = Ngrams.of(documents(false, new int[] {2, 3, 2, 3, 3}), 2, 4, Patience.ENDLESS);

    // 5 tokens, 2 kinds of them, 4 ids: p(2) = (2 + 2/4) / 7, p(3) = (3 + 2/4) / 7
    double p2 = 2.5 / 7;
    double p3 = 3.5 / 7;
    assertThat(probabilities(ngrams, 1, false, 2, 3))
        .containsExactly(new double[] {p2, p3}, within(1e-6));
    // after the border: 2, once. After 2: 3 and 3. After 3: 2 and 3.
    assertThat(probabilities(ngrams, 2, false, 2, 3, 3))
        .containsExactly(new double[] {(1 + p2) / 2, (2 + p3) / 3, (1 + 2 * p3) / 4}, within(1e-6));
    // never seen: token 1 anywhere, and what comes after it
    double p1 = 0.5 / 7;
    assertThat(probabilities(ngrams, 2, false, 1, 3))
        .containsExactly(new double[] {p1 / 2, p3}, within(1e-6));
  }

  @Test
  void theProbabilitiesOfWhatMayComeSumToOne() {
    Ngrams ngrams =
        Ngrams.of(
            documents(true, new int[] {2, 3, 2, 4, 2, 3}, new int[] {3, 4}, new int[] {}),
            5,
            5,
            Patience.ENDLESS);
    for (int[] before : new int[][] {{}, {2}, {2, 3}, {2, 3, 2, 4}, {4, 4, 4}, {3, 2, 3, 2, 3}}) {
      double sum = 0;
      for (int id = 1; id < 5; id++) {
        int[] longer = java.util.Arrays.copyOf(before, before.length + 1);
        longer[before.length] = id;
        sum += probabilities(ngrams, 5, false, longer)[before.length];
      }
      sum += probabilities(ngrams, 5, true, before)[before.length];
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void stopsWhenNobodyWaits() {
    assertThatThrownBy(() -> Ngrams.of(documents(true, new int[] {2, 3}), 5, 5, () -> true))
        .isInstanceOf(CancellationException.class);
  }
}
