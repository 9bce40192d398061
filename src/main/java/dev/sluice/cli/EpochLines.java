package dev.sluice.cli;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prints a line for each epoch that fits the terminal: the losses, the monitored metric (or else
 * the first), whether this is the best epoch so far and, where there is room, the time left.
 */
final class EpochLines implements Progress {
  private static final int WIDEST = 80; // columns

  private final PrintWriter out;
  private final String name;
  private final int epochs;
  private final Optional<String> monitor;
  private final int columns;
  private double seconds;
  private int done;
  private int following; // networks of an ensemble

  /**
   * @param epochs the maximum number of epochs
   * @param monitor what early stopping monitors, `loss` or a metric
   * @param columns of the terminal
   */
  EpochLines(PrintWriter out, int epochs, Optional<String> monitor, int columns) {
    this(out, "epoch", epochs, monitor, columns);
  }

  /**
   * @param name what each line reports, such as `epoch`
   */
  EpochLines(PrintWriter out, String name, int epochs, Optional<String> monitor, int columns) {
    this.out = out;
    this.name = name;
    this.epochs = epochs;
    this.monitor = monitor;
    this.columns = Math.min(columns, WIDEST);
  }

  /** The time left includes the networks that follow. */
  @Override
  public void networkStarted(int network, int networks) {
    following = networks - network;
    out.println("network " + network + " of " + networks);
    out.flush();
  }

  @Override
  public void found(Path folder) {
    out.println("pretraining: reused from " + folder);
    out.flush();
  }

  @Override
  public void epochEnded(EpochScores scores, boolean best) {
    if (scores.epoch() > 0) { // a start takes another time
      seconds += scores.seconds();
      done++;
    }
    int todo = epochs - scores.epoch() + following * epochs;
    long left = done == 0 ? 0 : Math.round(todo * seconds / done);
    Map<String, Double> validation = scores.validation(); // metrics.jsonl has all of them
    StringBuilder line = new StringBuilder();
    line.append(name).append(' ').append(padded(scores.epoch())).append('/').append(epochs);
    line.append("  loss ").append(shown(scores.loss()));
    if (validation.containsKey("loss")) {
      line.append("  validation ").append(shown(validation.get("loss")));
    }
    metric(validation.keySet())
        .ifPresent(name -> addIfItFits(line, ", " + name + " " + shown(validation.get(name))));
    addIfItFits(line, best && !validation.isEmpty() ? "  best" : "");
    addIfItFits(line, left == 0 ? "" : "  " + duration(left) + " left");
    out.println(line);
    out.flush();
  }

  private String padded(int epoch) {
    String number = Integer.toString(epoch);
    return " ".repeat(Integer.toString(epochs).length() - number.length()) + number;
  }

  private Optional<String> metric(Set<String> scores) {
    return scores.stream()
        .filter(name -> !name.equals("loss"))
        .min(Comparator.comparing(name -> !monitor.equals(Optional.of(name)))); // the first of ties
  }

  private void addIfItFits(StringBuilder line, String text) {
    if (line.length() + text.length() <= columns) {
      line.append(text);
    }
  }

  /** Six characters, so that lines are aligned; more if the number is very large or small. */
  private static String shown(double value) {
    double size = Math.abs(value);
    if (size >= 1e5 || size > 0 && size < 5e-5) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int decimals = size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : size < 10_000 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** In its largest unit; hours with their minutes. */
  static String duration(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? Math.round(seconds / 60.0) + " min"
            : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds % 3600 / 60);
  }
}
