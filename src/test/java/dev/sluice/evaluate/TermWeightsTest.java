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
        TermWeights.fit(List.of(List.of("good", "film"), List.of("bad", "film"), List.of()), 100);

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
    TermWeights terms = TermWeights.fit(List.of(List.of("good", "film")), 100);

    assertThat(terms.of(List.of("good", "film")).terms()).hasSize(3);
    assertThat(terms.of(List.of("good", "old", "film")).terms()).hasSize(2); // no pair
    assertThat(terms.of(List.of("old")).terms()).isEmpty();
    assertThat(terms.of(List.of()).weights()).isEmpty();
  }

  @Test
  void ofMoreTermsThanMayBeKeptThoseInTheMostTextsAre() {
    // film in 3 texts; good, good film in 2; bad, bad film, old, old good in 1
    List<List<String>> texts =
        List.of(List.of("good", "film"), List.of("bad", "film"), List.of("old", "good", "film"));

    assertThat(TermWeights.fit(texts, 7).size()).isEqualTo(7);
    TermWeights three = TermWeights.fit(texts, 6); // the four that are in one text go together
    assertThat(three.size()).isEqualTo(3);
    assertThat(three.seen()).isEqualTo(7);
    assertThat(three.fewestTexts()).isEqualTo(2);
    assertThat(TermWeights.fit(texts, 2).size()).isEqualTo(1);
    assertThat(TermWeights.fit(texts, 0).size()).isZero();
    // a kept term weighs what it weighs among all: good, film and their pair, in 2, 3 and 2 of 3
    double two = 1 + Math.log(4 / 3.0);
    double norm = Math.sqrt(two * two + 1 + two * two);
    double[] weights = three.of(List.of("good", "film")).weights();
    Arrays.sort(weights);
    assertThat(weights)
        .containsExactly(new double[] {1 / norm, two / norm, two / norm}, within(1e-15));
    assertThat(three.of(List.of("bad", "old")).terms()).isEmpty();
  }
}
