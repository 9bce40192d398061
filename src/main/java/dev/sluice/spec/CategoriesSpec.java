package dev.sluice.spec;

import java.util.Optional;

/** How a column of words is read. */
@Doc(
    "Reads the column as categories and learns a vector (embedding) for each. Categories"
        + " that are rare in the training part, or do not occur in it, share one category,"
        + " `other`.")
public record CategoriesSpec(
    @Doc("The length of each vector. If omitted, half the number of categories, at most 50.")
        @Range(min = 1, max = 10_000)
        Optional<Integer> size,
    @Doc("Categories with fewer rows than this in the training part are rare.")
        @Default("5")
        @Range(min = 1, max = 1_000_000_000)
        int minCount,
    @Doc("Whether an empty field is a category. If false, its value is missing.") @Default("false")
        boolean empty) {
  private static final int MOST = 50;

  /** All defaults. */
  public static CategoriesSpec unspecified() {
    return new CategoriesSpec(Optional.empty(), 5, false);
  }

  /** The size of the vectors for this many categories. */
  public int size(int categories) {
    return size.orElse(Math.min(MOST, (categories + 1) / 2));
  }
}
