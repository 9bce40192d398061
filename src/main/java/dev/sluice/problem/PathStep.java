package dev.sluice.problem;

/** A key in the notation of config paths: in quotes if it contains a dot, a space or the like. */
public final class PathStep {
  private static final int LONGEST = 60; // code units of a key without quotes

  private PathStep() {}

  public static String written(String key) {
    return needsQuotes(key) ? "\"" + key + "\"" : key;
  }

  public static boolean needsQuotes(String key) {
    return key.isEmpty() || key.length() > LONGEST || key.chars().anyMatch(PathStep::needsQuotes);
  }

  public static boolean needsQuotes(int c) {
    return ".[]\"'=".indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isISOControl(c);
  }
}
