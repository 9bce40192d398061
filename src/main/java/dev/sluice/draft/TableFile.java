package dev.sluice.draft;

/** A table: CSV, TSV or JSON lines. */
final class TableFile implements FileKind {
  @Override
  public boolean fits(Wishes wishes) {
    return true;
  }

  @Override
  public Drafted draft(Wishes wishes) {
    return TableDraft.of(wishes).drafted();
  }
}
