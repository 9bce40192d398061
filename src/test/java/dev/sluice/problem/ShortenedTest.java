package dev.sluice.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTest {
  @Test
  void ofALongTextStartAndEndAreShown() {
    assertThat(Shortened.to(20, "a".repeat(20))).isEqualTo("a".repeat(20));
    assertThat(Shortened.to(20, "a".repeat(100) + "bcdefg")).isEqualTo("a".repeat(12) + "...cdefg");
  }

  @Test
  void noCharacterIsCutInTwo() {
    String emoji = "\uD83D\uDE00";
    for (int longest = 10; longest < 20; longest++) {
      String shown = Shortened.to(longest, emoji.repeat(50));

      assertThat(shown.replace(emoji, "")).isEqualTo("...");
    }
  }
}
