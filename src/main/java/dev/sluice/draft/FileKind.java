package dev.sluice.draft;

/** A kind of file, and what can be learned from such files. */
interface FileKind {
  /**
   * Whether the file is of this kind, by its name, or by its first lines if the name does not tell.
   */
  boolean fits(Wishes wishes);

  /**
   * @throws dev.sluice.problem.UserException as {@link Draft#of}
   */
  Drafted draft(Wishes wishes);
}
