package dev.sluice.cli;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that moves during each epoch, with rate, time left and loss, and then its line. */
final class EpochBars implements Progress {
  private static final int WIDTH = 79; // one less than the narrowest common terminal

  private final PrintWriter out;
  private final EpochLines lines;
  private ProgressBar bar;
  private OneLine line;

  EpochBars(PrintWriter out, int epochs, Optional<String> monitor) {
    this.out = out;
    this.lines = new EpochLines(out, epochs, monitor);
  }

  @Override
  public void epochStarted(int epoch, int examples) {
    line = new OneLine(out);
    bar =
        new ProgressBarBuilder()
            .setTaskName("epoch " + epoch)
            .setInitialMax(examples)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .setConsumer(line)
            .build();
  }

  @Override
  public void batchTrained(int epoch, int examples, double loss) {
    bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
    bar.stepBy(examples);
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

  /** Writes over itself, and leaves nothing behind. The bar calls it from a thread of its own. */
  private static final class OneLine implements ProgressBarConsumer {
    private final PrintWriter out;
    private boolean erased;

    OneLine(PrintWriter out) {
      this.out = out;
    }

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public synchronized void accept(String text) {
      if (!erased) {
        out.print("\r" + text);
        out.flush();
      }
    }

    /** For good: a late update must not follow. */
    synchronized void erase() {
      erased = true;
      out.print("\r" + " ".repeat(WIDTH) + "\r");
      out.flush();
    }

    @Override
    public void close() {} // comes at any time after ProgressBar.close
  }
}
