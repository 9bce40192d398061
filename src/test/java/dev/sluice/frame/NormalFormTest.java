package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class NormalFormTest {
  private static String nfc(String text) {
    return NormalForm.NFC.of(text);
  }

  @Test
  void aLetterWithItsMarkIsOneCodePoint() {
    assertThat(nfc("cafe\u0301 A\u030A \u212B")).isEqualTo("caf\u00e9 \u00c5 \u00c5");
    assertThat(nfc("\u1112\u1161\u11ab")).isEqualTo("\ud55c");
  }

  @Test
  void signsWithoutAMeaningAreLeftOut() {
    assertThat(nfc("\uFEFFfine\uFEFF \u00ADre\u00ADview \u200Eto\u2060day\u200F \u202Ax\u202C"))
        .isEqualTo("fine review today x");
    assertThat(nfc("e\u00AD\u0301")).isEqualTo("\u00e9");
  }

  @Test
  void aZeroWidthSpaceIsABlank() {
    assertThat(nfc("one\u200Btwo")).isEqualTo("one two");
  }

  @Test
  void joinersSpellWordsAndEmojiAndStay() {
    String persian = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645";
    String family = "\uD83D\uDC69\u200D\uD83D\uDC67";

    assertThat(nfc(persian)).isEqualTo(persian);
    assertThat(nfc(family)).isEqualTo(family);
  }

  @Test
  void entitiesAndCompatibleLettersStayAsTheyAre() {
    assertThat(nfc("&amp;&#233;&nbsp; \uFB01 \u00B2 \u00A0"))
        .isEqualTo("&amp;&#233;&nbsp; \uFB01 \u00B2 \u00A0");
  }

  @Test
  void theRawFormChangesNothing() {
    assertThat(NormalForm.RAW.of("\uFEFFcafe\u0301\u00AD")).isEqualTo("\uFEFFcafe\u0301\u00AD");
  }

  @Property
  void canonicallyEquivalentTextsAreTheSameAndItsOwnFormStays(
      @ForAll
          @CharRange(from = '\u00A0', to = '\u0380')
          @CharRange(from = '\u1E00', to = '\u2070')
          @CharRange(from = '\uFEF0', to = '\uFEFF')
          @Chars({'a', 'e', 'o', ' ', '\uAC00', '\uD834', '\uDD5E'})
          String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);

    assertThat(nfc(decomposed)).isEqualTo(nfc(text));
    assertThat(nfc(nfc(text))).isEqualTo(nfc(text));
  }
}
