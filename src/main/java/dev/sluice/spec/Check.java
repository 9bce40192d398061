package dev.sluice.spec;

/**
 * The warnings of `sluice check`: about nothing that is refused, but what is rarely intended. The
 * names are stable; docs/checks.md has the threshold of each and where it comes from.
 */
public enum Check {
  @Doc("Texts of the training part are also in validation or test.")
  DUPLICATE_ROWS_ACROSS_PARTS,
  @Doc("Inputs equal the target of the same row, or add up to it.")
  TARGET_AMONG_INPUTS,
  @Doc("One word or one column is almost enough to predict the target.")
  NEAR_PERFECT_PREDICTOR,
  @Doc("One class is much rarer than another.")
  CLASS_IMBALANCE,
  @Doc("Classes are combinations of a few names, so rows may have several labels.")
  LISTS_AS_CLASSES,
  @Doc("The texts are numbers.")
  NUMBERS_AS_TEXTS,
  @Doc("Classes differ only in case, whitespace or how a number is written.")
  SIMILAR_CLASSES,
  @Doc("A class is what programs write for a missing value, such as `nan`.")
  MISSING_AS_CLASS,
  @Doc("Validation or test has no row of some class.")
  CLASS_ABSENT_FROM_PART,
  @Doc(
      "A column that marks the parts has values that no part uses. Their rows are used for"
          + " training.")
  UNCLAIMED_VALUES,
  @Doc(
      "A group of `split.group` is in two parts, because a file or a column defines one of"
          + " them.")
  GROUPS_ACROSS_PARTS,
  @Doc("One group of `split.group` has most of the rows.")
  GROUP_TOO_LARGE,
  @Doc("No two rows have the same value in the column of `split.group`.")
  GROUPS_OF_ONE,
  @Doc("Many texts are longer than `max_length`.")
  TOKENS_CUT,
  @Doc("Many tokens of validation or test are not in the vocabulary.")
  TOKENS_UNKNOWN,
  @Doc("With `mask: false`, much of what the network reads is padding.")
  UNMASKED_PADDING,
  @Doc(
      "Every token of the training part has an id, so the id for unknown tokens is never"
          + " trained.")
  VOCABULARY_TOO_LARGE,
  @Doc("A tag occurs only once in the training part.")
  TAG_SEEN_ONCE,
  @Doc("With `scheme: iob2`, `I-` tags continue a span that has not begun.")
  BROKEN_SPANS,
  @Doc("Many target texts are the same as their source texts.")
  COPIED_PAIRS,
  @Doc("A source text is empty.")
  EMPTY_SOURCES,
  @Doc("In some pairs, one text is much longer than the other.")
  UNLIKE_PAIRS,
  @Doc("Many characters of a language model occur only once.")
  RARE_CHARACTERS,
  @Doc("Validation or test is too short for two forecasts that share no row.")
  FEW_TEST_WINDOWS,
  @Doc("A target is constant in validation or test.")
  CONSTANT_COLUMN,
  @Doc("A column begins with one value that is repeated for longer than a window.")
  LEADING_GAP,
  @Doc("A column ends with one value that is repeated for longer than a window.")
  TRAILING_GAP,
  @Doc("A target leaves the range that it has in the training part.")
  NON_STATIONARY,
  @Doc("Values of the training part are outside the `bounds` of the target.")
  VALUES_BEYOND_BOUNDS,
  @Doc("The network has far more parameters than there are values to learn from.")
  FEW_ROWS_FOR_PARAMETERS,
  @Doc("A recurrent layer runs over many steps, and gradients are not clipped.")
  NO_GRADIENT_CLIPPING
}
