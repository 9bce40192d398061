package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanMetricsTest {
  private static final List<String> TAGS = List.of("B-LOC", "B-PER", "I-LOC", "I-PER", "O");

  /** What conlleval finds; `type from to` of each span. */
  @ParameterizedTest
  @CsvSource({
    "O O, ''",
    "B-PER I-PER O, PER 0 2",
    "B-PER B-PER, PER 0 1 PER 1 2",
    "I-PER I-PER, PER 0 2", // a span may begin with I after O
    "O I-LOC I-PER, LOC 1 2 PER 2 3", // another type is another span
    "B-LOC I-PER O, LOC 0 1 PER 1 2",
    "B-PER O B-LOC, PER 0 1 LOC 2 3",
    "B-PER I-PER E-PER I-PER, PER 0 3 PER 3 4",
    "S-PER S-PER O, PER 0 1 PER 1 2",
    "B-a-b I-a-b, a-b 0 2"
  })
  void spansAreThoseOfConlleval(String tags, String expected) {
    StringBuilder found = new StringBuilder();
    for (Spans.Span span : Spans.of(Arrays.asList(tags.split(" ")))) {
      found.append(span.type()).append(' ').append(span.from()).append(' ').append(span.to());
      found.append(' ');
    }
    assertThat(found.toString().strip()).isEqualTo(expected);
  }

  /** One of three spans found is right, of the two that are there. */
  @Test
  void aSpanIsRightIfTypeAndBothEndsAre() {
    TagPredictions predictions =
        predictions(
            List.of("B-PER I-PER O B-LOC", "O O"), List.of("B-PER I-PER O B-PER", "O B-LOC"));

    assertThat(value(new SpanMetrics.Precision(), predictions)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(value(new SpanMetrics.Recall(), predictions)).isCloseTo(1 / 2.0, within(1e-12));
    assertThat(value(new SpanMetrics.F1(), predictions)).isCloseTo(2 / 5.0, within(1e-12));
    assertThat(value(new ClassMetrics.Accuracy(), predictions)).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(predictions.details(java.util.Map.of()).byClass())
        .extracting(Evaluation.OfClass::name, Evaluation.OfClass::rows)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LOC", 1L),
            org.assertj.core.groups.Tuple.tuple("PER", 1L));
  }

  @Test
  void aSpanDoesNotGoOnInTheNextSequence() {
    TagPredictions predictions = predictions(List.of("B-PER", "I-PER"), List.of("B-PER", "I-PER"));

    assertThat(predictions.spanCounts().get("PER"))
        .isEqualTo(new TagPredictions.SpanCount(2, 2, 2));
  }

  @Test
  void saysWhyThereIsNoScore() {
    TagPredictions predictions = predictions(List.of("O O"), List.of("O O"));

    assertThat(new SpanMetrics.F1().scoreOf(predictions).whyAbsent())
        .contains("there is no span, and none was found");
    assertThat(new SpanMetrics.Recall().scoreOf(predictions).whyAbsent())
        .contains("there is no span");
  }

  private static double value(Metric metric, TagPredictions predictions) {
    return metric.scoreOf(predictions).number().orElseThrow();
  }

  private static TagPredictions predictions(List<String> actual, List<String> predicted) {
    int[] tokens = indexes(actual);
    int[] given = indexes(predicted);
    double[][] certain = new double[given.length][TAGS.size()];
    for (int i = 0; i < given.length; i++) {
      certain[i][given[i]] = 1;
    }
    int[] ends = actual.stream().mapToInt(tags -> tags.split(" ").length).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    return new TagPredictions(new ClassPredictions(TAGS, tokens, certain), ends, true);
  }

  private static int[] indexes(List<String> sequences) {
    return sequences.stream()
        .flatMap(tags -> Arrays.stream(tags.split(" ")))
        .mapToInt(TAGS::indexOf)
        .toArray();
  }
}
