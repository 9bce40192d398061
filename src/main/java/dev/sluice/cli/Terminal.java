package dev.sluice.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Where the commands write: results to {@code out}, everything else to {@code err}.
 *
 * @param outIsTerminal whether a person reads {@code out} as it is written
 * @param errIsTerminal whether a person reads {@code err} as it is written
 * @param colours whether text may carry ANSI colours
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colours) {

  /** Output that nobody watches, without colours: for tests and programs. */
  static Terminal plain(PrintWriter out, PrintWriter err) {
    return new Terminal(out, err, false, false, false);
  }

  /**
   * Standard output and standard error. The launcher says by {@code sluice.terminals} which of them
   * are terminals, since Java can only tell for all together. What goes to files and pipes is
   * UTF-8; a terminal gets its own encoding.
   */
  static Terminal ofProcess(Map<String, String> environment) {
    System.setProperty(
        "jdk.console", "java.base"); // Java 22 and newer: a console only on a terminal
    String named = System.getProperty("sluice.terminals");
    boolean console = System.console() != null;
    boolean out = named == null ? console : named.contains("stdout");
    boolean err = named == null ? console : named.contains("stderr");
    Charset charset = console ? System.console().charset() : StandardCharsets.UTF_8;
    String noColor = environment.getOrDefault("NO_COLOR", "");
    boolean dumb = environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT).equals("dumb");
    return new Terminal(
        writer(FileDescriptor.out, out ? charset : StandardCharsets.UTF_8),
        writer(FileDescriptor.err, err ? charset : StandardCharsets.UTF_8),
        out,
        err,
        out && err && noColor.isEmpty() && !dumb);
  }

  private static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), charset), /* autoFlush= */ true);
  }
}
