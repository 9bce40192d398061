package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationPageTest {
  private static final String HOSTILE = "</span><script>alert('&')</script>\"";

  private static String page(String gap, ExplanationPage.Word... words) {
    return ExplanationPage.page(
        HOSTILE,
        HOSTILE,
        gap,
        List.of(new ExplanationPage.Text(HOSTILE, List.of(words), List.of(HOSTILE))));
  }

  @Test
  void whateverStandsInATextStaysText() {
    String page = page(" ", new ExplanationPage.Word(HOSTILE, -1, HOSTILE));

    assertThat(page)
        .contains("script-src &#39;none&#39;")
        .contains("&lt;/span&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;&quot; </span>")
        .doesNotContain("<script", "alert('");
  }

  @Test
  void coloursWordsByTheirShareOfTheStrongest() {
    String page =
        page(
            "",
            new ExplanationPage.Word("a", 2, ""),
            new ExplanationPage.Word("b", -1, "unknown"),
            new ExplanationPage.Word("c", 0, ""));

    assertThat(page)
        .contains(
            """
            <p class="words" dir="auto"><span class="for" style="--share:1.000" title="+2.0000">a</span>\
            <span class="against" style="--share:0.500" title="-1.0000, unknown">b</span>\
            <span class="for" style="--share:0.000" title="0.0000">c</span></p>""");
  }

  @Test
  void aTextWithoutAnyWeightHasNoColour() {
    assertThat(page("", new ExplanationPage.Word("a", 0, ""))).contains("--share:0.000\"");
  }
}
