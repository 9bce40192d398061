package dev.sluice.run;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A word for one of the runs with a name: {@code runs/reviews/latest}. It is a symbolic link if the
 * system supports them, for people and other programs; commands do not need it.
 */
enum NamedRun {
  /** The run that began last. */
  LATEST {
    @Override
    Optional<Candidate> among(List<Candidate> runs, Instant now) {
      return newest(runs, now);
    }
  },
  /**
   * The run with the best score: that of the metric which decides in the verdict, on the test part.
   * Only runs with the same data and test part as the newest scored run count; of equal runs the
   * first is the best.
   */
  BEST {
    @Override
    Optional<Candidate> among(List<Candidate> runs, Instant now) {
      List<Candidate> scored = runs.stream().filter(run -> run.score().isPresent()).toList();
      return newest(scored, now)
          .flatMap(
              newest ->
                  scored.stream()
                      .filter(newest::isComparable)
                      .min(
                          Comparator.comparing(Candidate::loss).thenComparing(Candidate::started)));
    }
  };

  /**
   * Clocks of several machines differ; a run that seems to have begun later than this had a wrong
   * clock.
   */
  private static final Duration AHEAD = Duration.ofDays(1);

  abstract Optional<Candidate> among(List<Candidate> runs, Instant now);

  record Candidate(RunFolder run, Instant started, Optional<RunScore> score) {
    static Candidate of(RunFolder run) {
      return new Candidate(run, run.started(), score(run));
    }

    /** Scores that cannot be read are missing: the run may still be the latest. */
    private static Optional<RunScore> score(RunFolder run) {
      try {
        return RunScore.of(Results.read(run.results()));
      } catch (UserException | FileFailure e) {
        return Optional.empty();
      }
    }

    double loss() {
      return score.orElseThrow().loss();
    }

    boolean isComparable(Candidate other) {
      return score.map(RunScore::comparable).equals(other.score.map(RunScore::comparable));
    }
  }

  /** The word at the end of a path, unless that is a folder of its own. */
  static Optional<NamedRun> endOf(Path path) {
    return Files.exists(path) && !Files.isSymbolicLink(path)
        ? Optional.empty()
        : Stream.of(values()).filter(named -> path.endsWith(named.word())).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The run that the link leads to, or else the one that it should lead to. */
  Optional<RunFolder> in(Path folder, Instant now) {
    Path link = folder.resolve(word());
    try {
      if (Files.isSymbolicLink(link)) {
        RunFolder linked = new RunFolder(link.resolveSibling(Files.readSymbolicLink(link)));
        if (linked.isRun()) {
          return Optional.of(linked);
        }
      }
    } catch (IOException e) {
      // A link that cannot be read is as good as none.
    }
    return among(runsIn(folder), now).map(Candidate::run);
  }

  /** Updates the links, if there can be any; anything else with their names is left alone. */
  static void link(Path folder, Instant now) {
    List<Candidate> runs = runsIn(folder);
    for (NamedRun named : values()) {
      Path link = folder.resolve(named.word());
      Optional<Candidate> run = named.among(runs, now);
      if (run.isPresent() && (Files.isSymbolicLink(link) || !Files.exists(link))) {
        AtomicFiles.linkIfPossible(link, run.get().run().path().getFileName());
      }
    }
  }

  private static List<Candidate> runsIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !Files.isSymbolicLink(entry))
          .map(RunFolder::new)
          .filter(RunFolder::isRun)
          .map(Candidate::of)
          .toList();
    } catch (IOException e) {
      throw new FileFailure("read", folder, e);
    }
  }

  /** Runs from the future count only if there are no others. */
  private static Optional<Candidate> newest(List<Candidate> runs, Instant now) {
    Comparator<Candidate> pastFirst =
        Comparator.comparing(run -> !run.started().isAfter(now.plus(AHEAD)));
    return runs.stream()
        .max(
            pastFirst
                .thenComparing(Candidate::started)
                .thenComparing(candidate -> candidate.run().path().toString()));
  }
}
