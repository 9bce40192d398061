package dev.sluice.report;

import dev.sluice.problem.Shortened;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.ExplainedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A page of texts whose words are coloured by how much they speak for an answer. It is
 * self-contained and runs no script; the content of a text is always escaped.
 */
public final class ExplanationPage {
  static final String NOTE =
      "Words on blue make the class more probable, underlined words on orange less probable; the"
          + " stronger the colour, the larger the effect. Point at a word to see its effect in"
          + " log-odds.";

  private static final int LONGEST_NAME = 80;

  private ExplanationPage() {}

  /**
   * One text.
   *
   * @param heading such as its answer
   */
  public record Text(String heading, ExplainedText why) {}

  public static void write(Path file, String title, List<Text> texts) {
    AtomicFiles.write(file.toAbsolutePath(), page(title, texts));
  }

  static String page(String title, List<Text> texts) {
    Tag main =
        new Tag("main").add(new Tag("header").add(Tag.of("h1", title)).add(Section.note(NOTE)));
    String gap = ExplainedText.gap(texts.stream().map(Text::why).toList());
    for (Text text : texts) {
      Tag section = new Tag("section").add(Tag.of("h2", text.heading()));
      section.add(words(text.why(), gap));
      facts(text.why()).forEach(fact -> section.add(Section.note(fact)));
      main.add(section);
    }
    return PageFrame.around(title, main);
  }

  static Tag words(ExplainedText text, String gap) {
    double most =
        text.tokens().stream().mapToDouble(t -> Math.abs(t.attribution())).max().orElse(0);
    Tag paragraph = new Tag("p").classed("words").with("dir", "auto");
    for (ExplainedText.Token token : text.tokens()) {
      double weight = token.attribution();
      double share = most == 0 ? 0 : Math.abs(weight) / most;
      String remark = remark(token);
      paragraph.addInLine(
          Tag.of("span", token.token() + gap)
              .classed(weight < 0 ? "against" : "for")
              .with("style", "--share:" + Figures.number(share, 3))
              .with(
                  "title",
                  (weight > 0 ? "+" : "")
                      + Figures.number(weight, 4)
                      + (remark.isEmpty() ? "" : ", " + remark)));
    }
    return paragraph;
  }

  /** What a reader should know of a token; may be empty. */
  public static String remark(ExplainedText.Token token) {
    return !token.seen() ? "not seen" : token.known() ? "" : "unknown";
  }

  /** Sentences on the numbers of a text. */
  public static List<String> facts(ExplainedText why) {
    List<String> facts = new ArrayList<>();
    facts.add(
        String.format(
                Locale.ROOT,
                "log-odds %.4f, without the words %.4f",
                why.logOdds(),
                why.withoutWords())
            + why.completenessError().map(error -> completeness(why, error)).orElse(""));
    if (!why.columns().isEmpty()) {
      facts.add(
          why.columns().stream()
              .map(
                  column ->
                      "%s = %s (%s)"
                          .formatted(
                              Shortened.to(LONGEST_NAME, column.column()),
                              column.cell(),
                              signed(column.attribution())))
              .collect(
                  Collectors.joining(
                      ", ",
                      "other columns, unchanged: ",
                      "; in brackets how much the log-odds fall if the column is replaced by its"
                          + " average")));
    }
    if (why.elsewhere() != 0) {
      facts.add(signed(why.elsewhere()) + " belongs to no token");
    }
    long unseen = why.tokens().stream().filter(token -> !token.seen()).count();
    if (unseen > 0) {
      facts.add(
          "the network did not see %s of %s tokens, because of max_length"
              .formatted(unseen, why.tokens().size()));
    }
    return facts;
  }

  private static String completeness(ExplainedText why, double error) {
    double share = error / Math.abs(why.logOdds() - why.withoutWords());
    return String.format(Locale.ROOT, "; completeness error %.2g", error)
        + (share < 1 // not where nothing differs
            ? String.format(Locale.ROOT, " (%.2g%%)", 100 * share)
            : "");
  }

  /** A contribution in log-odds, with its sign. */
  public static String signed(double number) {
    return String.format(Locale.ROOT, "%+.4f", number + 0.0);
  }
}
