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
          Optional<List<String>> columnNames)
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
    public Csv withPath(Path other) {
      return new Csv(other, delimiter, columnNames);
    }
  }

  @Doc(
      "Tab-separated values in UTF-8, one record a line, quotes are ordinary characters; `.gz` is unpacked.")
  record Tsv(
      @Doc("The file.") @Example("../data/imdb_train.tsv.gz") Path path,
      @Doc(
              "The columns' names, for a file without a header line. A first line with some of these names and nothing else is a header all the same. Of a header, a first blank name over whole numbers, as pandas writes its index, is left out with its column.")
          @Example("[label, text]")
          Optional<List<String>> columnNames)
      implements SourceSpec {
    public Tsv {
      columnNames = columnNames.map(List::copyOf);
    }

    @Override
    public Tsv withPath(Path other) {
      return new Tsv(other, columnNames);
    }
  }
}
