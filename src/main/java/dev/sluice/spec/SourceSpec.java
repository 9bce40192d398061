package dev.sluice.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where rows come from. Open: a plug-in may register further kinds. */
public interface SourceSpec {

  /** The same source reading another file, for parts of the split that name one. */
  SourceSpec withPath(Path path);

  /** The file that is read. */
  Path path();

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

    /** With the usual limits. */
    public Tsv(Path path, Optional<List<String>> columnNames) {
      this(path, columnNames, Limits.USUAL);
    }

    @Override
    public Tsv withPath(Path other) {
      return new Tsv(other, columnNames, limits);
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

    /** Where nobody asks for others. */
    public static final Limits USUAL = new Limits(LINE, CELL, COLUMNS, UNPACKED);
  }
}
