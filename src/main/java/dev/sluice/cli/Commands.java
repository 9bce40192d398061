package dev.sluice.cli;

import dev.sluice.draft.Wishes;
import dev.sluice.problem.Problem;
import dev.sluice.problem.Remedy;
import dev.sluice.problem.ShellWord;
import java.nio.file.Path;
import java.util.List;

/** Advice in the form of commands that can be pasted into a shell. */
final class Commands {
  private Commands() {}

  /** The problem with its remedy as the last line of the advice. */
  static Problem in(Problem problem) {
    return problem
        .remedy()
        .map(Commands::of)
        .map(line -> problem.advice().isEmpty() ? line : problem.advice() + "\n" + line)
        .map(problem::withAdvice)
        .orElse(problem);
  }

  private static String of(Remedy remedy) {
    return remedy instanceof Remedy.Resume resume
        ? "to resume it: " + resume(resume.run(), resume.backtest())
        : "to list the runs: sluice runs";
  }

  static String resume(Path run, boolean backtest) {
    return "sluice %s --resume %s".formatted(backtest ? "backtest" : "train", ShellWord.of(run));
  }

  /** An `init` command that gives these answers. */
  static String init(Path data, List<Wishes.Answer> answers) {
    StringBuilder command = new StringBuilder("sluice init ").append(ShellWord.of(data));
    for (Wishes.Answer answer : answers) {
      command.append(" --").append(answer.question());
      answer
          .text()
          .ifPresent(
              text -> command.append(text.startsWith("-") ? '=' : ' ').append(ShellWord.of(text)));
    }
    return command.toString();
  }
}
