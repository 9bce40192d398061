package dev.sluice.draft;

import java.util.List;

/** Drafts the first config for a file of data. */
public final class Draft {
  /** The first that recognizes the file is taken; the last one accepts any file. */
  private static final List<FileKind> KINDS =
      List.of(
          new ConlluFile(),
          new ConllFile(),
          new NpzFile(),
          new FolderFile(),
          new PlainTextFile(),
          new TableFile());

  private Draft() {}

  /**
   * Looks at the data and writes a config for them.
   *
   * @return the config, with comments
   * @throws dev.sluice.problem.UserException if the file cannot be read; or with every question
   *     that only the user can answer, each with the commands that answer it
   */
  public static Drafted of(Wishes wishes) {
    return KINDS.stream().filter(kind -> kind.fits(wishes)).findFirst().orElseThrow().draft(wishes);
  }
}
