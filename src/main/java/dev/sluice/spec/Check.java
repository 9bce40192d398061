package dev.sluice.spec;

/**
 * The warnings of `sluice check`: about nothing that is refused, but what is rarely intended. The
 * names are stable; docs/checks.md has the threshold of each and where it comes from.
 */
public enum Check {
  @Doc("Texts of the training part are in validation or test as well.")
  DUPLICATE_ROWS_ACROSS_PARTS,
  @Doc("Inputs of the same row are the target, or add up to it.")
  TARGET_AMONG_INPUTS,
  @Doc("One word or one column foretells the target almost by itself.")
  NEAR_PERFECT_PREDICTOR,
  @Doc("One class is far rarer than another.")
  CLASS_IMBALANCE,
  @Doc("Classes are combinations of a few names: rows may have several labels.")
  LISTS_AS_CLASSES,
  @Doc("Texts are numbers.")
  NUMBERS_AS_TEXTS,
  @Doc("Classes differ in case or white space only.")
  SIMILAR_CLASSES,
  @Doc("Validation or test has no row of a class.")
  CLASS_ABSENT_FROM_PART,
  @Doc("A column that marks parts holds values that no part takes; their rows train.")
  UNCLAIMED_VALUES,
  @Doc("A group of `split.group` is in two parts, because a file or a column makes one of them.")
  GROUPS_ACROSS_PARTS,
  @Doc("One group of `split.group` holds most rows.")
  GROUP_TOO_LARGE,
  @Doc("No two rows have the same value in the column of `split.group`.")
  GROUPS_OF_ONE,
  @Doc("Many texts are longer than `max_length`.")
  TOKENS_CUT,
  @Doc("Many tokens of validation or test are not in the vocabulary.")
  TOKENS_UNKNOWN,
  @Doc("With `mask: false`, much of what the network sees is padding.")
  UNMASKED_PADDING,
  @Doc("Every training token has an id, so that the one for unknown tokens is never trained.")
  VOCABULARY_TOO_LARGE,
  @Doc("The training part has a tag once.")
  TAG_SEEN_ONCE,
  @Doc("Tags of `scheme: iob2` go on with a span that has not begun.")
  BROKEN_SPANS,
  @Doc("Many texts are to be written just as they are read.")
  COPIED_PAIRS,
  @Doc("A text is to be written for an empty one.")
  EMPTY_SOURCES,
  @Doc("Texts of some pairs are far longer than those written for them, or far shorter.")
  UNLIKE_PAIRS,
  @Doc("A language model has many characters that it sees once.")
  RARE_CHARACTERS,
  @Doc("Validation or test are too short for two forecasts that share no row.")
  FEW_TEST_WINDOWS,
  @Doc("A target does not change in validation or test.")
  CONSTANT_COLUMN,
  @Doc("A column begins with one value, repeated for longer than a window.")
  LEADING_GAP,
  @Doc("A column ends with one value, repeated for longer than a window.")
  TRAILING_GAP,
  @Doc("A target leaves the range of the training part.")
  NON_STATIONARY,
  @Doc("Values of the training part lie beyond the `bounds` of the target.")
  VALUES_BEYOND_BOUNDS,
  @Doc("The network has far more parameters than there are numbers to learn from.")
  FEW_ROWS_FOR_PARAMETERS,
  @Doc("A recurrent layer runs over many steps and gradients are not clipped.")
  NO_GRADIENT_CLIPPING
}
