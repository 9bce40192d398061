package dev.sluice.cli;

import dev.sluice.config.LoadedConfig;
import dev.sluice.run.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What a run is made from: a config, or an unfinished run. */
final class RunOptions {
  private static final Path RUNS = Path.of("runs");

  @Parameters(paramLabel = "CONFIG", arity = "0..1", description = "The YAML file.")
  private Path config;

  @Mixin private Overrides overrides;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The folder of the run; it must be new or empty.")
  private Path folder;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Resume a run that was interrupted or killed.")
  private Path resume;

  /**
   * Whether a run is to be resumed.
   *
   * @param changed whether an option is given that describes a new run
   * @param options the names of these options, and of the two here
   */
  boolean resumes(CommandSpec command, boolean changed, String options) {
    if ((config == null) == (resume == null)) {
      throw new ParameterException(command.commandLine(), "give a CONFIG, or --resume RUN");
    }
    if (resume != null && (changed || folder != null || !assignments().isEmpty())) {
      throw new ParameterException(
          command.commandLine(), "--resume continues a run unchanged: leave out " + options);
    }
    return resume != null;
  }

  Path config() {
    return config;
  }

  LoadedConfig read(Terminal terminal) {
    return overrides.read(config, terminal);
  }

  List<String> assignments() {
    return overrides.assignments();
  }

  /** A new folder. */
  RunFolder create(String name, Instant now) {
    return folder == null ? RunFolder.create(RUNS, name, now) : RunFolder.createAt(folder);
  }

  /**
   * The same for one of several runs.
   *
   * @param below the name of its folder within the folder that the user named
   */
  RunFolder create(String name, Instant now, String below) {
    return folder == null
        ? RunFolder.create(RUNS, name, now)
        : RunFolder.createAt(folder.resolve(below));
  }

  /** The run to resume. */
  RunFolder resumed() {
    return RunFolder.open(resume);
  }

  /** The exit code of a command, given the state of its run. */
  static int exitCode(RunFolder run) {
    return switch (run.status().orElseThrow()) {
      case RUNNING, FINISHED -> Main.DONE;
      case INTERRUPTED -> Main.INTERRUPTED;
      case DIVERGED -> Main.FAILED;
    };
  }
}
