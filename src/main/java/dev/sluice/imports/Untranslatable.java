package dev.sluice.imports;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;

/** A layer that cannot be translated. */
final class Untranslatable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String origin;

  /**
   * @param origin the layer
   * @param what of it cannot be translated, without a full stop
   */
  Untranslatable(String origin, String what) {
    super(what);
    this.origin = origin;
  }

  /** As a problem of the file. */
  Problem in(Object file) {
    return problem(file, origin, getMessage());
  }

  UserException of(Object file) {
    return new UserException(in(file));
  }

  static Problem problem(Object file, String origin, String what) {
    return Problem.inFile(
        file,
        "layer %s: %s".formatted(origin, what),
        "train the model without it; docs/import.md lists what can be translated");
  }
}
