package dev.sluice.source;

import dev.sluice.spec.SourceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads CoNLL-U: a line is a word with ten fields, a blank line ends a sentence. Comments,
 * multiword tokens (3-4) and empty nodes (5.1) are not rows. See
 * https://universaldependencies.org/format.html.
 */
final class ConlluSource implements Source {
  private static final String LIMITS = "data.source.conllu.limits";
  private static final List<String> COLUMNS =
      List.of(
          "sentence",
          "id",
          "form",
          "lemma",
          "upos",
          "xpos",
          "feats",
          "head",
          "deprel",
          "deps",
          "misc");
  private static final int FIELDS = COLUMNS.size() - 1;
  private static final Pattern NO_WORD = Pattern.compile("\\d+[-.]\\d+");

  private final SourceSpec.Conllu spec;

  ConlluSource(SourceSpec.Conllu spec) {
    this.spec = spec;
  }

  @Override
  public List<String> columns() {
    return file().read("", characters -> COLUMNS);
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    RowList rows = new RowList(spec.path(), COLUMNS);
    file()
        .read(
            "",
            characters -> {
              parse(characters, rows, most);
              return rows;
            });
    return rows.table(
        "a word has ten fields with tabs between them, and words are numbered from 1; a blank line"
            + " ends a sentence",
        "no word");
  }

  private TextFile file() {
    return new TextFile(spec.path(), spec.limits(), LIMITS);
  }

  private void parse(BufferedReader characters, RowList rows, int most) throws IOException {
    ValueLimits limits = new ValueLimits(spec.path(), spec.limits(), LIMITS);
    int sentence = 1;
    String word = "0"; // the number of the last one in the sentence
    long number = 1;
    for (String line = characters.readLine();
        line != null && rows.size() < most;
        line = characters.readLine(), number++) {
      if (line.isBlank()) {
        sentence += word.equals("0") ? 0 : 1;
        word = "0";
        continue;
      }
      if (line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\t", -1);
      for (int i = 0; i < fields.length; i++) {
        limits.check(number, i, fields[i].length());
      }
      if (fields.length != FIELDS) {
        rows.refuse(
            number,
            "%s %s, expected %s"
                .formatted(fields.length, fields.length == 1 ? "field" : "fields", FIELDS));
        word = next(word); // so that the following line is not refused, too
      } else if (!NO_WORD.matcher(fields[0]).matches()) {
        word = next(word);
        if (!fields[0].equals(word)) {
          rows.refuse(
              number, "the word has the number '%s', expected %s".formatted(fields[0], word));
          word = fields[0].matches("\\d{1,9}") ? fields[0] : word;
        }
        String[] values = new String[COLUMNS.size()];
        values[0] = Integer.toString(sentence);
        System.arraycopy(fields, 0, values, 1, FIELDS);
        rows.add(number, values);
      }
    }
  }

  private static String next(String word) {
    return Integer.toString(Integer.parseInt(word) + 1);
  }

  /** Opens {@link SourceSpec.Conllu}. */
  public static final class Factory implements SourceFactory<SourceSpec.Conllu> {
    @Override
    public Class<SourceSpec.Conllu> spec() {
      return SourceSpec.Conllu.class;
    }

    @Override
    public Source open(SourceSpec.Conllu spec) {
      return new ConlluSource(spec);
    }
  }
}
