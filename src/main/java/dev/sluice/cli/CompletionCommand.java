package dev.sluice.cli;

import dev.sluice.config.KeyPaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints the completion script for bash and zsh.",
      "",
      "It completes commands, options, runs in runs/ of the current folder, and the keys of --set,"
          + " including those of your plug-ins."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(sluice completion)                     in this shell",
      "  sluice completion > ~/.sluice-completion        and in ~/.bashrc or ~/.zshrc:",
      "                                                  source ~/.sluice-completion"
    })
final class CompletionCommand implements Runnable {
  private final Terminal terminal;
  @Spec private CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.data().print(AutoComplete.bash("sluice", spec.root().commandLine()));
    terminal.data().println("_sluice_all_keys='" + String.join(" ", KeyPaths.all()) + "'");
    terminal.data().print(runsAndKeys());
    terminal.data().flush();
  }

  private static String runsAndKeys() {
    try (InputStream in = CompletionCommand.class.getResourceAsStream("completion.bash")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
