package dev.sluice.problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name that was probably meant. */
public final class NearNames {
  private NearNames() {}

  /**
   * The known name closest to {@code name}, if it is close enough: at most a third of its letters
   * (at least one) inserted, dropped, replaced or swapped with their neighbour; else the first that
   * begins with it, or that it begins with, if that is three letters or more. Case, blanks around a
   * name and the difference of '_', '-' and ' ' are ignored; ties go to the first.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = folded(name);
    String best = null;
    int bestDistance = Math.max(1, wanted.length() / 3) + 1;
    for (String candidate : known) {
      String other = folded(candidate);
      if (Math.abs(other.length() - wanted.length()) >= bestDistance) {
        continue; // so that a whole page in place of a name costs nothing
      }
      int distance = distance(wanted, other);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best)
        .or(() -> known.stream().filter(k -> isStart(wanted, folded(k))).findFirst());
  }

  /** The same as advice: whether that name was meant. */
  public static Optional<String> question(String name, Collection<String> known) {
    return nearest(name, known).map("did you mean '%s'?"::formatted);
  }

  /** Advice on a path that does not exist: the name in its folder that is closest. */
  public static String questionOf(Path path) {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "there is no folder " + folder;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      return question(path.getFileName().toString(), names)
          .orElse("no file in %s has a name like that".formatted(folder));
    } catch (IOException e) {
      return folder + " cannot be listed";
    }
  }

  private static boolean isStart(String a, String b) {
    return Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a));
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /**
   * The number of edits between two names, a swap of neighbours counting as one (optimal string
   * alignment).
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1]; // (prefix of a, prefix of b)
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
