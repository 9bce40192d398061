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

  @Doc("Comma-separated values (RFC 4180) in UTF-8; `.gz` is unpacked.")
  record Csv(
      @Doc("The file.") @Example("../data/reviews.csv") Path path,
      @Doc("The character between two fields.")
          @Default("','")
          @Form(value = Csv.DELIMITER, as = "one character, and no quote or line end")
          String delimiter,
      @Doc(
              "The columns' names, for a file without a header line. A first line with some of these names and nothing else is a header all the same. Of a header, a first blank name over whole numbers, as pandas writes its index, is left out with its column.")
          @Example("[label, text]")
          Optional<List<String>> columnNames,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
          @Default("{}")
          Limits limits)
      implements SourceSpec {
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
      "Tab-separated values in UTF-8, one record a line, quotes are ordinary characters; `.gz` is unpacked.")
  record Tsv(
      @Doc("The file.") @Example("../data/imdb_train.tsv.gz") Path path,
      @Doc(
              "The columns' names, for a file without a header line. A first line with some of these names and nothing else is a header all the same. Of a header, a first blank name over whole numbers, as pandas writes its index, is left out with its column.")
          @Example("[label, text]")
          Optional<List<String>> columnNames,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
          @Default("{}")
          Limits limits)
      implements SourceSpec {
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
      "CoNLL-U of Universal Dependencies in UTF-8, a row for each word: columns sentence (its number, from 1), id, form, lemma, upos, xpos, feats, head, deprel, deps and misc. Comments, ranges such as `3-4` and empty nodes such as `5.1` are no words. `.gz` is unpacked.")
  record Conllu(
      @Doc("The file.") @Example("../data/train.conllu") Path path,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
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
      "One token a line in UTF-8, as of the CoNLL shared tasks; a line that is blank or of white space ends a sentence, and lines that begin with `-DOCSTART-` are left out. Gives the column `sentence` (its number, from 1) and the named ones. `.gz` is unpacked.")
  record Conll(
      @Doc("The file.") @Example("../data/train.conll") Path path,
      @Doc(
              "The names of a line's fields, all of them. A file in which every line has fewer fields has the first of these columns, so that sentences without tags can be predicted.")
          @Example("[word, tag]")
          List<String> columns,
      @Doc("What stands between two fields: spaces and tabs, or one tab.") @Default("whitespace")
          Delimiter delimiter,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
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
      "JSON lines in UTF-8: a line is an object, a key a column. A key of an object within is `outer.inner`; an array of numbers or words is its items with spaces between them; null or no such key is an empty field. Numbers stay as they are written. `.gz` is unpacked.")
  record Jsonl(
      @Doc("The file.") @Example("../data/reviews.jsonl") Path path,
      @Doc(
              "The keys to read, others are left out. Left out: all keys of all lines, in the order in which they are first seen. Keys that no line has are no columns, so that rows without a label can be predicted.")
          @Example("[text, label]")
          Optional<List<String>> columns,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
          @Default("{}")
          Limits limits)
      implements SourceSpec {
    public Jsonl {
      columns = columns.map(List::copyOf);
      columns.ifPresent(names -> requireNames("columns", names));
    }

    @Override
    public Jsonl withPath(Path other) {
      return new Jsonl(other, columns, limits);
    }
  }

  @Doc("Plain text in UTF-8, in one column `text`; `.gz` is unpacked.")
  record Lines(
      @Doc("The file.") @Example("../data/book.txt") Path path,
      @Doc(
              "What a row is: each line, also a blank one; the lines up to a blank one; or the whole file, for a language model of one book. The rows keep the order of the file, and line ends within a row are `\\n`.")
          @Default("line")
          Documents documents,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
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
      "A folder of texts in UTF-8, a file for each text and a folder for each class, or a `.tar`, `.tar.gz` or `.tgz` of it. Gives the columns `text`, `class` (the folder that the file lies in), `part` (the folder above that one, empty if it is the one at the top) and `file` (its path in the folder), in the order of the paths. Files beside folders of texts, such as a list of all, and hidden ones are left out; links are refused.")
  record Folder(
      @Doc(
              "The folder, or the archive. Of an archive, one folder with everything in it counts as the folder.")
          @Example("../data/aclImdb")
          Path path,
      @Doc("The folders to read; others are left out. Left out: all.") @Example("[pos, neg]")
          Optional<List<String>> classes,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
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
      "Arrays of NumPy, as `numpy.savez` writes them. An array of one dimension is a column of its name; one of rows and columns is the columns `x0`, `x1`, ...; one of rows, steps and channels is `x_0_0`, `x_0_1`, ... by step and channel, or with one channel `x0`, `x1`, ... A list in an array of objects is its items with spaces between them. Python code in the file is never run.")
  record Npz(
      @Doc("The file.") @Example("../data/imdb.npz") Path path,
      @Doc(
              "The arrays to read, by the columns that they become. Left out: all, by their own names.")
          @Default("{}")
          Map<String, String> arrays,
      @Doc(
              "Parts that have arrays of their own: with `[train, test]` and an array `x`, the rows of `x_train` and then of `x_test`, and a column `part`.")
          @Example("[train, test]")
          Optional<List<String>> parts,
      @Doc("What a file may hold at most. More is refused before it fills the memory.")
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

  @Doc("What a file may hold at most.")
  record Limits(
      @Doc("Characters in a line.") @Default("" + LINE) @Range(min = 1, max = 1_000_000_000)
          int line,
      @Doc("Characters in a value, which may have several lines in quotes.")
          @Default("" + CELL)
          @Range(min = 1, max = 500_000_000)
          int cell,
      @Doc("Values in a row.") @Default("" + COLUMNS) @Range(min = 1) int columns,
      @Doc(
              "How many times its size a `.gz` file may unpack to; one of less than 64 KiB counts as 64 KiB.")
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

  @Doc("What a file of texts may hold at most.")
  record TextLimits(
      @Doc("Characters in a line.") @Default("" + Limits.LINE) @Range(min = 1, max = 1_000_000_000)
          int line,
      @Doc("Characters in a text.") @Default("" + TEXT) @Range(min = 1, max = 1_000_000_000)
          int text,
      @Doc(
              "How many times its size a packed file may unpack to; one of less than 64 KiB counts as 64 KiB.")
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

  @Doc("What a file of arrays may hold at most.")
  record ArrayLimits(
      @Doc("Characters in a value, such as a list.")
          @Default("" + Limits.CELL)
          @Range(min = 1, max = 500_000_000)
          int cell,
      @Doc("Columns of all arrays.") @Default("" + Limits.COLUMNS) @Range(min = 1) int columns,
      @Doc(
              "How many times its size a file may unpack to; one of less than 64 KiB counts as 64 KiB.")
          @Default("" + Limits.UNPACKED)
          @Range(min = 1)
          int unpacked) {
    /** The default, unless others are asked for. */
    public static final ArrayLimits USUAL =
        new ArrayLimits(Limits.CELL, Limits.COLUMNS, Limits.UNPACKED);
  }
}
