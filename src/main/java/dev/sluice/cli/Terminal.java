package dev.sluice.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the commands write: results to standard output, everything else to standard error. Text for
 * people is made {@link Visible} here, so that no command can forget it.
 */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20; // anything narrower is no real width

  private final PrintWriter rawOut;
  private final PrintWriter rawErr;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean colours;
  private final int columns;
  private final Charset charset;

  /**
   * @param outIsTerminal whether a person reads standard output as it is written
   * @param errIsTerminal whether a person reads standard error as it is written
   * @param colours whether text may carry ANSI colours
   * @param columns how many characters fit on a line of a terminal
   */
  Terminal(
      PrintWriter out,
      PrintWriter err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean colours,
      int columns) {
    this(out, err, outIsTerminal, errIsTerminal, colours, columns, StandardCharsets.UTF_8);
  }

  /**
   * @param charset what standard output can show
   */
  private Terminal(
      PrintWriter out,
      PrintWriter err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean colours,
      int columns,
      Charset charset) {
    this(
        out,
        err,
        new Visible.Printer(err),
        outIsTerminal,
        errIsTerminal,
        colours,
        columns,
        charset);
  }

  private Terminal(
      PrintWriter out,
      PrintWriter rawErr,
      PrintWriter err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean colours,
      int columns,
      Charset charset) {
    this.rawOut = out;
    this.rawErr = rawErr;
    this.out = new Visible.Printer(out);
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.colours = colours;
    this.columns = columns;
    this.charset = charset;
  }

  /** Standard output for people. */
  PrintWriter out() {
    return out;
  }

  /** Standard error for people. */
  PrintWriter err() {
    return err;
  }

  /**
   * Standard output for programs, such as CSV: unchanged, unless a terminal would interpret control
   * characters in it.
   */
  PrintWriter data() {
    return outIsTerminal ? out : rawOut;
  }

  /** Standard output for text that contains no user data; it may contain colours. */
  PrintWriter ownOut() {
    return rawOut;
  }

  /** Standard error for text that contains no user data; it may move the cursor. */
  PrintWriter ownErr() {
    return rawErr;
  }

  boolean outIsTerminal() {
    return outIsTerminal;
  }

  boolean errIsTerminal() {
    return errIsTerminal;
  }

  boolean colours() {
    return colours;
  }

  int columns() {
    return columns;
  }

  /** Whether it can show all these characters. */
  boolean shows(String signs) {
    return charset.newEncoder().canEncode(signs);
  }

  /** The same, and each line of {@link #err} goes to somebody else, too. */
  Terminal withErrTo(Consumer<String> lines) {
    PrintWriter both = new PrintWriter(new Copied(rawErr, lines), /* autoFlush= */ true);
    return new Terminal(
        rawOut,
        rawErr,
        new Visible.Printer(both),
        outIsTerminal,
        errIsTerminal,
        colours,
        columns,
        charset);
  }

  /** Hands lines on once they are whole. */
  private static final class Copied extends FilterWriter {
    private final Consumer<String> lines;
    private final StringBuilder begun = new StringBuilder();

    Copied(Writer out, Consumer<String> lines) {
      super(out);
      this.lines = lines;
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      out.write(text, from, length);
      begun.append(text, from, from + length);
      for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
        lines.accept(begun.substring(0, end).stripTrailing());
        begun.delete(0, end + 1);
      }
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(int character) throws IOException {
      write(String.valueOf((char) character), 0, 1);
    }
  }

  /** Output that nobody watches, without colours: for tests and programs. */
  static Terminal plain(PrintWriter out, PrintWriter err) {
    return new Terminal(out, err, false, false, false, USUAL_COLUMNS);
  }

  /**
   * Standard output and standard error. The launcher sets {@code sluice.terminals} to those of them
   * that are terminals, since Java can only tell for all together, and {@code sluice.columns} to
   * their width. Output to files and pipes is UTF-8; a terminal gets its own encoding.
   */
  static Terminal ofProcess(Map<String, String> environment) {
    System.setProperty(
        "jdk.console", "java.base"); // Java 22 and newer: there may be a console without a terminal
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
        out && err && noColor.isEmpty() && !dumb,
        columns(System.getProperty("sluice.columns", "")),
        dumb ? StandardCharsets.US_ASCII : charset);
  }

  private static int columns(String told) {
    return told.matches("\\d{1,6}") && Integer.parseInt(told) >= FEWEST_COLUMNS
        ? Integer.parseInt(told)
        : USUAL_COLUMNS;
  }

  static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
    return new Stream(new Descriptor(descriptor), charset);
  }

  /** Whether {@code out} failed because its reader has gone, as after {@code | head}. */
  boolean readerHasGone() {
    return whyOutFailed()
        .map(why -> why.toLowerCase(Locale.ROOT))
        .filter(why -> why.contains("pipe")) // EPIPE; on Windows "the pipe is being closed"
        .isPresent();
  }

  /** Why {@code out} failed, as the system says it; empty if it did not, or if nothing is known. */
  Optional<String> whyOutFailed() {
    return rawOut instanceof Stream stream
        ? Optional.ofNullable(stream.descriptor.failure)
        : Optional.empty();
  }

  private static final class Stream extends PrintWriter {
    private final Descriptor descriptor;

    Stream(Descriptor descriptor, Charset charset) {
      super(new OutputStreamWriter(descriptor, charset), /* autoFlush= */ true);
      this.descriptor = descriptor;
    }
  }

  /** Remembers why writing failed, which a PrintWriter does not. */
  private static final class Descriptor extends FileOutputStream {
    private volatile String failure; // the first one

    Descriptor(FileDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        super.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure == null ? e.getMessage() : failure;
        throw e;
      }
    }
  }
}
