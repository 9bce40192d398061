package dev.sluice.batch;

/**
 * Texts that are read on, each to its end.
 *
 * @param ids (texts)(tokens)
 */
public record WholeTexts(int[][] ids) implements Documents {
  @Override
  public boolean ended() {
    return true;
  }
}
