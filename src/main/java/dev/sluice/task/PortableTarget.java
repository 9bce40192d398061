package dev.sluice.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.evaluate.TermLogits;
import dev.sluice.frame.Scale;
import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;

/** How outputs of a network become answers, for programs that compute them without Sluice. */
public sealed interface PortableTarget {
  /** A case for each kind. */
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
   * The probability of each class; for two classes, the output is that of the second one.
   *
   * @param beside a model beside the network, combined with it
   * @param temperature divides the logits of the combination
   * @param threshold the probability of the second of two classes from which on it is the answer
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

  /** A bag of words whose logits are added to those of a network, each multiplied by its weight. */
  interface BesideNetwork {
    TermLogits words();

    double ofNetwork();

    double ofWords();

    /**
     * The combined probabilities.
     *
     * @param network its probabilities, (classes)
     * @param tokens all of a text
     */
    double[] joined(double[] network, List<String> tokens);
  }

  /**
   * The probability of each label.
   *
   * @param thresholds from which on a label is predicted, (labels)
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

  /** The probability of each tag at each step, and perhaps a best path. */
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
   * Forecasts, scaled like the window and its columns.
   *
   * @param levels of the requested quantiles, ascending
   * @param min and {@code max} to which forecasts are clipped
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

  /** The meaning of the outputs of a value. */
  sealed interface ForecastForm {
    /** The value. */
    record Value() implements ForecastForm {}

    /** Its quantiles, in any order. */
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

  /** Anything that only Sluice can compute. */
  record Unknown(Problem why) implements PortableTarget {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.unknown(this);
    }
  }
}
