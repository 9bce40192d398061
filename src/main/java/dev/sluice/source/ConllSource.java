package dev.sluice.source;

import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Conll.Delimiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads files with one token per line, as in the CoNLL shared tasks: a blank line ends a sentence.
 * Before a sentence there may be comments: lines of several words that start with # and do not have
 * the fields of a token, or are written like those of CoNLL-U and CoNLL-2012.
 */
final class ConllSource implements Source {
  private static final String LIMITS = "data.source.conll.limits";
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");
  private static final Pattern AROUND = Pattern.compile("^[ \t]+|[ \t]+$");
  private static final Pattern TAB = Pattern.compile("\t");
  private static final String DOCUMENT = "-DOCSTART-";
  private static final Pattern COMMENT = Pattern.compile("^#.*[ \t]."); // of several words

  /** `# sent_id = 7`, `# newpar`, `#begin document`: no token # has such fields. */
  private static final Pattern USUAL_COMMENT =
      Pattern.compile(
          "^#([ \t]*[^ \t=]+([ \t]+[^ \t=]+)?[ \t]+=([ \t]|$)"
              + "|[ \t]*(newdoc|newpar)[ \t]*$"
              + "|[ \t]*(begin|end)[ \t]+document)");

  private final SourceSpec.Conll spec;

  ConllSource(SourceSpec.Conll spec) {
    this.spec = spec;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("sentence"));
    columns.addAll(spec.columns().subList(0, Math.min(fieldsOfFirst(), spec.columns().size())));
    return columns;
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    RowList rows = parse(columns(), most);
    if (rows.anyRefused()) {
      List<String> all = new ArrayList<>(List.of("sentence"));
      all.addAll(spec.columns());
      rows = parse(all, most);
    }
    return rows.table(
        spec.delimiter() == Delimiter.TAB
            ? "write one token per line, with a tab between its fields; a blank line ends a"
                + " sentence"
            : "write one token per line, with blanks between its fields; a blank line ends a"
                + " sentence; if fields have spaces, set delimiter: tab",
        "no token");
  }

  private TextFile file() {
    return new TextFile(spec.path(), spec.limits(), LIMITS);
  }

  /** New sentences may lack the columns with unknown values; then every line has fewer fields. */
  private int fieldsOfFirst() {
    return file()
        .read(
            "",
            characters -> {
              for (String line = characters.readLine();
                  line != null;
                  line = characters.readLine()) {
                String[] fields = fields(line);
                if (fields.length > 0 && !COMMENT.matcher(line).find()) {
                  return fields.length;
                }
              }
              return Integer.MAX_VALUE;
            });
  }

  private RowList parse(List<String> columns, int most) {
    RowList rows = new RowList(spec.path(), columns);
    return file()
        .read(
            "",
            characters -> {
              parse(characters, rows, columns, most);
              return rows;
            });
  }

  private void parse(BufferedReader characters, RowList rows, List<String> columns, int most)
      throws IOException {
    ValueLimits limits = new ValueLimits(spec.path(), spec.limits(), LIMITS);
    int expected = columns.size() - 1;
    int sentence = 0;
    boolean inside = false; // a sentence
    long number = 1;
    for (String line = characters.readLine();
        line != null && rows.size() < most;
        line = characters.readLine(), number++) {
      String[] fields = fields(line);
      if (fields.length == 0) {
        inside = false;
        continue;
      }
      if (!inside && isComment(line, fields.length == expected)) {
        continue;
      }
      sentence += inside ? 0 : 1;
      inside = true;
      for (int i = 0; i < fields.length; i++) {
        limits.check(number, i, fields[i].length());
      }
      if (fields.length != expected) {
        rows.refuse(
            number,
            "%s %s, expected %s (%s)"
                .formatted(
                    fields.length,
                    fields.length == 1 ? "field" : "fields",
                    expected,
                    String.join(", ", columns.subList(1, columns.size()))));
        continue;
      }
      String[] values = new String[columns.size()];
      values[0] = Integer.toString(sentence);
      System.arraycopy(fields, 0, values, 1, expected);
      rows.add(number, values);
    }
  }

  /**
   * Whether a line before a sentence is no token.
   *
   * @param fits whether it has the fields of one
   */
  private static boolean isComment(String line, boolean fits) {
    return (fits ? USUAL_COMMENT : COMMENT).matcher(line).find();
  }

  /** Empty at the end of a sentence. */
  private String[] fields(String line) {
    String[] fields =
        line.isBlank()
            ? new String[0]
            : spec.delimiter() == Delimiter.TAB
                ? TAB.split(line, -1)
                : BLANKS.split(AROUND.matcher(line).replaceAll(""));
    return fields.length > 0 && fields[0].equals(DOCUMENT) ? new String[0] : fields;
  }

  /** Opens {@link SourceSpec.Conll}. */
  public static final class Factory implements SourceFactory<SourceSpec.Conll> {
    @Override
    public Class<SourceSpec.Conll> spec() {
      return SourceSpec.Conll.class;
    }

    @Override
    public Source open(SourceSpec.Conll spec) {
      return new ConllSource(spec);
    }
  }
}
