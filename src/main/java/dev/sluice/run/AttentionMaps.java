package dev.sluice.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the decoder of a run looked while it wrote a few texts, {@code attention.json};
 * docs/run-folder.md describes it.
 */
public record AttentionMaps(List<OfText> texts) {

  /**
   * A text of the test part.
   *
   * @param row number of the record in its source, from 1
   * @param source the first tokens that were read
   * @param written the first tokens that were written
   * @param weights (written, source): each source token's share, 0 to 1
   */
  public record OfText(
      long row, List<String> source, List<String> written, List<List<Double>> weights) {
    public OfText {
      source = List.copyOf(source);
      written = List.copyOf(written);
      weights = weights.stream().map(List::copyOf).toList();
      int width = source.size();
      if (weights.size() != written.size() || weights.stream().anyMatch(w -> w.size() != width)) {
        throw new IllegalArgumentException("weights are not (written, source)");
      }
    }
  }

  public AttentionMaps {
    texts = List.copyOf(texts);
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<AttentionMaps> read(Path file) {
    return Json.read(file, AttentionMaps.class);
  }
}
