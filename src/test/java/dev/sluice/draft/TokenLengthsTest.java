package dev.sluice.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenLengthsTest {
  private static int[] equal(int texts, int length) {
    int[] lengths = new int[texts];
    Arrays.fill(lengths, length);
    return lengths;
  }

  @Test
  void oneLongTextAmongManyIsCut() {
    int[] lengths = equal(100, 30);
    lengths[7] = 90_000;

    assertThat(TokenLengths.of(lengths).ofDocuments().most()).isEqualTo(30);
  }

  @Test
  void documentsAreReadAsFarAsAnEpochAllows() {
    assertThat(TokenLengths.of(equal(100, 90_000)).ofDocuments().most()).isEqualTo(5_000);
    // 10,000 texts of 1,000 tokens are ten million
    assertThat(TokenLengths.of(equal(10_000, 3_000)).ofDocuments().most()).isEqualTo(1_000);
    assertThat(TokenLengths.of(equal(1_000_000, 3_000)).ofDocuments().most()).isEqualTo(400);
  }

  @Test
  void otherTextsAreReadAsBefore() {
    int[] lengths = IntStream.range(0, 100).map(i -> 100 + 6 * i).toArray();

    assertThat(TokenLengths.of(lengths).ofDocuments().most()).isEqualTo(400);
    assertThat(TokenLengths.of(lengths).ofDocuments().areDocuments()).isFalse();
  }
}
