package dev.sluice.cli;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A line for each epoch: the loss, and of the metrics the one that is watched, else the first. */
final class EpochLines implements Progress {
  private final PrintWriter out;
  private final int epochs;
  private final Optional<String> monitor;
  private double seconds;
  private int done;

  /**
   * @param epochs how many there will be at most
   * @param monitor what early stopping watches, `loss` or a metric
   */
  EpochLines(PrintWriter out, int epochs, Optional<String> monitor) {
    this.out = out;
    this.epochs = epochs;
    this.monitor = monitor;
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

  private String validation(EpochScores scores) {
    Map<String, Double> all = scores.validation(); // metrics.jsonl shows them
    return all.isEmpty()
        ? ""
        : Stream.concat(
                Stream.of("loss"),
                all.keySet().stream()
                    .filter(name -> !name.equals("loss"))
                    .sorted(Comparator.comparing(name -> !monitor.equals(Optional.of(name))))
                    .limit(1))
            .map(name -> String.format(Locale.ROOT, "%s %.4f", name, all.get(name)))
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
