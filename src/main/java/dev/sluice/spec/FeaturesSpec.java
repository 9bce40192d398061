package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;

/** The columns of a row that are read in addition to its text. */
@Doc(
    "Numbers and categories of the same row that the network reads in addition to the"
        + " text, such as a price and a shop. They are appended to the vector of the text"
        + " before the first `dense` layer that receives it, or before the output layer if"
        + " there is no such layer.")
public record FeaturesSpec(
    @Doc(
            "Columns of numbers. `data.columns` sets how they are written and scaled and, with"
                + " `missing`, what replaces an empty cell. `missing: {mask: {}}` adds an input that"
                + " says which cells are empty, if the training part has empty cells.")
        @Default("[]")
        @Example("[price]")
        List<String> numbers,
    @Doc(
            "Columns of categories, words or numbers. They are one-hot encoded: one input per"
                + " category, 1 in its rows and 0 in all others. An empty cell is a category, too.")
        @Default("[]")
        @Example("[shop]")
        List<String> categories,
    @Doc(
            "Categories with fewer rows than this in the training part become one category,"
                + " `other`, and so do categories that do not occur there. If no category is that rare,"
                + " an unknown category is encoded as the average row.")
        @Default("5")
        @Range(min = 1, max = 1_000_000_000)
        int minCount) {
  public FeaturesSpec {
    numbers = List.copyOf(numbers);
    categories = List.copyOf(categories);
    List<String> all = new ArrayList<>(numbers);
    all.addAll(categories);
    if (all.isEmpty()) {
      throw new InvalidSpecException(
          "", "names no column", "name some: {numbers: [price], categories: [shop]}");
    }
    for (String name : all) {
      if (all.indexOf(name) < all.lastIndexOf(name)) {
        throw new InvalidSpecException(
            categories.contains(name) ? "categories" : "numbers",
            "names '%s' a second time".formatted(name),
            "name each column once, as numbers or as categories");
      }
    }
  }

  /** All columns, those of numbers first. */
  public List<String> columns() {
    List<String> all = new ArrayList<>(numbers);
    all.addAll(categories);
    return all;
  }
}
