package dev.sluice.cli;

import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import dev.sluice.train.Progress;
import dev.sluice.watch.TrainingState;
import dev.sluice.watch.WatchServer;
import java.util.Optional;

/** Tells the page of {@code --watch} how a training goes; without one it does nothing. */
final class Watching implements AutoCloseable {
  private final Optional<WatchServer> server;
  private boolean told; // where the page is

  Watching(Optional<WatchServer> server) {
    this.server = server;
  }

  private Optional<TrainingState> training() {
    return server.map(WatchServer::training);
  }

  /** A terminal whose lines the page shows as well. */
  Terminal copying(Terminal terminal) {
    return training().map(state -> terminal.withErrTo(state::line)).orElse(terminal);
  }

  /** The data of a config are read, and the address of the page is printed. */
  void reads(Config config, Terminal terminal) {
    server.ifPresent(
        page -> {
          page.training().reads();
          if (!told) {
            told = true;
            page.title(config.name());
            terminal.err().println("watch " + page.url());
            terminal.err().flush();
          }
        });
  }

  /** A run begins, or goes on. */
  Progress begins(RunFolder run, Config config) {
    return training()
        .map(
            state -> {
              state.begins(run, config.training());
              return state.progress();
            })
        .orElse(Progress.NONE);
  }

  /** The test part is being scored. */
  void scores() {
    training().ifPresent(TrainingState::scores);
  }

  Progress finalFit(int epochs) {
    return training().map(state -> state.finalFit(epochs)).orElse(Progress.NONE);
  }

  /** A run has ended, and its folder holds what it leaves. */
  void ended(RunFolder run) {
    training().ifPresent(state -> state.ended(run));
  }

  /** Nothing more comes: waits a moment for open pages, which keep what they show. */
  @Override
  public void close() {
    server.ifPresent(WatchServer::close);
  }
}
