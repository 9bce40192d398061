package dev.sluice.cli;

import dev.sluice.track.Tracking;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;

/** Shows the warnings of trackers between the lines of epochs, when no bar is shown. */
record TrackingWarnings(Tracking tracking, PrintWriter out) implements Progress {
  @Override
  public void epochEnded(EpochScores scores, boolean best) {
    tracking.takeWarnings().forEach(out::println);
    out.flush();
  }
}
