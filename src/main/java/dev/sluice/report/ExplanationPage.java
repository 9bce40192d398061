package dev.sluice.report;

import dev.sluice.run.AtomicFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * A page of texts whose words are coloured by how much they speak for an answer. It needs nothing
 * beside it and runs no script; whatever stands in a text stays text.
 */
public final class ExplanationPage {
  private ExplanationPage() {}

  /**
   * One text.
   *
   * @param heading such as its answer
   * @param facts one a line
   */
  public record Text(String heading, List<Word> words, List<String> facts) {}

  /**
   * @param weight above 0 where it speaks for the answer
   * @param remark such as that it is unknown; may be empty
   */
  public record Word(String text, double weight, String remark) {}

  /**
   * @param note what the colours mean, below the title
   * @param gap what stands between two words
   */
  public static void write(Path file, String title, String note, String gap, List<Text> texts) {
    AtomicFiles.write(file.toAbsolutePath(), page(title, note, gap, texts));
  }

  static String page(String title, String note, String gap, List<Text> texts) {
    Tag main =
        new Tag("main").add(new Tag("header").add(Tag.of("h1", title)).add(Section.note(note)));
    for (Text text : texts) {
      Tag section = new Tag("section").add(Tag.of("h2", text.heading()));
      section.add(words(text.words(), gap));
      text.facts().forEach(fact -> section.add(Section.note(fact)));
      main.add(section);
    }
    return PageFrame.around(title, main);
  }

  private static Tag words(List<Word> words, String gap) {
    double most = words.stream().mapToDouble(word -> Math.abs(word.weight())).max().orElse(0);
    Tag paragraph = new Tag("p").classed("words").with("dir", "auto");
    for (Word word : words) {
      double share = most == 0 ? 0 : Math.abs(word.weight()) / most;
      paragraph.addInLine(
          Tag.of("span", word.text() + gap)
              .classed(word.weight() < 0 ? "against" : "for")
              .with("style", "--share:" + Figures.number(share, 3))
              .with(
                  "title",
                  (word.weight() > 0 ? "+" : "")
                      + Figures.number(word.weight(), 4)
                      + (word.remark().isEmpty() ? "" : ", " + word.remark())));
    }
    return paragraph;
  }
}
