package dev.sluice.problem;

/**
 * A key as the paths of the config write it: in quotes where a dot, a blank or the like is in it.
 */
public final class PathStep {
  private static final int LONGEST = 60; // code units of a key that stands without quotes

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
