package dev.sluice.cli;

import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.EarlyStopping;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/**
 * A progress bar for each epoch, with rate, time left and loss, which is then replaced by a line.
 */
final class EpochBars implements Progress {
  private static final int WIDEST = 79;
  private static final int NARROWEST_BAR = 10;

  private final PrintWriter out;
  private final String name;
  private final EpochLines lines;
  private final int width; // one column fewer than the terminal has, since some wrap full lines
  private ProgressBar bar;
  private OneLine line;

  EpochBars(PrintWriter out, String name, int epochs, Optional<String> monitor, int columns) {
    this(out, out, name, epochs, monitor, columns);
  }

  /**
   * @param out gets the bars
   * @param lines gets what stays
   */
  private EpochBars(
      PrintWriter out,
      PrintWriter lines,
      String name,
      int epochs,
      Optional<String> monitor,
      int columns) {
    this.out = out;
    this.name = name;
    this.lines = new EpochLines(lines, name, epochs, monitor, columns);
    this.width = Math.min(columns - 1, WIDEST);
  }

  /** Bars on a terminal, otherwise only the lines. */
  static Progress of(Terminal terminal, TrainingSpec training) {
    Optional<String> monitor = training.earlyStopping().map(EarlyStopping::monitor);
    Progress epochs = of(terminal, "epoch", training.epochs(), monitor);
    return training
        .pretrain()
        .map(before -> of(terminal, "pretraining", before.epochs(), Optional.empty()))
        .map(epochs::withPretraining)
        .orElse(epochs);
  }

  private static Progress of(Terminal terminal, String name, int epochs, Optional<String> monitor) {
    return terminal.errIsTerminal()
        ? new EpochBars(
            terminal.ownErr(), terminal.err(), name, epochs, monitor, terminal.columns())
        : new EpochLines(terminal.err(), name, epochs, monitor, terminal.columns());
  }

  @Override
  public void networkStarted(int network, int networks) {
    lines.networkStarted(network, networks);
  }

  @Override
  public void epochStarted(int epoch, int examples) {
    line = new OneLine(out, width);
    bar =
        new ProgressBarBuilder()
            .setTaskName(name + " " + epoch)
            .setInitialMax(examples)
            .setRenderer(EpochBars::render)
            .setUpdateIntervalMillis(200)
            .setConsumer(line)
            .build();
  }

  @Override
  public void batchTrained(int epoch, int examples, double loss) {
    bar.setExtraMessage(String.format(Locale.ROOT, "  loss %.4f", loss));
    bar.stepBy(examples);
  }

  @Override
  public void found(Path folder) {
    lines.found(folder);
  }

  @Override
  public void epochEnded(EpochScores scores, boolean best) {
    removeBar();
    lines.epochEnded(scores, best);
  }

  @Override
  public void trainingEnded() {
    removeBar();
  }

  private void removeBar() {
    if (bar != null) {
      bar.close();
      line.erase();
      bar = null;
    }
  }

  /**
   * The progress of the epoch, the time left and the loss; where there is room, also a bar and the
   * rate.
   */
  private static String render(ProgressState state, int width) {
    double share = state.getNormalizedProgress();
    double elapsed = state.getElapsedAfterStart().toMillis() / 1e3;
    String start = state.getTaskName() + String.format(Locale.ROOT, " %3.0f%%", 100 * share);
    String end =
        (share == 0 ? "" : "  " + left(elapsed * (1 - share) / share)) + state.getExtraMessage();
    String rate =
        share == 0
            ? ""
            : String.format(Locale.ROOT, "  %,.0f/s", state.getCurrent() / Math.max(elapsed, 1e-3));
    int room = width - start.length() - rate.length() - end.length() - "  []".length();
    if (room >= NARROWEST_BAR) {
      int full = (int) Math.round(share * room);
      start += "  [" + "=".repeat(full) + " ".repeat(room - full) + "]" + rate;
    }
    String line = start + end;
    return line.substring(0, Math.min(width, line.length()));
  }

  private static String left(double seconds) {
    return EpochLines.duration(Math.round(seconds)) + " left";
  }

  /** Overwrites its own line and leaves nothing behind. The bar calls it from its own thread. */
  private static final class OneLine implements ProgressBarConsumer {
    private final PrintWriter out;
    private final int width;
    private int written; // the longest so far
    private boolean erased;

    OneLine(PrintWriter out, int width) {
      this.out = out;
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public synchronized void accept(String text) {
      if (!erased) {
        written = Math.max(written, text.length());
        out.print("\r" + text + " ".repeat(written - text.length()));
        out.flush();
      }
    }

    /** Closes this permanently: a late update must not follow. */
    synchronized void erase() {
      erased = true;
      out.print("\r" + " ".repeat(written) + "\r");
      out.flush();
    }

    @Override
    public void close() {} // may come at any time after ProgressBar.close
  }
}
