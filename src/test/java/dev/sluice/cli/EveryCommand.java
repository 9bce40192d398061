package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** A config checked, described, trained, evaluated and asked, each with exit code 0. */
record EveryCommand(CommandLineRun check, CommandLineRun describe, CommandLineRun predict) {
  /**
   * @param run a folder that is not there yet
   * @param input of predict
   */
  static EveryCommand of(Path config, Path run, Path input) {
    CommandLineRun check = done("check", config.toString());
    CommandLineRun describe = done("describe", config.toString());
    done("train", config.toString(), "--run", run.toString());
    done("evaluate", run.toString(), "--json");
    exportedOrRefused(run);
    return new EveryCommand(
        check, describe, done("predict", run.toString(), "--input", input.toString()));
  }

  private static void exportedOrRefused(Path run) {
    Path file = run.resolveSibling(run.getFileName() + ".onnx");
    CommandLineRun export =
        CommandLineRun.of("export", run.toString(), "--output", file.toString());
    assertThat(export.exit()).as(export.err()).isIn(Main.DONE, Main.USER_MISTAKE);
    assertThat(Files.exists(file)).isEqualTo(export.exit() == Main.DONE);
  }

  private static CommandLineRun done(String... command) {
    CommandLineRun run = CommandLineRun.of(command);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }
}
