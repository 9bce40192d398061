package dev.sluice.draft;

import dev.sluice.spec.SourceSpec;
import java.util.List;

/**
 * CoNLL-U of Universal Dependencies: the target is the part of speech, or another of its columns.
 */
final class ConlluFile implements FileKind {
  private static final List<String> COLUMNS = List.of("upos", "xpos", "deprel", "lemma", "feats");

  @Override
  public boolean fits(Wishes wishes) {
    return wishes.hasExtension("conllu(\\.gz)?");
  }

  @Override
  public Drafted draft(Wishes wishes) {
    TableDraft table =
        TableDraft.of(
            wishes,
            new SourceSpec.Conllu(wishes.data()),
            "conllu: {path: %s}".formatted(Yaml.path(wishes.data(), wishes.config())));
    return new TokenTags(table, COLUMNS, "upos").drafted("form");
  }
}
