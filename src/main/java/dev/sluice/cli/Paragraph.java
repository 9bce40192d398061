package dev.sluice.cli;

/** Words on lines that a terminal has room for. */
final class Paragraph {
  private Paragraph() {}

  /**
   * A word that is wider than a line has a line of its own.
   *
   * @param indent stands before each line but the first
   * @param columns that a line may take
   */
  static String of(String words, String indent, int columns) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : Visible.value(words).split(" ")) {
      if (!line.isEmpty() && TextTable.cells(line + " " + word) > columns) {
        text.append(line).append('\n');
        line = new StringBuilder(indent).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    return text.append(line).append('\n').toString();
  }
}
