package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frame.NormalForm;
import dev.sluice.spec.CleanSpec;
import org.junit.jupiter.api.Test;

class CleaningTest {
  private static String html(String text) {
    return of(new CleanSpec(true, false, CleanSpec.Unicode.NFC, CleanSpec.Numbers.KEEP), text);
  }

  private static String of(CleanSpec spec, String text) {
    return new Cleaning(spec, NormalForm.NFC).of(text);
  }

  @Test
  void tagsBecomeBlanksAndEntitiesWhatTheyStandFor() {
    assertThat(html("Great.<br /><br />Tom &amp; Jerry&#39;s caf&eacute; &#x1F600;&nbsp;&lt;3"))
        .isEqualTo("Great.  Tom & Jerry's caf\u00e9 \uD83D\uDE00\u00a0<3");
  }

  @Test
  void whatNobodySeesIsLeftOut() {
    assertThat(html("a<!-- <b>no</b> -->b<SCRIPT src='x'>if (a<b) no();</script>c"))
        .isEqualTo("a b c");
  }

  @Test
  void whatIsNoTagAndNoEntityStays() {
    String text = "1 < 2 > 0, I <3 it & so; AT&T; &#0; &#xD800; &unheard; \\ $1";

    assertThat(html(text)).isEqualTo(text);
  }

  @Test
  void aLongTextOfOpenBracketsIsReadInTime() {
    String text = "<a <a &#".repeat(100_000);

    assertThat(html(text)).isEqualTo(text);
  }

  @Test
  void controlCharactersBecomeBlanks() {
    CleanSpec spec = new CleanSpec(false, true, CleanSpec.Unicode.NFC, CleanSpec.Numbers.KEEP);

    assertThat(of(spec, "a\u0000b\u0085c\td\n")).isEqualTo("a b c\td\n");
  }

  @Test
  void compatibilityCharactersBecomeTheUsualOnes() {
    CleanSpec spec = new CleanSpec(false, false, CleanSpec.Unicode.NFKC, CleanSpec.Numbers.KEEP);

    assertThat(of(spec, "\uFF37\uFF49\uFF44\uFF45 \uFB01lm m\u00b2")).isEqualTo("Wide film m2");
    assertThat(of(CleanSpec.NONE, "\uFB01lm m\u00b2")).isEqualTo("\uFB01lm m\u00b2");
  }

  @Test
  void digitsOfEveryScriptBecomeZeros() {
    CleanSpec spec = new CleanSpec(false, false, CleanSpec.Unicode.NFC, CleanSpec.Numbers.ZEROS);

    assertThat(of(spec, "in 1984, 3.5 and \u0661\u0662")).isEqualTo("in 0000, 0.0 and 00");
  }
}
