package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermWeightsTest {

  @Test
  void weighsTokensAndPairsAsByHand() {
    TermWeights terms =
        TermWeights.fit(List.of(List.of("good", "film"), List.of("bad", "film"), List.of()));

    // good, good film, film, bad, bad film; n = 3
    assertThat(terms.size()).isEqualTo(5);
    // good twice: (1 + ln 2) (1 + ln(4 / 2)); film once, in two texts: 1 + ln(4 / 3);
    // the pairs good good, film good were never seen
    double good = (1 + Math.log(2)) * (1 + Math.log(2));
    double film = 1 + Math.log(4 / 3.0);
    double pair = 1 + Math.log(2);
    double norm = Math.sqrt(good * good + film * film + pair * pair);
    double[] weights = terms.of(List.of("good", "film", "good")).weights();
    Arrays.sort(weights);
    assertThat(weights)
        .containsExactly(new double[] {film / norm, pair / norm, good / norm}, within(1e-15));
  }

  @Test
  void anUnknownTokenIsIgnoredAndPartsItsNeighbours() {
    TermWeights terms = TermWeights.fit(List.of(List.of("good", "film")));

    assertThat(terms.of(List.of("good", "film")).terms()).hasSize(3);
    assertThat(terms.of(List.of("good", "old", "film")).terms()).hasSize(2); // no pair
    assertThat(terms.of(List.of("old")).terms()).isEmpty();
    assertThat(terms.of(List.of()).weights()).isEmpty();
  }
}
