package dev.sluice.spec;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where rows come from. Open: a plug-in may register further kinds. */
public interface SourceSpec {

  /** The same source for another file, if a part of the split names one. */
  SourceSpec withPath(Path path);

  /** The file that is read. */
  Path path();

  /** Whether the path may be a folder, to which all files below it belong. */
  default boolean mayBeFolder() {
    return false;
  }

  /** The separator of fields, if it reads rows of fields below a header. */
  default Optional<String> separator() {
    return Optional.empty();
  }

  /** A file with one record per line, which may be written in several formats. */
  interface OfTable extends SourceSpec {
    /** The names of the columns, if the config gives them because the file has no header. */
    Optional<List<String>> columnNames();

    /** Limits on what the file may hold. */
    Limits limits();
  }

  @Doc("Comma-separated values (RFC 4180) in UTF-8. `.gz` files are unpacked.")
  record Csv(
      @Doc("The file to read.") @Example("../data/reviews.csv") Path path,
      @Doc("The character that separates fields.")
          @Default("','")
          @Form(value = Csv.DELIMITER, as = "one character, and no quote or line end")
          String delimiter,
      @Doc(
              "The names of the columns, if the file has no header line. A first line that consists"
                  + " only of some of these names still counts as a header. If a header begins with an"
                  + " empty name and that column holds whole numbers, as when pandas writes its index,"
                  + " the column is ignored; so are columns at the end without names and values.")
          @Example("[label, text]")
          Optional<List<String>> columnNames,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          Limits limits)
      implements OfTable {
    static final String DELIMITER = "[^\"\\r\\n]";

    public Csv {
      if (delimiter.length() != 1 || !delimiter.matches(DELIMITER)) {
        throw new InvalidSpecException(
            "delimiter",
            "'" + delimiter + "' is not one character",
            "for example ';' (in quotes), or the tsv source for tabs");
      }
      columnNames = columnNames.map(List::copyOf);
    }

    @Override
    public Optional<String> separator() {
      return Optional.of(delimiter);
    }

    /** With the usual limits. */
    public Csv(Path path, String delimiter, Optional<List<String>> columnNames) {
      this(path, delimiter, columnNames, Limits.USUAL);
    }

    @Override
    public Csv withPath(Path other) {
      return new Csv(other, delimiter, columnNames, limits);
    }
  }

  @Doc(
      "Tab-separated values in UTF-8, one record per line. Quotes are ordinary characters."
          + " `.gz` files are unpacked.")
  record Tsv(
      @Doc("The file to read.") @Example("../data/imdb_train.tsv.gz") Path path,
      @Doc(
              "The names of the columns, if the file has no header line. A first line that consists"
                  + " only of some of these names still counts as a header. If a header begins with an"
                  + " empty name and that column holds whole numbers, as when pandas writes its index,"
                  + " the column is ignored; so are columns at the end without names and values.")
          @Example("[label, text]")
          Optional<List<String>> columnNames,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          Limits limits)
      implements OfTable {
    public Tsv {
      columnNames = columnNames.map(List::copyOf);
    }

    @Override
    public Optional<String> separator() {
      return Optional.of("\t");
    }

    /** With the usual limits. */
    public Tsv(Path path, Optional<List<String>> columnNames) {
      this(path, columnNames, Limits.USUAL);
    }

    @Override
    public Tsv withPath(Path other) {
      return new Tsv(other, columnNames, limits);
    }
  }

  @Doc(
      "CoNLL-U of Universal Dependencies in UTF-8, one row per word. The columns are"
          + " sentence (its number, from 1), id, form, lemma, upos, xpos, feats, head, deprel,"
          + " deps and misc. Comments, ranges such as `3-4` and empty nodes such as `5.1` are"
          + " skipped. `.gz` files are unpacked.")
  record Conllu(
      @Doc("The file to read.") @Example("../data/train.conllu") Path path,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          Limits limits)
      implements SourceSpec {
    /** With the usual limits. */
    public Conllu(Path path) {
      this(path, Limits.USUAL);
    }

    @Override
    public Conllu withPath(Path other) {
      return new Conllu(other, limits);
    }
  }

  @Doc(
      "One token per line in UTF-8, as in the CoNLL shared tasks. A line that is empty or"
          + " has only whitespace ends a sentence. Lines that begin with `-DOCSTART-` are"
          + " skipped, and so are comments before a sentence: lines such as `# id 7 domain=en`, with"
          + " another number of fields than a token, and such as `# sent_id = 7`. The columns are"
          + " `sentence` (its number, from 1) and those named in `columns`. `.gz` files are unpacked.")
  record Conll(
      @Doc("The file to read.") @Example("../data/train.conll") Path path,
      @Doc(
              "The names of all fields of a line. If every line of a file has fewer fields, they"
                  + " are the first of these columns, so that you can predict sentences without tags.")
          @Example("[word, tag]")
          List<String> columns,
      @Doc("What separates fields: `whitespace` (spaces and tabs) or `tab` (a single tab).")
          @Default("whitespace")
          Delimiter delimiter,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          Limits limits)
      implements SourceSpec {
    /** What stands between two fields of a line. */
    public enum Delimiter {
      WHITESPACE,
      TAB
    }

    public Conll {
      columns = List.copyOf(columns);
      requireNames("columns", columns);
      if (columns.contains("sentence")) {
        throw new InvalidSpecException(
            "columns",
            "a column named 'sentence' is there already: the number of the sentence",
            "give the field another name");
      }
    }

    @Override
    public Conll withPath(Path other) {
      return new Conll(other, columns, delimiter, limits);
    }
  }

  @Doc(
      "JSON lines in UTF-8: each line is an object, each key a column. A key of a nested"
          + " object is named `outer.inner`. An array of numbers or words becomes its items,"
          + " separated by spaces. A null or missing key is an empty field. Numbers are kept as"
          + " written. `.gz` files are unpacked.")
  record Jsonl(
      @Doc("The file to read.") @Example("../data/reviews.jsonl") Path path,
      @Doc(
              "The keys to read; others are ignored. If omitted, all keys of all lines, in order of"
                  + " first appearance. A key that no line has is not a column, so that you can predict"
                  + " rows without a label.")
          @Example("[text, label]")
          Optional<List<String>> columns,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          Limits limits)
      implements OfTable {
    public Jsonl {
      columns = columns.map(List::copyOf);
      columns.ifPresent(names -> requireNames("columns", names));
    }

    @Override
    public Optional<List<String>> columnNames() {
      return Optional.empty();
    }

    @Override
    public Jsonl withPath(Path other) {
      return new Jsonl(other, columns, limits);
    }
  }

  @Doc("Plain text in UTF-8, in one column named `text`. `.gz` files are unpacked.")
  record Lines(
      @Doc("The file to read.") @Example("../data/book.txt") Path path,
      @Doc(
              "What becomes a row: each line, even an empty one (`line`); the lines up to an empty"
                  + " line (`blank_line`); or the whole file (`file`), for a language model of one book."
                  + " Rows keep the order of the file. Line ends within a row become `\\n`.")
          @Default("line")
          Documents documents,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          TextLimits limits)
      implements SourceSpec {
    /** What a row is. */
    public enum Documents {
      LINE,
      BLANK_LINE,
      FILE
    }

    @Override
    public Lines withPath(Path other) {
      return new Lines(other, documents, limits);
    }
  }

  @Doc(
      "A folder of texts in UTF-8, with one file per text and one folder per class, or a"
          + " `.tar`, `.tar.gz` or `.tgz` of it. The columns are `text`, `class` (the folder of"
          + " the file), `part` (the folder above that one, or empty if that is the top folder)"
          + " and `file` (the path in the folder). Rows are ordered by path. Files beside the"
          + " class folders, such as a list of all files, and hidden files are ignored. Links are"
          + " refused.")
  record Folder(
      @Doc(
              "The folder or the archive. If an archive holds everything in a single folder, that"
                  + " folder is read.")
          @Example("../data/aclImdb")
          Path path,
      @Doc("The class folders to read; others are ignored. If omitted, all.") @Example("[pos, neg]")
          Optional<List<String>> classes,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          TextLimits limits)
      implements SourceSpec {
    public Folder {
      classes = classes.map(List::copyOf);
      classes.ifPresent(names -> requireNames("classes", names));
    }

    @Override
    public Folder withPath(Path other) {
      return new Folder(other, classes, limits);
    }

    @Override
    public boolean mayBeFolder() {
      return true;
    }
  }

  @Doc(
      "NumPy arrays, as `numpy.savez` writes them. An array `x` with one dimension becomes"
          + " the column `x`. With rows and columns, it becomes the columns `x0`, `x1`, ... With"
          + " rows, steps and channels, it becomes `x_0_0`, `x_0_1`, ... by step and channel, or"
          + " `x0`, `x1`, ... if it has one channel. A list in an object array becomes its items,"
          + " separated by spaces. Python code in the file is never run.")
  record Npz(
      @Doc("The file to read.") @Example("../data/imdb.npz") Path path,
      @Doc(
              "The arrays to read, as a map from column names to array names. If omitted, all"
                  + " arrays, under their own names. An array that the file lacks is not a column,"
                  + " so that you can predict rows without a label.")
          @Default("{}")
          Map<String, String> arrays,
      @Doc(
              "The suffixes of arrays that are stored by part. With `[train, test]` and an array"
                  + " `x`, the rows are those of `x_train`, then those of `x_test`, and a column `part`"
                  + " says which. New rows to predict may be in an array `x` if `arrays` names it.")
          @Example("[train, test]")
          Optional<List<String>> parts,
      @Doc(
              "Limits on what the file may hold. A file that exceeds them is refused before it"
                  + " fills the memory.")
          @Default("{}")
          ArrayLimits limits)
      implements SourceSpec {
    public Npz {
      arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays)); // in the user's order
      parts = parts.map(List::copyOf);
      parts.ifPresent(names -> requireNames("parts", names));
    }

    @Override
    public Npz withPath(Path other) {
      return new Npz(other, arrays, parts, limits);
    }
  }

  private static void requireNames(String key, List<String> names) {
    if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
      throw new InvalidSpecException(
          key, "needs names, and none may be blank", "for example [a, b]");
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        throw new InvalidSpecException(
            key, "'%s' is listed twice".formatted(names.get(i)), "list each name once");
      }
    }
  }

  @Doc("Limits on what a file may hold.")
  record Limits(
      @Doc("The maximum number of characters in a line.")
          @Default("" + LINE)
          @Range(min = 1, max = 1_000_000_000)
          int line,
      @Doc("The maximum number of characters in a value, which may span several lines in quotes.")
          @Default("" + CELL)
          @Range(min = 1, max = 500_000_000)
          int cell,
      @Doc("The maximum number of values in a row.") @Default("" + COLUMNS) @Range(min = 1)
          int columns,
      @Doc(
              "The maximum unpacked size of a `.gz` file, as a multiple of its size. A file of less"
                  + " than 64 KiB counts as 64 KiB.")
          @Default("" + UNPACKED)
          @Range(min = 1)
          int unpacked) {
    private static final int LINE = 16_000_000;
    private static final int CELL = 4_000_000;
    private static final int COLUMNS = 10_000;
    private static final int UNPACKED = 100;

    /** The default, unless others are asked for. */
    public static final Limits USUAL = new Limits(LINE, CELL, COLUMNS, UNPACKED);
  }

  @Doc("Limits on what a file of texts may hold.")
  record TextLimits(
      @Doc("The maximum number of characters in a line.")
          @Default("" + Limits.LINE)
          @Range(min = 1, max = 1_000_000_000)
          int line,
      @Doc("The maximum number of characters in a text.")
          @Default("" + TEXT)
          @Range(min = 1, max = 1_000_000_000)
          int text,
      @Doc(
              "The maximum unpacked size of a packed file, as a multiple of its size. A file of"
                  + " less than 64 KiB counts as 64 KiB.")
          @Default("" + Limits.UNPACKED)
          @Range(min = 1)
          int unpacked) {
    private static final int TEXT = 100_000_000;

    /** The default, unless others are asked for. */
    public static final TextLimits USUAL = new TextLimits(Limits.LINE, TEXT, Limits.UNPACKED);

    /** The settings that concern only the file. */
    public Limits ofFile() {
      return new Limits(line, text, 1, unpacked);
    }
  }

  @Doc("Limits on what a file of arrays may hold.")
  record ArrayLimits(
      @Doc("The maximum number of characters in a value, such as a list.")
          @Default("" + Limits.CELL)
          @Range(min = 1, max = 500_000_000)
          int cell,
      @Doc("The maximum number of columns of all arrays together.")
          @Default("" + Limits.COLUMNS)
          @Range(min = 1)
          int columns,
      @Doc(
              "The maximum unpacked size of a file, as a multiple of its size. A file of less than"
                  + " 64 KiB counts as 64 KiB.")
          @Default("" + Limits.UNPACKED)
          @Range(min = 1)
          int unpacked) {
    /** The default, unless others are asked for. */
    public static final ArrayLimits USUAL =
        new ArrayLimits(Limits.CELL, Limits.COLUMNS, Limits.UNPACKED);
  }
}
