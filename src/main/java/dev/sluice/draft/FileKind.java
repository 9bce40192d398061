package dev.sluice.draft;

/** A kind of file, and what can be learned from such. */
interface FileKind {
  /** Whether the file is one, by its name, and by its first lines where the name does not tell. */
  boolean fits(Wishes wishes);

  /**
   * @throws dev.sluice.problem.UserException as {@link Draft#of}
   */
  Drafted draft(Wishes wishes);
}
