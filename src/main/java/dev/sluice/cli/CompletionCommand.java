package dev.sluice.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints the script that completes commands and options in bash and zsh.",
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
    terminal.data().flush();
  }
}
