package dev.sluice.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
  @Test
  void sharesAreThoseOfTheRequests() {
    Routing routing = new Routing(Map.of("a", shares("a", 0.75, "b", 0.25)), Map.of("b", "c"));

    assertThat(routing.choose("a", 0)).isEqualTo("a");
    assertThat(routing.choose("a", 0.7499)).isEqualTo("a");
    assertThat(routing.choose("a", 0.75)).isEqualTo("b");
    assertThat(routing.choose("a", 0.9999999)).isEqualTo("b");
    assertThat(routing.choose("b", 0.1)).isEqualTo("b");
    assertThat(routing.shadow("b")).contains("c");
    assertThat(routing.shadow("a")).isEmpty();
  }

  private static Map<String, Double> shares(String a, double ofA, String b, double ofB) {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put(a, ofA);
    shares.put(b, ofB);
    return shares;
  }

  @Test
  void refusesSharesThatAreNoWholeAndModelsThatAreNotThere() {
    assertThatThrownBy(() -> new Routing(Map.of("a", shares("a", 0.5, "b", 0.4)), Map.of()))
        .hasMessage("shares must add up to 1, not to 0.9");
    assertThatThrownBy(() -> new Routing(Map.of("a", shares("a", 1.5, "b", -0.5)), Map.of()))
        .hasMessage("shares must be above 0");
    assertThatThrownBy(
            () ->
                new Routing(Map.of("a", shares("a", 0.5, "b", 0.5)), Map.of("a", "d"))
                    .require(Set.of("a")))
        .hasMessageContaining("--split: there is no model 'b'")
        .hasMessageContaining("--shadow: there is no model 'd'");
  }

  @Test
  void answersDifferInNumbersOrInMore() {
    List<Map<String, Object>> ours =
        List.of(
            Map.of("prediction", "good", "probabilities", Map.of("good", 0.75, "bad", 0.25)),
            Map.of("prediction", "good", "probabilities", Map.of("good", 0.5, "bad", 0.5)));
    List<Map<String, Object>> theirs =
        List.of(
            Map.of("prediction", "good", "probabilities", Map.of("good", 0.5, "bad", 0.5)),
            Map.of("prediction", "bad", "probabilities", Map.of("good", 0.25, "bad", 0.75)));

    assertThat(Differences.of(ours, theirs)).isEqualTo(new Differences(2, 1, 0.5));
    assertThat(
            Differences.of(
                List.of(Map.of("tags", List.of("A", "B"))), List.of(Map.of("tags", List.of("A")))))
        .isEqualTo(new Differences(1, 1, 0));
  }
}
