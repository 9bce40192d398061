package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The actual tags of tokens and the probabilities that a model predicted. Metrics of classes treat
 * each token as a row.
 *
 * @param tokens of all sequences, one after the other
 * @param ends where each sequence ends among the tokens, (sequences); not copied, never written
 * @param spans whether tags mark spans, see {@link Spans}
 */
public record TagPredictions(ClassPredictions tokens, int[] ends, boolean spans)
    implements Predictions {

  public TagPredictions {
    if ((ends.length == 0 ? 0 : ends[ends.length - 1]) != tokens.size()) {
      throw new IllegalArgumentException("the last sequence ends before its last token");
    }
  }

  @Override
  public int size() {
    return tokens.size();
  }

  @Override
  public Optional<String> whyNone() {
    return tokens.whyNone();
  }

  @Override
  public Score crossEntropy() {
    return tokens.crossEntropy();
  }

  @Override
  public Score accuracy() {
    return tokens.accuracy();
  }

  @Override
  public <P extends Predictions> P as(Class<P> kind) {
    return kind == ClassPredictions.class ? kind.cast(tokens) : Predictions.super.as(kind);
  }

  @Override
  public Criterion criterion() {
    return spans
        ? new Criterion("span F1", new SpanMetrics.F1())
        : new Criterion("accuracy", new ClassMetrics.Accuracy());
  }

  @Override
  public Optional<Sums> crossEntropySums() {
    return tokens.crossEntropySums();
  }

  @Override
  public Optional<Sums> accuracySums() {
    return tokens.accuracySums();
  }

  /** Sequences, since the tokens of a sequence are not independent. */
  @Override
  public List<Units> units() {
    int[] of = new int[size()];
    for (int sequence = 0; sequence < ends.length; sequence++) {
      Arrays.fill(of, begin(sequence), ends[sequence], sequence);
    }
    return List.of(new Units(Units.counted(ends.length, "sequence"), of, ends.length, 0));
  }

  private int begin(int sequence) {
    return sequence == 0 ? 0 : ends[sequence - 1];
  }

  @Override
  public Evaluation.Details details(Map<String, Metric> metrics) {
    Evaluation.ByClass byTag = tokens.details(metrics);
    return areSpans() ? new BySpan(byTag, spanCounts()) : byTag;
  }

  private boolean areSpans() {
    return spans && whyNone().isEmpty();
  }

  @Override
  public String ofClass(String example) {
    return areSpans() ? "span" : "token";
  }

  @Override
  public String leftOut(String metric, long count) {
    return tokens.leftOut(metric, count);
  }

  /**
   * Spans of one type.
   *
   * @param there in the data
   * @param found by the model
   * @param right found with the correct first and last token
   */
  record SpanCount(double there, double found, double right) {
    SpanCount plus(SpanCount more) {
      return new SpanCount(there + more.there, found + more.found, right + more.right);
    }

    Score precision() {
      return found == 0 ? Score.absent("no span was found") : Score.of(right / found);
    }

    Score recall() {
      return there == 0 ? Score.absent("there is no span") : Score.of(right / there);
    }

    Score f1() {
      return there + found == 0
          ? Score.absent("there is no span, and none was found")
          : Score.of(2.0 * right / (there + found));
    }
  }

  /** By type, in alphabetical order. */
  Map<String, SpanCount> spanCounts() {
    Map<String, SpanCount> counts = new TreeMap<>();
    for (int sequence = 0; sequence < ends.length; sequence++) {
      spanCounts(sequence).forEach((type, count) -> counts.merge(type, count, SpanCount::plus));
    }
    return counts;
  }

  private Map<String, SpanCount> spanCounts(int sequence) {
    Map<String, SpanCount> counts = new TreeMap<>();
    List<String> actual = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (int token = begin(sequence); token < ends[sequence]; token++) {
      actual.add(tokens.classes().get(tokens.actual()[token]));
      predicted.add(tokens.classes().get(tokens.predicted(token)));
    }
    List<Spans.Span> there = Spans.of(actual);
    there.forEach(span -> counts.merge(span.type(), new SpanCount(1, 0, 0), SpanCount::plus));
    Spans.of(predicted)
        .forEach(
            span ->
                counts.merge(
                    span.type(),
                    new SpanCount(0, 1, there.contains(span) ? 1 : 0),
                    SpanCount::plus));
    return counts;
  }

  /**
   * Sums of actual, found and correct spans; the last token of a sequence adds those of the
   * sequence.
   *
   * @param score of a count
   */
  Sums spanSums(Function<SpanCount, Score> score) {
    SpanCount[] atToken = new SpanCount[size()];
    for (int sequence = 0; sequence < ends.length; sequence++) {
      if (begin(sequence) < ends[sequence]) {
        atToken[ends[sequence] - 1] =
            spanCounts(sequence).values().stream().reduce(new SpanCount(0, 0, 0), SpanCount::plus);
      }
    }
    return new Sums(
        size(),
        3,
        (sums, token, times) -> {
          if (atToken[token] != null) {
            sums[0] += times * atToken[token].there();
            sums[1] += times * atToken[token].found();
            sums[2] += times * atToken[token].right();
          }
        },
        sums -> score.apply(new SpanCount(sums[0], sums[1], sums[2])).number().orElse(Double.NaN),
        Sums.Scale.SHARE);
  }

  /**
   * The confusion matrix of the tags, and the spans of each type.
   *
   * @param counts by type
   */
  private record BySpan(Evaluation.ByClass byTag, Map<String, SpanCount> counts)
      implements Evaluation.Details {
    @Override
    public void putInto(Map<String, Object> json) {
      byTag.putInto(json);
      Map<String, Object> perSpan = new LinkedHashMap<>();
      byClass().forEach(ofType -> perSpan.put(ofType.name(), ofType.toMap()));
      json.put("per_span", perSpan);
    }

    @Override
    public List<Evaluation.OfClass> byClass() {
      return counts.entrySet().stream()
          .map(
              of ->
                  new Evaluation.OfClass(
                      of.getKey(),
                      (long) of.getValue().there(),
                      (long) of.getValue().found(),
                      of.getValue().precision(),
                      of.getValue().recall(),
                      of.getValue().f1()))
          .toList();
    }
  }
}
