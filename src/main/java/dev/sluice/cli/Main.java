package dev.sluice.cli;

import dev.sluice.spec.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command and turns what it throws into a message and an exit code. */
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USER_MISTAKE = 2;
  static final int OUR_BUG = 70;

  private final Terminal terminal;

  Main(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // what we print is for programs too: 0.5 is never 0,5
    MemoryLimits.set();
    setUnlessGiven("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new Main(Terminal.ofProcess(System.getenv())).run(args));
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  int run(String... args) {
    try {
      return commandLine().execute(args);
    } catch (Error e) { // picocli hands on exceptions only
      return failed(e);
    }
  }

  CommandLine commandLine() {
    return new CommandLine(new Sluice())
        .addSubcommand(new CompletionCommand(terminal))
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((e, args) -> wrongUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
  }

  private int wrongUsage(ParameterException e) {
    PrintWriter err = terminal.err();
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println(command + ": " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        err.println("    did you mean " + String.join(" or ", near) + "?");
      }
    }
    err.println("    " + command + " --help tells more");
    return USER_MISTAKE;
  }

  private int failed(Throwable e) {
    PrintWriter err = terminal.err();
    if (e instanceof UserException mistake) {
      int count = mistake.problems().size();
      err.println(mistake.getMessage());
      err.println(count == 1 ? "1 problem" : count + " problems");
      return USER_MISTAKE;
    }
    if (MemoryLimits.areExceededBy(e)) {
      err.println(MemoryLimits.explain(e));
      return FAILED;
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      err.println("sluice: " + e.getMessage());
      return FAILED;
    }
    e.printStackTrace(err);
    err.println();
    err.println("This is a bug of Sluice. CONTRIBUTING.md says where to report it; please add:");
    for (String line : new Versions().getVersion()) {
      err.println("    " + line);
    }
    return OUR_BUG;
  }
}
