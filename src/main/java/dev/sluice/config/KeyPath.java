package dev.sluice.config;

import dev.sluice.problem.PathStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Paths of keys such as {@code network[1].lstm.units}. A key that contains a dot, a bracket, a
 * quote, an equals sign or white space is put in double quotes: {@code
 * data.columns."load.factor".scale}.
 */
final class KeyPath {
  static final String ROOT = "";

  private KeyPath() {}

  static String child(String path, String key) {
    String written = PathStep.needsQuotes(key) ? "\"" + Shown.shortened(key) + "\"" : key;
    return path.isEmpty() ? written : path + "." + written;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /** A path below another; either may be empty. */
  static String below(String path, String relative) {
    if (path.isEmpty() || relative.isEmpty()) {
      return path + relative;
    }
    return relative.startsWith("[") ? path + relative : path + "." + relative;
  }

  /** The last step of a path, or the whole path if it is only an index. */
  static String name(String path) {
    if (path.endsWith("]")) {
      return path;
    }
    String last = path.substring(parent(path).orElse("").length());
    return last.startsWith(".") ? last.substring(1) : last;
  }

  /** The path without its last step; empty for the root itself. */
  static Optional<String> parent(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    int last = 0; // where the last step begins
    boolean quoted = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '.' || c == '[')) {
        last = i;
      }
    }
    return Optional.of(path.substring(0, last));
  }

  /**
   * The steps of a path that a user wrote: keys, and indices as digits. {@code network[0].lstm} and
   * {@code network.0.lstm} are the same.
   *
   * @return empty if it is not a path
   */
  static Optional<List<String>> steps(String path) {
    List<String> steps = new ArrayList<>();
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i);
      if (c == '[') {
        int end = path.indexOf(']', i);
        if (end < 0 || steps.isEmpty() || !isIndex(path.substring(i + 1, end))) {
          return Optional.empty();
        }
        steps.add(path.substring(i + 1, end));
        i = end + 1;
        continue;
      }
      if (c == '.') {
        if (steps.isEmpty()) {
          return Optional.empty();
        }
        i++;
      } else if (!steps.isEmpty()) {
        return Optional.empty(); // a key right after ']' or a quote
      }
      int end = endOfKey(path, i);
      if (end <= i) {
        return Optional.empty();
      }
      boolean quoted = path.charAt(i) == '"';
      steps.add(quoted ? path.substring(i + 1, end - 1) : path.substring(i, end));
      i = end;
    }
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps);
  }

  static boolean isIndex(String step) {
    return !step.isEmpty()
        && step.length() <= 9
        && step.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The end of the key that begins at {@code start}; {@code start} if there is none. */
  private static int endOfKey(String path, int start) {
    if (start < path.length() && path.charAt(start) == '"') {
      int end = path.indexOf('"', start + 1);
      return end < 0 ? start : end + 1;
    }
    int end = start;
    while (end < path.length() && !PathStep.needsQuotes(path.charAt(end))) {
      end++;
    }
    return end;
  }
}
