package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.InputSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlphabetTest {
  private static final int UNKNOWN = 1;

  @Test
  void charactersThatAreMetTwiceHaveAnId() {
    Alphabet alphabet = Alphabet.of(Stream.of("Aab", "b😀", "a😀"), reading(10));

    assertThat(alphabet.characters()).containsExactly("a", "b", "😀");
    assertThat(alphabet.size()).isEqualTo(5); // none and unknown too
    assertThat(alphabet.ids("Ab😀")).containsExactly(UNKNOWN, 3, 4);
  }

  @Test
  void ofALongTokenTheStartAndTheEndAreRead() {
    Alphabet alphabet = Alphabet.of(Stream.of("abcdefg", "abcdefg"), reading(5));

    assertThat(alphabet.ids("abcdefg")).containsExactly(2, 3, 4, 7, 8);
    assertThat(alphabet.ids("abcde")).containsExactly(2, 3, 4, 5, 6);
  }

  private static InputSpec.Characters reading(int most) {
    return new InputSpec.Characters(new InputSpec.Characters.Lstm(2), 2, most);
  }
}
