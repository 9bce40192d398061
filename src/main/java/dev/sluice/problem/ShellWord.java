package dev.sluice.problem;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Quotes paths and names in commands that we suggest, so that they can be pasted unchanged. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:\\\\+@%,=-]+");

  private ShellWord() {}

  /**
   * The path, in quotes if a shell would split or interpret it; never in a form that looks like an
   * option.
   */
  public static String of(Path path) {
    String text = path.toString();
    return of(text.startsWith("-") ? "." + File.separator + text : text);
  }

  /** The word, in quotes if a shell would split or interpret it. */
  public static String of(String word) {
    return of(word, File.separatorChar == '\\');
  }

  static String of(String word, boolean windows) {
    boolean plain = PLAIN.matcher(word).matches() && (windows || !word.contains("\\"));
    if (plain) {
      return word;
    }
    return windows
        ? '"' + word.replace("\"", "\\\"") + '"'
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
