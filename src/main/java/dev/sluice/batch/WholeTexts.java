package dev.sluice.batch;

/**
 * Texts that are each read continuously to the end.
 *
 * @param ids (texts)(tokens)
 */
public record WholeTexts(int[][] ids) implements Documents {
  @Override
  public boolean ended() {
    return true;
  }
}
