package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.VocabularySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static Vocabulary fitted(VocabularySpec spec, String... texts) {
    TokenCounts counts = new TokenCounts();
    for (String text : texts) {
      counts.add(List.of(text.split(" ")));
    }
    return counts.vocabulary(spec);
  }

  @Test
  void theMostFrequentTokensComeFirstAndTiesInOrderOfAppearance() {
    Vocabulary vocabulary = fitted(new VocabularySpec(100, 1), "z y x y", "w x y");

    assertThat(vocabulary.tokens()).containsExactly("y", "x", "z", "w"); // 3, 2, 1, 1 times
    assertThat(vocabulary.id("y")).isEqualTo(2);
    assertThat(vocabulary.id("w")).isEqualTo(5);
    assertThat(vocabulary.size()).isEqualTo(6);
  }

  @Test
  void unknownTokensShareOneId() {
    assertThat(fitted(new VocabularySpec(100, 1), "a").id("b")).isEqualTo(Vocabulary.UNKNOWN);
  }

  @Test
  void theSizeIncludesPaddingAndUnknown() {
    Vocabulary vocabulary = fitted(new VocabularySpec(3, 1), "a b b");

    assertThat(vocabulary.tokens()).containsExactly("b");
    assertThat(vocabulary.size()).isEqualTo(3);
  }

  @Test
  void rareTokensHaveNoIdOfTheirOwn() {
    assertThat(fitted(new VocabularySpec(100, 2), "a b", "b c c").tokens())
        .containsExactly("b", "c");
  }

  @Test
  void aTokenThatIsHalfASurrogatePairStaysUnknown() {
    assertThat(fitted(new VocabularySpec(100, 1), "a \uD83D").tokens()).containsExactly("a");
  }
}
