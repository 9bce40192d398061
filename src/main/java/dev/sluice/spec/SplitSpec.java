package dev.sluice.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The `data.split` section. */
@Doc(
    "Which rows to use for validation and for testing. All others are for training."
        + " Series are always split in time order.")
public record SplitSpec(
    @Doc("The validation part: the rows that choose the best epoch and end training early.")
        Optional<Part> validation,
    @Doc("The test part: the rows that are scored at the end. Training never sees them.")
        Optional<Part> test,
    @Doc(
            "The seed of the random split; not for series. With classes, the split is stratified:"
                + " each class is split separately. If omitted, 42.")
        @Example("7")
        Optional<Long> seed,
    @Doc(
            "Keeps groups of rows together. Rows with the same value in this column, such as a"
                + " film, an author or a customer, are all in one part. Parts drawn by `share` or"
                + " `rows` take whole groups; the share of each class is as close as whole groups"
                + " allow, and a part may be slightly larger or smaller than requested. A row without a"
                + " value is a separate group. If omitted, rows are split independently.")
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
      "One part of the split. Set exactly one of `share`, `rows`, `from`, `file`, or"
          + " `column` with `value`.")
  @ExactlyOneOf({"share", "rows", "from", "file", "column"})
  public record Part(
      @Doc(
              "The fraction of all rows, or of all sequences if a sequence has several rows. If a"
                  + " language model has a single document, the fraction of its tokens, in their order:"
                  + " the test part is at the end, the validation part before it.")
          @Example("0.2")
          @Range(min = 0, max = 1, above = true, below = true)
          Optional<Double> share,
      @Doc("The number of rows, or of sequences if a sequence has several rows.")
          @Example("24")
          @Range(min = 1)
          Optional<Integer> rows,
      @Doc("For series: the time of the first row of the part.") @Example("1958-01")
          Optional<String> from,
      @Doc("A separate file with the same columns, in the same or another format.")
          @Example("test.csv")
          Optional<Path> file,
      @Doc("The column that says which part a row belongs to.") @Example("part") @Requires("value")
          Optional<String> column,
      @Doc("With `column`: the value that marks the rows of this part.")
          @Example("test")
          @Requires("column")
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
