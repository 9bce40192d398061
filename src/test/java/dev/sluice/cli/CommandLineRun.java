package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One command run within the test.
 *
 * @param out what it wrote to standard output, with \n as line end
 * @param err the same for standard error
 */
record CommandLineRun(int exit, String out, String err) {
  static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        Terminal.plain(new PrintWriter(out, /* autoFlush= */ true), new PrintWriter(err, true));
    int exit = new Main(terminal).run(args);
    return new CommandLineRun(exit, lines(out), lines(err));
  }

  private static String lines(StringWriter text) {
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
