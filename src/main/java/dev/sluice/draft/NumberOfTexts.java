package dev.sluice.draft;

import java.util.Optional;

/** A number, such as a price. */
record NumberOfTexts(ColumnProfile column) implements TextTarget {
  @Override
  public String title() {
    return "A number of texts";
  }

  @Override
  public SplitChoice split() {
    return SplitChoice.drawn("drawn at random");
  }

  @Override
  public Optional<String> stratum() {
    return Optional.empty();
  }

  @Override
  public String lines() {
    return Drafts.numberTarget(column);
  }
}
