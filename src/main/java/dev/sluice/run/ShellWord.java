package dev.sluice.run;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths within commands that we advise, so that they can be pasted as they are. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:\\\\+@%,=-]+");

  private ShellWord() {}

  /** The path, in quotes where a shell would take it apart. */
  public static String of(Path path) {
    return of(path.toString(), File.separatorChar == '\\');
  }

  static String of(String path, boolean windows) {
    boolean plain = PLAIN.matcher(path).matches() && (windows || !path.contains("\\"));
    if (plain) {
      return path;
    }
    return windows ? '"' + path + '"' : "'" + path.replace("'", "'\\''") + "'";
  }
}
