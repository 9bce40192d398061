package dev.sluice.problem;

/** Documents of a newer version of Sluice. */
public final class NewerVersion {
  private NewerVersion() {}

  /**
   * Refuses a document that may contain what this version does not know.
   *
   * @param what it is, as in {@code the pipeline}
   * @param newest version that can be read
   * @throws UserException without a location
   */
  public static void refuse(String what, int version, int newest) {
    if (version > newest) {
      throw new UserException(
          new Problem(
              "",
              "",
              "%s has version %s, this Sluice reads up to %s".formatted(what, version, newest),
              "use the Sluice that wrote the model, or a newer one"));
    }
  }
}
