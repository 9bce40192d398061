package dev.sluice.cli;

import dev.sluice.experiment.MemoryShortage;
import dev.sluice.network.NativeEngine;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command and turns exceptions into a message and an exit code. */
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USER_MISTAKE = 2;
  static final int DRIFT = 3; // if it was asked for
  static final int OUR_BUG = 70;
  static final int INTERRUPTED = 130;
  static final int READER_GONE = 141; // as for a program that SIGPIPE ends

  private final Terminal terminal;

  Main(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // the output is also for programs: always 0.5, never 0,5
    MemoryLimits.set();
    setUnlessGiven("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    setUnlessGiven("org.slf4j.simpleLogger.log.dev.sluice.serve", "info"); // models that changed
    setUnlessGiven("org.slf4j.simpleLogger.logFile", "System.err"); // jHDF's file says System.out
    Main main = new Main(Terminal.ofProcess(System.getenv()));
    try {
      PlugIns.requirePresent(System.getenv().getOrDefault("SLUICE_PLUGINS", ""));
    } catch (UserException e) {
      System.exit(main.failed(e));
    }
    System.exit(main.run(args));
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  int run(String... args) {
    try {
      int exit = commandLine().execute(args);
      return exit == DONE && terminal.out().checkError() ? outputLost() : exit;
    } catch (Error e) { // picocli passes on exceptions only
      return failed(e);
    }
  }

  /**
   * A PrintWriter silently ignores a full disk, so this checks it. What is lost after `| head` does
   * not matter.
   */
  private int outputLost() {
    if (terminal.readerHasGone()) {
      return READER_GONE;
    }
    terminal
        .err()
        .println(
            "sluice: cannot write all of standard output"
                + terminal.whyOutFailed().map(why -> ": " + why).orElse(""));
    return FAILED;
  }

  CommandLine commandLine() {
    CommandLine commands =
        new CommandLine(new Sluice())
            .addSubcommand(new InitCommand(terminal))
            .addSubcommand(new CheckCommand(terminal))
            .addSubcommand(new DescribeCommand(terminal))
            .addSubcommand(new TrainCommand(terminal, InstantSource.system()))
            .addSubcommand(new BacktestCommand(terminal, InstantSource.system()))
            .addSubcommand(new EvaluateCommand(terminal))
            .addSubcommand(new PredictCommand(terminal))
            .addSubcommand(new MonitorCommand(terminal))
            .addSubcommand(new ExplainCommand(terminal))
            .addSubcommand(new GenerateCommand(terminal))
            .addSubcommand(new ImportCommand(terminal, InstantSource.system()))
            .addSubcommand(new ServeCommand(terminal))
            .addSubcommand(new ExportCommand(terminal))
            .addSubcommand(new RunsCommand(terminal))
            .addSubcommand(new CompareCommand(terminal))
            .addSubcommand(new SchemaCommand(terminal))
            .addSubcommand(new CompletionCommand(terminal));
    commands.getSubcommands().values().forEach(HelpLayout::apply);
    HelpLayout.apply(commands);
    return commands
        .setOut(terminal.ownOut())
        .setErr(terminal.ownErr())
        .setColorScheme(Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((e, args) -> args.length == 0 ? noCommand(e) : wrongUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
  }

  /**
   * A call without arguments shows the help; it still fails, so that a script that lost its
   * arguments does not continue.
   */
  private int noCommand(ParameterException e) {
    e.getCommandLine().usage(terminal.ownErr());
    return USER_MISTAKE;
  }

  private int wrongUsage(ParameterException e) {
    PrintWriter err = terminal.err();
    CommandSpec command = e.getCommandLine().getCommandSpec();
    err.println(command.qualifiedName() + ": " + describe(e));
    err.println("    see " + command.qualifiedName() + " --help");
    return USER_MISTAKE;
  }

  private static String describe(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      boolean isCommand = !unmatched.isUnknownOption() && !command.subcommands().isEmpty();
      Set<String> known =
          isCommand ? command.subcommands().keySet() : command.optionsMap().keySet();
      String what = isCommand ? "command" : unmatched.isUnknownOption() ? "option" : "argument";
      return "unknown %s '%s'".formatted(what, argument)
          + NearNames.question(argument, known).map("\n    "::concat).orElse("");
    }
    String message = e.getMessage();
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /** Some of Java's exceptions contain nothing but the name of a file. */
  private static String describe(Throwable e) {
    return e instanceof FileSystemException file && file.getReason() == null
        ? e.getClass().getSimpleName() + ": " + e.getMessage()
        : e.getMessage();
  }

  /** With --json, programs also receive the problems. */
  private int failed(Exception e, CommandLine command) {
    int exit = failed(e);
    if (e instanceof UserException mistake && JsonOption.isWanted(command)) {
      JsonOption.print(mistake, terminal);
    }
    return exit;
  }

  /** Prints the error and returns the exit code. */
  int failed(Throwable e) {
    if (e instanceof ExceptionInInitializerError) {
      return failed(e.getCause());
    }
    if (e instanceof ServiceConfigurationError plugIn) {
      return failed(new UserException(PlugIns.cannotBeLoaded(plugIn), e));
    }
    PrintWriter err = terminal.err();
    if (e instanceof UserException mistake) {
      int count = mistake.problems().size();
      Excerpts excerpts = new Excerpts();
      for (Problem problem : mistake.problems()) {
        Problem shown = Commands.in(problem);
        err.println(terminal.errIsTerminal() ? excerpts.text(shown) : shown);
      }
      err.println(count == 1 ? "1 problem" : count + " problems");
      return USER_MISTAKE;
    }
    if (!(e instanceof NativeEngine.NotLoaded) && MemoryShortage.isCauseOf(e)) {
      err.println(MemoryLimits.explain(e));
      return FAILED;
    }
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof NativeEngine.NotLoaded) {
      err.println("sluice: " + describe(e));
      return FAILED;
    }
    e.printStackTrace(err);
    err.println();
    err.println("This is a bug in Sluice. CONTRIBUTING.md says where to report it; please add:");
    for (String line : new Versions().getVersion()) {
      err.println("    " + line);
    }
    return OUR_BUG;
  }
}
