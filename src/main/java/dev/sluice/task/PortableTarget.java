package dev.sluice.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.evaluate.TermLogits;
import dev.sluice.frame.Scale;
import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;

/** How outputs of a network become answers, for programs that make them without Sluice. */
public sealed interface PortableTarget {
  /** What is to be done for this kind. */
  <T> T match(Cases<T> cases);

  /** One for each kind. */
  interface Cases<T> {
    T classes(Classes classes);

    T labels(Labels labels);

    T numbers(Numbers numbers);

    T tags(Tags tags);

    T next(Next next);

    T forecast(Forecast forecast);

    T unknown(Unknown unknown);
  }

  /**
   * The probability of each class; of two, outputs are that of the second one.
   *
   * @param beside what else says something of a text
   * @param temperature divides the logits of what both say
   * @param threshold from which probability of the second of two classes on it is the answer
   */
  record Classes(
      List<String> names,
      Optional<BesideNetwork> beside,
      Optional<Double> temperature,
      Optional<Double> threshold)
      implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.classes(this);
    }
  }

  /** A bag of words whose logits and those of a network are added up, each times its weight. */
  interface BesideNetwork {
    TermLogits words();

    double ofNetwork();

    double ofWords();

    /**
     * The probabilities of both together.
     *
     * @param network its probabilities, (classes)
     * @param tokens all of a text
     */
    double[] joined(double[] network, List<String> tokens);
  }

  /**
   * The probability of each label.
   *
   * @param thresholds from which on a label is given, (labels)
   */
  record Labels(List<String> names, List<Double> thresholds) implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.labels(this);
    }
  }

  /**
   * Scaled numbers.
   *
   * @param scales (columns)
   */
  record Numbers(List<String> columns, List<Scale> scales) implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.numbers(this);
    }
  }

  /** The probability of each tag at each step, and maybe a best path. */
  record Tags(List<String> names) implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.tags(this);
    }
  }

  /** The probability of each token after each step. */
  record Next() implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.next(this);
    }
  }

  /**
   * Forecasts, scaled as the window and its columns.
   *
   * @param levels of the quantiles that are asked for, rising
   * @param min and {@code max} that no forecast leaves
   * @param intervals what was learned about errors
   */
  record Forecast(
      List<String> columns,
      ForecastForm form,
      List<Double> levels,
      Optional<Double> min,
      Optional<Double> max,
      Optional<JsonNode> intervals)
      implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.forecast(this);
    }
  }

  /** What the numbers of a value mean. */
  sealed interface ForecastForm {
    /** The value. */
    record Value() implements ForecastForm {}

    /** Its quantiles, in no order. */
    record Quantiles() implements ForecastForm {}

    /**
     * A location and, by {@link dev.sluice.shape.Positive}, a scale.
     *
     * @param standard the quantiles for location 0 and scale 1, (levels)
     */
    record LocationAndScale(List<Double> standard) implements ForecastForm {}

    /**
     * By {@link dev.sluice.shape.Positive} the mean, in units of 1 plus the mean of the lookback,
     * and the dispersion a of a negative binomial distribution with variance m + a m^2.
     */
    record Counts() implements ForecastForm {}
  }

  /** What nobody but Sluice knows how to make. */
  record Unknown(Problem why) implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.unknown(this);
    }
  }
}
