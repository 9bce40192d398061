package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A tag for each word, if two columns have the same number of words in every row and one of them
 * has few distinct words; in all but a few rows, which are then named.
 */
final class TagsDraft implements TableTask {
  static final String TASK = "tags";
  private static final int MOST_TAGS = 100;
  private static final int WORDS_PER_TAG = 5; // on average
  private static final int FEWEST_ROWS = 10; // in fewer, equal lengths may be chance
  private static final int LARGEST_PART = 10; // a tenth of the rows may be mistakes

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    if (!wishes.allow(TASK)
        || wishes.targets().size() > 1
        || table.table().size() < FEWEST_ROWS && !wishes.name(TASK)) {
      return Optional.empty();
    }
    List<ColumnProfile> texts =
        table.columns().stream()
            .filter(column -> column.is(Kind.TEXT) || column.is(Kind.CLASS) || column.mayBeText())
            .toList();
    List<ColumnProfile> words =
        wishes.text().map(name -> List.of(table.named(name, "--text"))).orElse(texts);
    List<ColumnProfile> tags =
        wishes.targets().isEmpty()
            ? texts
            : List.of(table.named(wishes.targets().get(0), "--target"));
    List<Pairing> pairings =
        words.stream()
            .flatMap(w -> tags.stream().filter(t -> t != w).map(t -> Pairing.of(table, w, t)))
            .filter(Pairing::areTags)
            .toList();
    return pairings.stream()
        .min(Comparator.comparingInt(pairing -> pairing.unequal().size()))
        .filter(best -> wishes.name(TASK) || best.isNearlyEqual())
        .map(best -> best.requireEqual(table))
        .map(best -> text(table, best.words(), best.tags()));
  }

  /**
   * Two columns that may be words and their tags.
   *
   * @param areTags whether there are enough tokens and few enough kinds of tags
   * @param unequal the rows with another number of tags than words
   */
  private record Pairing(
      ColumnProfile words, ColumnProfile tags, boolean areTags, int rows, List<Integer> unequal) {

    static Pairing of(TableDraft table, ColumnProfile words, ColumnProfile tags) {
      Set<String> kinds = new HashSet<>();
      Set<String> different = new HashSet<>();
      List<Integer> unequal = new ArrayList<>();
      int rows = table.table().size();
      int tokens = 0;
      for (int row = 0; row < rows && kinds.size() <= MOST_TAGS; row++) {
        List<String> of = tokens(table, row, tags);
        List<String> to = tokens(table, row, words);
        kinds.addAll(of);
        different.addAll(to);
        tokens += of.size();
        if (of.size() != to.size()) {
          unequal.add(row);
        }
      }
      boolean areTags =
          tokens >= 2 * rows
              && kinds.size() >= 2
              && kinds.size() <= MOST_TAGS
              && kinds.size() < different.size()
              && tokens >= WORDS_PER_TAG * kinds.size();
      return new Pairing(words, tags, areTags, rows, unequal);
    }

    private static List<String> tokens(TableDraft table, int row, ColumnProfile column) {
      return List.of(table.value(row, column).strip().split("\\s+"));
    }

    /** Whether so many rows are equal that it cannot be chance. */
    boolean isNearlyEqual() {
      return unequal.size() * LARGEST_PART <= rows;
    }

    Pairing requireEqual(TableDraft table) {
      if (unequal.isEmpty()) {
        return this;
      }
      int first = unequal.get(0);
      throw new UserException(
          Problem.inFile(
              table.wishes().data(),
              table.table().line(first),
              "'%s' has %s words and '%s' has %s%s"
                  .formatted(
                      words.name(),
                      tokens(table, first, words).size(),
                      tags.name(),
                      tokens(table, first, tags).size(),
                      unequal.size() == 1
                          ? "; in all other rows as many"
                          : ", and so on: %s of %s rows differ".formatted(unequal.size(), rows)),
              "for a tag for each word, correct them" + asTexts(table.wishes())));
    }

    /** The command that takes the tags as texts to be written; empty if the user wants tags. */
    private String asTexts(Wishes wishes) {
      if (wishes.task().isPresent()) {
        return "";
      }
      List<String> answers = new ArrayList<>(List.of("task", PairDraft.TASK));
      if (wishes.text().isEmpty()) {
        answers.addAll(List.of("text", words.name()));
      }
      if (wishes.targets().isEmpty()) {
        answers.addAll(List.of("target", tags.name()));
      }
      return "\nto write '%s' for '%s': %s"
          .formatted(tags.name(), words.name(), wishes.answered(answers.toArray(String[]::new)));
    }
  }

  private static String text(TableDraft table, ColumnProfile words, ColumnProfile tags) {
    table.requireRows();
    Set<String> kinds = new HashSet<>();
    IntStream.range(0, table.table().size())
        .forEach(row -> kinds.addAll(List.of(table.value(row, tags).strip().split("\\s+"))));
    return table.beginning(
            "A tag for each word: '%s' of '%s'"
                .formatted(Yaml.comment(tags.name()), Yaml.comment(words.name())))
        + TaggerText.of(
            table.wishes().effort(),
            words.name(),
            Optional.empty(),
            tags.name(),
            kinds,
            "drawn at random");
  }
}
