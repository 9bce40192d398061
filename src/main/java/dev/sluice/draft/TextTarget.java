package dev.sluice.draft;

import java.util.Optional;

/** What is told from texts. */
interface TextTarget {
  ColumnProfile column();

  /** What the config is, but for the names of the columns. */
  String title();

  SplitChoice split();

  /** The column by which each part of the split gets its share. */
  Optional<String> stratum();

  /** The lines of {@code target}. */
  String lines();
}
