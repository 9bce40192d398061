package dev.sluice.predict;

import dev.sluice.run.ExplainedText;
import dev.sluice.task.classes.ClassPrediction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Why a text got its class. All numbers but probabilities are log-odds of the explained class, ln p
 * - ln(1 - p).
 *
 * @param prediction what the model answers
 * @param explained the class that is explained
 * @param output the log-odds of the text
 * @param baseline the log-odds of the text with each vector of a token replaced by that of a text
 *     without words: zeros, or the vector of padding where the network sees padding
 * @param tokens all of the text, in order; of a text without a token the one that stands for it
 * @param elsewhere what belongs to no token, such as a mark at the start
 * @param columns what is read beside the text, which stays as it is; it belongs to the baseline
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
    /** By how much the log-odds fall where a token alone is replaced by its baseline. */
    OCCLUSION
  }

  /**
   * @param seen whether the network reads it: it reads {@code max_length} tokens at most
   * @param known whether it is in the vocabulary; false where it is not seen
   * @param network what it adds by the network
   * @param linear what it adds by the linear path, 0 without one
   */
  public record Token(String text, boolean seen, boolean known, double network, double linear) {
    /** What it adds: above 0 it speaks for the class, below against it. */
    public double attribution() {
      return network + linear;
    }
  }

  /**
   * A column beside the text.
   *
   * @param cell what stands in it
   * @param attribution by how much the log-odds fall where it alone is that of the average row of
   *     the training part; those of several columns need not add up
   */
  public record Column(String name, String cell, double attribution) {}

  public TextExplanation {
    columns = List.copyOf(columns);
    tokens = List.copyOf(tokens);
  }

  /** How many tokens the network does not read. */
  public int unseen() {
    return (int) tokens.stream().filter(token -> !token.seen()).count();
  }

  /** Of all tokens, and elsewhere. */
  public double sum() {
    return tokens.stream().mapToDouble(Token::attribution).sum() + elsewhere;
  }

  /** By how much the sum misses the difference of output and baseline; of integrated gradients. */
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
