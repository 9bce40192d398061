package dev.sluice.cli;

import dev.sluice.watch.WatchServer;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a training that a page follows. */
final class WatchOption {
  @Option(
      names = "--watch",
      description =
          "Show learning curves, time left and the latest output on a local web page during the"
              + " training; its address is printed.")
  private boolean watch;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of --watch. Default: any free port.")
  private Integer port;

  void check(CommandSpec command) {
    if (port != null && !watch) {
      throw new ParameterException(
          command.commandLine(), "--port needs --watch: add --watch, or leave out --port");
    }
    if (port != null && (port < 0 || port > 65_535)) {
      throw new ParameterException(command.commandLine(), "--port must be from 0 to 65535");
    }
  }

  /**
   * Listens, if it is asked for.
   *
   * @param runs how many trainings will follow each other
   * @throws dev.sluice.problem.UserException if the port is taken
   */
  Watching start(int runs) {
    return new Watching(
        watch ? Optional.of(WatchServer.start(port == null ? 0 : port, runs)) : Optional.empty());
  }
}
