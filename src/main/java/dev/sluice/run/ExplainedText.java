package dev.sluice.run;

import dev.sluice.problem.Shortened;
import java.util.List;
import java.util.Optional;

/**
 * Why a text got its class, as pages and files have it. Numbers but the probability are log-odds of
 * the explained class, ln p - ln(1 - p).
 *
 * @param explained the class
 * @param probability of that class
 * @param withoutWords the log-odds of a text without words
 * @param completenessError by how much the attributions miss the difference of {@code logOdds} and
 *     {@code withoutWords}; empty where they need not add up
 * @param elsewhere what belongs to no token, such as a mark at the start
 * @param tokens all of the text, in order
 * @param columns what is read beside the text
 */
public record ExplainedText(
    String explained,
    double probability,
    double logOdds,
    double withoutWords,
    Optional<Double> completenessError,
    double elsewhere,
    List<Token> tokens,
    List<Column> columns) {

  /**
   * @param attribution above 0 where it speaks for the class
   * @param seen whether the network reads it
   * @param known whether it is in the vocabulary
   */
  public record Token(String token, double attribution, boolean seen, boolean known) {}

  /**
   * @param attribution by how much the log-odds fall where it alone is that of the average row
   */
  public record Column(String column, String cell, double attribution) {}

  public ExplainedText {
    tokens = List.copyOf(tokens);
    columns = List.copyOf(columns);
  }

  /**
   * The same without the middle of longer tokens.
   *
   * @param longest in code units, at least 10
   */
  public ExplainedText withTokensUpTo(int longest) {
    return new ExplainedText(
        explained,
        probability,
        logOdds,
        withoutWords,
        completenessError,
        elsewhere,
        tokens.stream()
            .map(
                t ->
                    new Token(
                        Shortened.to(longest, t.token()), t.attribution(), t.seen(), t.known()))
            .toList(),
        columns.stream()
            .map(c -> new Column(c.column(), Shortened.to(longest, c.cell()), c.attribution()))
            .toList());
  }

  /** What stands between the tokens of some texts: nothing between characters. */
  public static String gap(List<ExplainedText> texts) {
    return texts.stream()
            .flatMap(text -> text.tokens().stream())
            .allMatch(token -> token.token().codePointCount(0, token.token().length()) <= 1)
        ? ""
        : " ";
  }
}
