package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.InputSpec;
import dev.sluice.spec.VocabularySpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  @Test
  void tokensWithoutAnIdOfTheirOwnShareOneByTheirHash() {
    Vocabulary vocabulary = fitted(new VocabularySpec(4, 1, Optional.of(50)), "a a b b c");

    assertThat(vocabulary.tokens()).containsExactly("a", "b");
    assertThat(vocabulary.size()).isEqualTo(4 + 50);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      int id = vocabulary.id("new" + i);
      assertThat(id).isBetween(4, 53).isEqualTo(vocabulary.id("new" + i));
      ids.add(id);
    }
    assertThat(ids).hasSize(50);
    // "c".hashCode() is 99; 99 * 0x9E3779B9 = 0x2F74128B; ^ >>> 16 is 0x2F743DFF, 49 modulo 50
    assertThat(vocabulary.id("c")).isEqualTo(4 + 49);
    assertThat(vocabulary.token(4 + 49)).isEqualTo("<hash 49>");
  }

  @Test
  void anIdOfSeveralTokensCannotBeWritten() {
    VocabularySpec hashed = new VocabularySpec(4, 1, Optional.of(50));

    assertThatThrownBy(
            () -> new InputSpec.Tokens("form", Optional.empty(), false, hashed, Optional.empty()))
        .hasMessageContaining("vocabulary.hash: is for input 'text'");
  }
}
