package dev.sluice.task.classes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.evaluate.BagOfWords;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.LabelledTexts;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.TermLogits;
import dev.sluice.frame.FittedJson;
import dev.sluice.task.PortableTarget;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A bag of words beside a network, as in wide and deep learning (Cheng et al., Wide and deep
 * learning for recommender systems, 2016): the logits of both, each times its weight, are added
 * before the softmax.
 *
 * @param strength of the bag of words, the inverse of its penalty
 * @param ofNetwork the weight of the network's logits
 * @param ofWords the weight of the bag of words' logits
 */
record LinearPath(TermLogits words, double strength, double ofNetwork, double ofWords)
    implements PortableTarget.BesideNetwork {
  private static final int SHARES = 10; // tried, from the network alone to the words alone
  private static final double[] SUMS = {0.5, 0.75, 1, 1.5, 2, 3}; // of the two weights, tried
  private static final double LEAST = 1e-7; // of a float that rounds to 0 or 1

  /**
   * Fits the bag of words on the training part and chooses both weights by the log loss of the
   * validation part: ties go to the network, then to the first combination.
   *
   * @param network its probabilities of the validation part, (examples)(classes)
   * @throws java.util.concurrent.CancellationException if the patience ends before that
   */
  static LinearPath of(
      List<String> classes,
      LabelledTexts training,
      LabelledTexts validation,
      double[][] network,
      Patience patience) {
    BagOfWords fitted = BagOfWords.fit(classes, training, validation, patience);
    TermLogits words = fitted.logits();
    double[][] linear =
        validation.tokens().stream().map(words::probabilities).toArray(double[][]::new);
    LinearPath best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int share = 0; share <= SHARES; share++) {
      for (double sum : SUMS) {
        double counts = (double) share / SHARES;
        LinearPath tried =
            new LinearPath(words, fitted.strength(), sum * (1 - counts), sum * counts);
        double loss = 0;
        for (int i = 0; i < network.length; i++) {
          loss -= Math.log(tried.joined(network[i], linear[i])[validation.classes()[i]]);
        }
        if (loss < least) {
          least = loss;
          best = tried;
        }
      }
    }
    return best;
  }

  /** The predictions of the bag of words alone, which are those of the baseline with this name. */
  ClassPredictions alone(List<String> classes, LabelledTexts scored) {
    return new ClassPredictions(
        classes,
        scored.classes(),
        scored.tokens().stream().map(words::probabilities).toArray(double[][]::new));
  }

  /**
   * The combined probabilities.
   *
   * @param network its probabilities, (examples)(classes)
   * @param tokens all of a text, by example
   */
  double[][] joined(double[][] network, IntFunction<List<String>> tokens) {
    return IntStream.range(0, network.length)
        .mapToObj(i -> joined(network[i], tokens.apply(i)))
        .toArray(double[][]::new);
  }

  @Override
  public double[] joined(double[] network, List<String> tokens) {
    return joined(network, words.probabilities(tokens));
  }

  private double[] joined(double[] network, double[] linear) {
    double[] p = new double[network.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < p.length; c++) {
      p[c] = ofNetwork * log(network[c]) + ofWords * log(linear[c]);
      most = Math.max(most, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(p[c] - most);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static double log(double probability) {
    return Math.log(Math.max(probability, LEAST));
  }

  /** What readers of the scores should know. */
  String sentence() {
    if (ofNetwork == 0) {
      return ("The model is its linear path, a bag of words of %s terms: on the validation part, no"
              + " weight of the network made it better")
          .formatted(words.terms().length);
    }
    return "The linear path, a bag of words of %s terms, has a weight of %s%% and the network the rest"
        .formatted(words.terms().length, Math.round(100 * ofWords / (ofNetwork + ofWords)));
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("strength", strength).put("of_network", ofNetwork).put("of_words", ofWords);
    words.tokens().forEach(json.putArray("tokens")::add);
    ArrayNode terms = json.putArray("terms");
    Arrays.stream(words.terms()).forEach(terms::add);
    add(json.putArray("idf"), words.idf());
    ArrayNode weights = json.putArray("weights");
    for (double[] row : words.weights()) {
      add(weights.addArray(), row);
    }
    return json;
  }

  private static void add(ArrayNode array, double[] numbers) {
    Arrays.stream(numbers).forEach(array::add);
  }

  /**
   * @param classes how many
   * @throws dev.sluice.problem.UserException if it is damaged
   */
  static LinearPath fromJson(JsonNode json, int classes) {
    double[][] weights = new double[json.path("weights").size()][];
    for (int r = 0; r < weights.length; r++) {
      weights[r] = numbers(json.get("weights").get(r));
    }
    if (weights.length != (classes == 2 ? 1 : classes)) {
      throw FittedJson.damaged("linear must have weights of each class");
    }
    JsonNode terms = json.path("terms");
    double[] scalars = new double[3];
    String[] names = {"strength", "of_network", "of_words"};
    for (int i = 0; i < names.length; i++) {
      scalars[i] = number(json.path(names[i]));
    }
    return new LinearPath(
        TermLogits.of(
                FittedJson.distinct(json, "tokens"),
                IntStream.range(0, terms.size()).mapToLong(i -> terms.get(i).asLong()).toArray(),
                numbers(json.path("idf")),
                weights)
            .orElseThrow(() -> FittedJson.damaged("the terms of linear do not fit its weights")),
        scalars[0],
        scalars[1],
        scalars[2]);
  }

  private static double[] numbers(JsonNode json) {
    return IntStream.range(0, json.size()).mapToDouble(i -> number(json.get(i))).toArray();
  }

  private static double number(JsonNode json) {
    if (!json.isNumber() || !Double.isFinite(json.asDouble())) {
      throw FittedJson.damaged("linear must hold finite numbers");
    }
    return json.asDouble();
  }
}
