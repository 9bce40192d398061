package dev.sluice.draft;

import dev.sluice.problem.Problem;
import dev.sluice.problem.ShellWord;
import dev.sluice.problem.UserException;
import dev.sluice.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Plain text, for a language model; if all lines have the same number of fields, it is a table
 * instead.
 */
final class PlainTextFile implements FileKind {
  private static final String TASK = NextDraft.TASK;
  private static final String FAST_TEXT = "__label__";
  private static final int LINES = 1000;
  private static final int FEWEST_LINES = 3; // in fewer lines, a comma in each proves nothing

  @Override
  public boolean fits(Wishes wishes) {
    boolean said = wishes.name(TASK) && wishes.text().isEmpty();
    return wishes.hasExtension("(txt|text|md)(\\.gz)?")
        && wishes.columns().isEmpty()
        && (said || !isTable(Sources.firstLines(wishes.data(), LINES)));
  }

  /** Whether the lines have fields, or all but the first contain a number. */
  private static boolean isTable(List<String> all) {
    List<String> lines = all.stream().filter(line -> !line.isBlank()).toList();
    boolean fields =
        List.of("\t", ";", "|", ",").stream()
            .anyMatch(
                delimiter -> {
                  long counts =
                      lines.stream().mapToLong(line -> count(line, delimiter)).distinct().count();
                  return counts == 1 && !lines.isEmpty() && count(lines.get(0), delimiter) > 0;
                });
    boolean numbers = lines.stream().skip(1).map(String::strip).allMatch(ColumnProfile::isNumber);
    boolean paragraphs = all.subList(0, Math.max(0, all.size() - 1)).contains("");
    return lines.size() >= FEWEST_LINES && !paragraphs && (fields || numbers);
  }

  private static long count(String line, String delimiter) {
    return line.chars().filter(c -> c == delimiter.charAt(0)).count();
  }

  @Override
  public Drafted draft(Wishes wishes) {
    if (!wishes.allow(TASK)
        || !wishes.targets().isEmpty()
        || wishes.text().isPresent()
        || wishes.time().isPresent()) {
      throw new UserException(
          Problem.inFile(
              wishes.data(),
              "is plain text without columns, from which only a language model (the next token) can"
                  + " be learned",
              "leave out the options about columns or another task; if it is a table without a"
                  + " header, name its columns: "
                  + wishes.answered("columns", "text,label")));
    }
    List<String> lines = Sources.firstLines(wishes.data(), LINES);
    if (lines.stream().allMatch(String::isBlank)) {
      throw new UserException(
          Problem.inFile(
              wishes.data(), "has no text", "a language model needs text to learn from"));
    }
    refuseFastText(wishes, lines);
    long bytes = size(wishes);
    boolean single = lines.size() < LINES && lines.stream().filter(l -> !l.isBlank()).count() < 10;
    boolean paragraphs = lines.stream().anyMatch(String::isBlank);
    boolean oneText = single || paragraphs;
    return new Drafted(
        Drafts.beginning(
                wishes,
                "A language model of '%s'"
                    .formatted(Yaml.comment(String.valueOf(wishes.data().getFileName()))),
                "lines: {path: %s, documents: %s}"
                    .formatted(
                        Yaml.path(wishes.data(), wishes.config()), oneText ? "file" : "line"))
            + Drafts.line(
                "",
                oneText
                    ? "the whole file is one text; line: each line is one, blank_line: each"
                        + " paragraph"
                    : "each line is a text; file: the whole file is one, blank_line: each"
                        + " paragraph")
            + Drafts.line(
                "  split: {validation: {share: 0.1}, test: {share: 0.1}%s}"
                    .formatted(oneText ? "" : ", seed: 7"),
                oneText
                    ? "the end of the text is the test part, before it comes the validation part"
                    : "drawn at random, whole lines")
            + LanguageModel.text(wishes.effort(), Optional.empty(), bytes),
        Optional.empty());
  }

  /** Refuses a file whose lines begin with labels, unless the user wants a language model of it. */
  private static void refuseFastText(Wishes wishes, List<String> lines) {
    List<String> filled = lines.stream().filter(line -> !line.isBlank()).toList();
    if (wishes.task().isPresent() || !filled.stream().allMatch(l -> l.startsWith(FAST_TEXT))) {
      return;
    }
    throw new UserException(
        Problem.inFile(
            wishes.data(),
            "its lines begin with %s, as for fastText".formatted(FAST_TEXT),
            "write the label and the text as two columns, with a tab between them, such as:\n"
                + "    awk '{l = substr($1, %s); sub(/^[^ ]+ */, \"\"); print l \"\\t\" $0}' %s > labels.tsv\n"
                    .formatted(FAST_TEXT.length() + 1, ShellWord.of(wishes.data()))
                + "then: %s\n"
                    .formatted(
                        wishes
                            .form()
                            .of(
                                Path.of("labels.tsv"),
                                List.of(new Wishes.Answer("columns", "label,text"))))
                + "or, for a language model of the lines as they are: "
                + wishes.answered("task", TASK)));
  }

  private static long size(Wishes wishes) {
    try {
      return Files.size(wishes.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
