package dev.sluice.cli;

import dev.sluice.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows problems on a terminal: with the line of the file and a mark below the place. */
final class Excerpts {
  private static final Pattern PLACE = Pattern.compile("(.+):(\\d+):(\\d+)");
  private static final int WIDTH = 100; // characters shown of a line
  private static final int BEFORE = 60; // the most of them before the place
  private static final long LARGEST = 1 << 20; // bytes of a file

  private final Map<String, List<String>> files = new HashMap<>();

  /** The text of a problem, with the excerpt below its first line if its place can be read. */
  String text(Problem problem) {
    String text = problem.toString();
    Matcher place = PLACE.matcher(problem.location());
    if (!place.matches()) {
      return text;
    }
    List<String> lines = files.computeIfAbsent(place.group(1), Excerpts::lines);
    int line = Integer.parseInt(place.group(2));
    if (line > lines.size()) {
      return text;
    }
    int firstEnd = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
    String excerpt = excerpt(line, lines.get(line - 1), Integer.parseInt(place.group(3)));
    return text.substring(0, firstEnd) + excerpt + text.substring(firstEnd);
  }

  private static String excerpt(int number, String line, int column) {
    int[] shown =
        line.codePoints()
            .map(c -> Visible.isObeyed(c) ? ' ' : c) // as wide as the location in the line below
            .toArray();
    int place = Math.min(column - 1, shown.length);
    int start = Math.max(0, place - BEFORE);
    int length = Math.min(WIDTH, shown.length - start);
    String gutter = "%6s | ".formatted(number);
    return "\n"
        + gutter
        + new String(shown, start, length)
        + "\n"
        + " ".repeat(gutter.length() - 2)
        + "| "
        + " ".repeat(place - start)
        + "^";
  }

  /** Empty if the file cannot be read: the problem itself says what is wrong. */
  private static List<String> lines(String name) {
    try {
      Path file = Path.of(name);
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
          : List.of();
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }
}
