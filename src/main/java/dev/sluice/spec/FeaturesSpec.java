package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;

/** The columns of a row that are read in addition to its text. */
@Doc(
    "Numbers and categories of the same row that the network reads beside the text, such as a price"
        + " and a shop. They join before the first `dense` layer that gets one vector of the text,"
        + " or before the output.")
public record FeaturesSpec(
    @Doc(
            "Columns of numbers. `data.columns` says how they are written and scaled, and with"
                + " `missing` what stands for an empty cell; `{mask: {}}` adds an input that tells"
                + " which cells are empty where the training part has such.")
        @Default("[]")
        @Example("[price]")
        List<String> numbers,
    @Doc(
            "Columns of categories, words or numbers. Each category is one input, 1 in its rows and"
                + " 0 in others; an empty cell is a category too.")
        @Default("[]")
        @Example("[shop]")
        List<String> categories,
    @Doc(
            "Categories with fewer rows in the training part are one category, `other`; so is what"
                + " the training part does not have. Where no category is so rare, an unknown one"
                + " counts as the average row.")
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
