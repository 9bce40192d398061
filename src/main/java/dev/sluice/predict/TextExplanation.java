package dev.sluice.predict;

import dev.sluice.run.ExplainedText;
import dev.sluice.task.classes.ClassPrediction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Why a text got its class. All numbers except probabilities are log-odds of the explained class,
 * ln p - ln(1 - p).
 *
 * @param prediction what the model predicts
 * @param explained the class that is explained
 * @param output the log-odds of the text
 * @param baseline the log-odds of the text with each vector of a token replaced by that of a text
 *     without words: zeros, or the vector of padding if the network sees padding
 * @param tokens all of the text, in order; for a text without tokens, its placeholder
 * @param elsewhere what belongs to no token, such as a mark at the start
 * @param columns what is read beside the text and stays unchanged; it belongs to the baseline
 * @param passes of the network that this took
 */
public record TextExplanation(
    ClassPrediction prediction,
    String explained,
    Method method,
    double output,
    double baseline,
    List<Token> tokens,
    double elsewhere,
    List<Column> columns,
    int passes) {

  /** How tokens get their numbers. */
  public enum Method {
    /**
     * Integrated gradients (Sundararajan et al., Axiomatic attribution for deep networks, 2017,
     * equation 1) from the baseline to the text: the numbers of all tokens add up to the difference
     * of both.
     */
    INTEGRATED_GRADIENTS,
    /** The decrease of the log-odds when a single token is replaced by its baseline. */
    OCCLUSION
  }

  /**
   * @param seen whether the network reads it: it reads at most {@code max_length} tokens
   * @param known whether it is in the vocabulary; false if it is not seen
   * @param network its contribution through the network
   * @param linear its contribution through the linear path, 0 without one
   */
  public record Token(String text, boolean seen, boolean known, double network, double linear) {
    /** Its contribution: positive if it speaks for the class, negative if against it. */
    public double attribution() {
      return network + linear;
    }
  }

  /**
   * A column beside the text.
   *
   * @param cell its content
   * @param attribution the decrease of the log-odds when this column alone is that of the average
   *     row of the training part; those of several columns need not add up
   */
  public record Column(String name, String cell, double attribution) {}

  public TextExplanation {
    columns = List.copyOf(columns);
    tokens = List.copyOf(tokens);
  }

  /** The number of tokens that the network does not read. */
  public int unseen() {
    return (int) tokens.stream().filter(token -> !token.seen()).count();
  }

  /** The sum over all tokens and elsewhere. */
  public double sum() {
    return tokens.stream().mapToDouble(Token::attribution).sum() + elsewhere;
  }

  /** How far the sum is from the difference of output and baseline; for integrated gradients. */
  public double completenessError() {
    return Math.abs(sum() - (output - baseline));
  }

  /** {@link #completenessError} as a share of the difference. */
  public double completenessShare() {
    return completenessError() / Math.abs(output - baseline);
  }

  /** The same for pages and files. */
  public ExplainedText recorded() {
    return new ExplainedText(
        explained,
        prediction.probability(explained),
        output,
        baseline,
        method == Method.OCCLUSION ? Optional.empty() : Optional.of(completenessError()),
        elsewhere,
        tokens.stream()
            .map(t -> new ExplainedText.Token(t.text(), t.attribution(), t.seen(), t.known()))
            .toList(),
        columns.stream()
            .map(c -> new ExplainedText.Column(c.name(), c.cell(), c.attribution()))
            .toList());
  }

  /** The positions of the tokens that weigh most, the first first. */
  public List<Integer> strongest(int most) {
    return IntStream.range(0, tokens.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(tokens.get(i).attribution())))
        .limit(most)
        .toList();
  }
}
