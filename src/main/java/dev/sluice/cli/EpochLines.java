package dev.sluice.cli;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prints a line for each epoch that fits the terminal: the losses, the monitored metric (or else
 * the first), whether this is the best epoch so far and, where there is room, the time left. If no
 * line is due for long, it prints how far the epoch is: after a minute without a line, then after
 * two, four and so on.
 */
final class EpochLines implements Progress {
  private static final int WIDEST = 80; // columns

  private final PrintWriter out;
  private final String name;
  private final int epochs;
  private final Optional<String> monitor;
  private final int columns;
  private final InstantSource clock;
  private double seconds;
  private int done;
  private int following; // networks of an ensemble
  private Duration silence = Duration.ofMinutes(1); // the longest before a line
  private Instant lastLine;
  private Instant epochStart;
  private long examples; // of the epoch
  private long trained; // of them

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
    this(out, name, epochs, monitor, columns, InstantSource.system());
  }

  EpochLines(
      PrintWriter out,
      String name,
      int epochs,
      Optional<String> monitor,
      int columns,
      InstantSource clock) {
    this.out = out;
    this.name = name;
    this.epochs = epochs;
    this.monitor = monitor;
    this.clock = clock;
    this.lastLine = clock.instant();
    this.columns = Math.min(columns, WIDEST);
  }

  /** The time left includes the networks that follow. */
  @Override
  public void networkStarted(int network, int networks) {
    following = networks - network;
    print("network " + network + " of " + networks);
  }

  @Override
  public void found(Path folder) {
    print("pretraining: reused from " + folder);
  }

  @Override
  public void epochStarted(int epoch, int inEpoch) {
    epochStart = clock.instant();
    examples = inEpoch;
    trained = 0;
  }

  @Override
  public void batchTrained(int epoch, int inBatch, double loss) {
    trained += inBatch;
    Instant now = clock.instant();
    if (Duration.between(lastLine, now).compareTo(silence) < 0 || trained >= examples) {
      return;
    }
    double share = (double) trained / examples;
    double epochSeconds =
        done > 0 ? seconds / done : Duration.between(epochStart, now).toMillis() / 1e3 / share;
    double todo = epochs - epoch + following * epochs + 1 - share;
    String ofEpoch = String.format(Locale.ROOT, "  %2.0f%%", 100 * share);
    StringBuilder line = start(epoch, loss).append(ofEpoch);
    addIfItFits(line, "  " + duration(Math.round(todo * epochSeconds)) + " left");
    print(line.toString());
    silence = silence.multipliedBy(2);
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
    StringBuilder line = start(scores.epoch(), scores.loss());
    if (validation.containsKey("loss")) {
      line.append("  validation ").append(shown(validation.get("loss")));
    }
    metric(validation.keySet())
        .ifPresent(name -> addIfItFits(line, ", " + name + " " + shown(validation.get(name))));
    addIfItFits(line, best && !validation.isEmpty() ? "  best" : "");
    addIfItFits(line, left == 0 ? "" : "  " + duration(left) + " left");
    print(line.toString());
  }

  private StringBuilder start(int epoch, double loss) {
    return new StringBuilder(name)
        .append(' ')
        .append(padded(epoch))
        .append('/')
        .append(epochs)
        .append("  loss ")
        .append(shown(loss));
  }

  private void print(String line) {
    out.println(line);
    out.flush();
    lastLine = clock.instant();
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
