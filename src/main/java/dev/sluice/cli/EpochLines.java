package dev.sluice.cli;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A line for each epoch. */
final class EpochLines implements Progress {
  private final PrintWriter out;
  private final int epochs;
  private double seconds;
  private int done;

  /**
   * @param epochs how many there will be at most
   */
  EpochLines(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void epochEnded(EpochScores scores, boolean best) {
    seconds += scores.seconds();
    done++;
    int left = (int) Math.round((epochs - scores.epoch()) * seconds / done);
    out.printf(
        Locale.ROOT,
        "epoch %s/%d  loss %.4f%s  %.1f s%s%s%n",
        padded(scores.epoch()),
        epochs,
        scores.loss(),
        validation(scores),
        scores.seconds(),
        left == 0 ? "" : ", at most " + duration(left) + " left",
        best && !scores.validation().isEmpty() ? "  best so far" : "");
    out.flush();
  }

  private String padded(int epoch) {
    String number = Integer.toString(epoch);
    return " ".repeat(Integer.toString(epochs).length() - number.length()) + number;
  }

  private static String validation(EpochScores scores) {
    return scores.validation().isEmpty()
        ? ""
        : scores.validation().entrySet().stream()
            .limit(2) // the loss and the first metric; metrics.jsonl has them all
            .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ", "  validation ", ""));
  }

  private static String duration(int seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
            : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds % 3600 / 60);
  }
}
