package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.ExplainedText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationPageTest {
  private static final String HOSTILE = "</span><script>alert('&')</script>\"";

  private static ExplainedText.Token token(String text, double attribution) {
    return new ExplainedText.Token(text, attribution, true, true);
  }

  private static String page(ExplainedText.Token... tokens) {
    return ExplanationPage.page(
        HOSTILE,
        List.of(
            new ExplanationPage.Text(
                HOSTILE,
                new ExplainedText(
                    HOSTILE,
                    0.9,
                    2,
                    1,
                    Optional.of(0.01),
                    0,
                    List.of(tokens),
                    List.of(new ExplainedText.Column(HOSTILE, HOSTILE, -0.5))))));
  }

  @Test
  void whateverStandsInATextStaysText() {
    String page = page(token(HOSTILE, -1));

    assertThat(page)
        .contains("script-src &#39;none&#39;")
        .contains("&lt;/span&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;&quot; </span>")
        .doesNotContain("<script", "alert('");
  }

  @Test
  void coloursWordsByTheirShareOfTheStrongest() {
    String page =
        page(
            token("a", 2),
            new ExplainedText.Token("b", -1, true, false),
            token("c", 0)); // characters have no blanks between them

    assertThat(page)
        .contains(
            """
            <p class="words" dir="auto"><span class="for" style="--share:1.000" title="+2.0000">a</span>\
            <span class="against" style="--share:0.500" title="-1.0000, unknown">b</span>\
            <span class="for" style="--share:0.000" title="0.0000">c</span></p>""");
  }

  @Test
  void saysWhatTheNumbersAreWorth() {
    assertThat(page(new ExplainedText.Token("far", 1, false, true)))
        .contains("log-odds 2.0000, without the words 1.0000; completeness error 0.010 (1.0%)")
        .contains("the network did not see 1 of 1 tokens, because of max_length");
  }

  @Test
  void aTextWithoutAnyWeightHasNoColour() {
    assertThat(page(token("a", 0))).contains("--share:0.000\"");
  }
}
