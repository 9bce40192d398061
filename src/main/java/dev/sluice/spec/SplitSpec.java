package dev.sluice.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The `data.split` section. */
@Doc("Which rows validate and test; all others train. Series are always split in time order.")
public record SplitSpec(
    @Doc("The rows that choose the epoch and stop the training.") Optional<Part> validation,
    @Doc("The rows that are scored at the end and never seen before.") Optional<Part> test,
    @Doc("For text: seeds the random choice of rows; each class is split by itself. Left out: 42.")
        @Example("7")
        Optional<Long> seed,
    @Doc(
            "Keeps rows together: all rows with the same value in this column, such as a film, an"
                + " author or a customer, are in one part. Parts drawn by `share` or `rows` take"
                + " whole groups, of each class as near to its share as whole groups allow, and may"
                + " be a little larger or smaller than asked. A row without a value is a group of"
                + " its own. Left out: each row by itself.")
        @Example("film")
        Optional<String> group) {
  /** All rows are used for training. */
  public static final SplitSpec NONE =
      new SplitSpec(Optional.empty(), Optional.empty(), Optional.empty());

  private static final long USUAL_SEED = 42;

  public SplitSpec {
    if (group.isPresent()
        && Stream.of(validation, test).noneMatch(p -> p.filter(Part::isDrawn).isPresent())) {
      throw new InvalidSpecException(
          "group",
          "has no effect where no part is drawn by share or rows",
          "remove it, or draw a part: validation: {share: 0.1}");
    }
  }

  /** Without groups. */
  public SplitSpec(Optional<Part> validation, Optional<Part> test, Optional<Long> seed) {
    this(validation, test, seed, Optional.empty());
  }

  /** Without groups. */
  public SplitSpec(Optional<Part> validation, Optional<Part> test, long seed) {
    this(validation, test, Optional.of(seed));
  }

  /** The seed for drawing rows. */
  public long randomSeed() {
    return seed.orElse(USUAL_SEED);
  }

  /** The files that are read in addition to the source. */
  public List<Path> files() {
    return Stream.of(validation, test).flatMap(p -> p.flatMap(Part::file).stream()).toList();
  }

  @Doc(
      "One part of the split: exactly one of `share`, `rows`, `from`, `file`, or `column` with"
          + " `value`.")
  @ExactlyOneOf({"share", "rows", "from", "file", "column"})
  public record Part(
      @Doc(
              "The share of all rows; of sequences of several rows, the share of them. Of a"
                  + " language model's one document, of its tokens, in their order: the test part"
                  + " at its end, the validation part before it.")
          @Example("0.2")
          @Range(min = 0, max = 1, above = true, below = true)
          Optional<Double> share,
      @Doc("The number of rows; of sequences of several rows, the number of them.")
          @Example("24")
          @Range(min = 1)
          Optional<Integer> rows,
      @Doc("For series: the time of the part's first row.") @Example("1958-01")
          Optional<String> from,
      @Doc("A file of its own, with the same columns.") @Example("test.csv") Optional<Path> file,
      @Doc("The column that says which part a row belongs to.") @Example("part") @Requires("value")
          Optional<String> column,
      @Doc("With `column`: what stands there for this part.") @Example("test") @Requires("column")
          Optional<String> value) {
    public Part {
      List<String> given =
          Stream.of(
                  share.map(x -> "share"),
                  rows.map(x -> "rows"),
                  from.map(x -> "from"),
                  file.map(x -> "file"),
                  column.map(x -> "column"))
              .flatMap(Optional::stream)
              .toList();
      List<InvalidSpecException.Fault> faults = new ArrayList<>();
      if (given.isEmpty()) {
        faults.add(
            new InvalidSpecException.Fault(
                "", "needs one of share, rows, from, file, column", "for example {share: 0.2}"));
      }
      if (given.size() > 1) {
        faults.add(
            new InvalidSpecException.Fault(
                given.get(1),
                String.join(" and ", given) + " exclude each other",
                "keep one of them"));
      }
      if (column.isPresent() != value.isPresent()) {
        faults.add(
            new InvalidSpecException.Fault(
                column.isPresent() ? "column" : "value",
                "column and value belong together",
                "for example {column: part, value: test}"));
      }
      if (!faults.isEmpty()) {
        throw new InvalidSpecException(faults);
      }
    }

    /** Whether examples are drawn for it at random, or in order of time. */
    public boolean isDrawn() {
      return share.isPresent() || rows.isPresent();
    }

    /** This share of all rows. */
    public static Part share(double share) {
      return new Part(
          Optional.of(share),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** This number of rows. */
    public static Part rows(int rows) {
      return new Part(
          Optional.empty(),
          Optional.of(rows),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** The rows that have this value in this column. */
    public static Part where(String column, String value) {
      return new Part(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(column),
          Optional.of(value));
    }
  }
}
