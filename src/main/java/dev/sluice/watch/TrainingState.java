package dev.sluice.watch;

import dev.sluice.problem.Shortened;
import dev.sluice.problem.UserException;
import dev.sluice.report.RunStory;
import dev.sluice.report.WatchPage;
import dev.sluice.run.Epoch;
import dev.sluice.run.FileFailure;
import dev.sluice.run.History;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.EarlyStopping;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How a training stands, or several one after the other. The thread that trains tells it by calls
 * that only remember something; other threads read {@link #shown} and {@link #curves}.
 */
public final class TrainingState {
  private static final int MOST_LINES = 200;
  private static final int LONGEST_LINE = 500;

  /**
   * What is being trained: epochs of a training, of a pretraining, of a final fit.
   *
   * @param epochs of each network, at most
   */
  private record Phase(String name, int epochs, int networks) {}

  private final String id = UUID.randomUUID().toString();
  private final int runs; // that follow each other
  private final Deque<String> lines = new ArrayDeque<>();
  private final List<Ended> ended = new ArrayList<>();
  private long changes; // counted, so that readers see whether there are new ones
  private long curveChanges;
  private boolean over;
  private String words = "Reading the data.";

  // Of the run that is being trained.
  private Optional<RunFolder> run = Optional.empty();
  private Optional<String> watched = Optional.empty();
  private TrainingSpec training;
  private int before; // epochs that were there when it was resumed
  private Map<List<Integer>, Epoch> epochs = new LinkedHashMap<>(); // by network and epoch
  private Map<Integer, Epoch> pretraining = new LinkedHashMap<>();

  // Of its phase.
  private Optional<Phase> phase = Optional.empty();
  private int network = 1;
  private int epoch;
  private long examples; // of this epoch
  private long trained; // of them
  private double seconds; // of the epochs that this program has trained
  private int counted;
  private long epochBegan;

  /** A run that has ended. */
  private record Ended(RunFolder run, String verdict, String outcome, List<String> story) {
    /** As its files say, which the command reads as well: damage is told of there. */
    static Ended of(RunFolder run) {
      try {
        RunStory story = RunStory.of(run);
        return new Ended(run, story.verdict(), story.outcome(), story.sentences());
      } catch (UserException | FileFailure e) {
        return new Ended(run, "The training has ended.", "unknown", List.of());
      }
    }
  }

  /**
   * @param runs how many trainings will follow each other
   */
  public TrainingState(int runs) {
    this.runs = runs;
  }

  /** Data are read, perhaps for the next run. */
  public synchronized void reads() {
    run = Optional.empty();
    phase = Optional.empty();
    words = "Reading the data.";
    changes++;
  }

  /**
   * A run begins, or goes on with the epochs that its folder has.
   *
   * @param spec with the epochs that there will be
   */
  public void begins(RunFolder folder, TrainingSpec spec) {
    List<Epoch> had = History.read(folder.metrics());
    List<Epoch> hadBefore = History.read(folder.pretraining());
    synchronized (this) {
      run = Optional.of(folder);
      training = spec;
      watched = spec.earlyStopping().map(EarlyStopping::monitor);
      epochs = new LinkedHashMap<>();
      had.forEach(this::put);
      pretraining = new LinkedHashMap<>();
      hadBefore.forEach(each -> pretraining.put(each.epoch(), each));
      before = (int) had.stream().filter(each -> each.epoch() > 0).count();
      phase = Optional.empty();
      words = "The training starts.";
      changes++;
      curveChanges++;
    }
  }

  private void put(Epoch each) {
    epochs.put(List.of(each.network().orElse(1), each.epoch()), each);
  }

  /** A line for the user, as the terminal shows it. */
  public synchronized void line(String text) {
    lines.addLast(Shortened.to(LONGEST_LINE, text));
    if (lines.size() > MOST_LINES) {
      lines.removeFirst();
    }
    changes++;
  }

  /** Is to be told how the training of the run goes. */
  public Progress progress() {
    Progress main =
        new Told("Training", training.epochs(), training.networks()) {
          @Override
          void ended(Epoch epoch) {
            put(epoch);
            curveChanges++;
          }
        };
    return training
        .pretrain()
        .map(
            spec ->
                main.withPretraining(
                    new Told("Pretraining", spec.epochs(), 1) {
                      @Override
                      void ended(Epoch epoch) {
                        pretraining.put(epoch.epoch(), epoch);
                        curveChanges++;
                      }
                    }))
        .orElse(main);
  }

  /** Is to be told how the final fit goes, which has no curves. */
  public Progress finalFit(int ofEpochs) {
    return new Told("Final fit on all rows", ofEpochs, training.networks());
  }

  /** The test part is being scored. */
  public synchronized void scores() {
    phase = Optional.empty();
    words = "Scoring the test part.";
    changes++;
  }

  /** A run has ended, in whatever way, and its files are there. */
  public void ended(RunFolder folder) {
    Ended read = Ended.of(folder);
    synchronized (this) {
      phase = Optional.empty();
      ended.add(read);
      changes++;
    }
  }

  /** Nothing more will come. Where the run of now has not ended, it has failed. */
  public synchronized void close() {
    if (!over) {
      over = true;
      phase = Optional.empty();
      changes++;
    }
  }

  /** A run that has ended, counted from 1. */
  synchronized Optional<RunFolder> ended(int number) {
    return number < 1 || number > ended.size()
        ? Optional.empty()
        : Optional.of(ended.get(number - 1).run());
  }

  /** How many runs have ended. */
  synchronized int ended() {
    return ended.size();
  }

  synchronized long changes() {
    return changes;
  }

  synchronized long curveChanges() {
    return curveChanges;
  }

  synchronized boolean isOver() {
    return over;
  }

  /** The charts of the run, as {@code watch.js} reads them. */
  Map<String, Object> curves() {
    List<Epoch> first;
    List<Epoch> then;
    synchronized (this) {
      first = List.copyOf(pretraining.values());
      then = List.copyOf(epochs.values());
    }
    return WatchPage.curves(first, then);
  }

  /** All but the charts, as {@code watch.js} reads it. */
  synchronized Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    Optional<Ended> done = done();
    shown.put("server", id);
    shown.put("title", title());
    shown.put("words", done.map(Ended::verdict).orElseGet(this::words));
    shown.put("outcome", done.map(Ended::outcome).orElse(""));
    shown.put("story", done.map(Ended::story).orElse(List.of()));
    shown.put("part", phase.map(this::part).orElse(null));
    shown.put("figures", figures());
    shown.put("lines", List.copyOf(lines));
    List<Map<String, Object>> reports = new ArrayList<>();
    for (int i = 0; i < ended.size(); i++) {
      Ended each = ended.get(i);
      reports.add(
          Map.of(
              "name",
              each.run().path().toString(),
              "words",
              runs > 1 ? each.verdict() : "", // else it is at the top
              "report",
              "reports/" + (i + 1)));
    }
    shown.put("runs", reports);
    return shown;
  }

  /** The run of now, if it has ended. */
  private Optional<Ended> done() {
    return ended.isEmpty()
        ? Optional.empty()
        : Optional.of(ended.get(ended.size() - 1))
            .filter(last -> run.equals(Optional.of(last.run())));
  }

  /** What the tab of a browser shows, of which there is little room. */
  private String title() {
    return done().isPresent()
        ? "done"
        : over ? "failed" : phase.map(now -> "%s/%s".formatted(epoch, now.epochs())).orElse("...");
  }

  private String words() {
    if (over) {
      return "The training has failed: see the terminal for the reason.";
    }
    String which =
        runs > 1 ? "Run %s of %s. ".formatted(Math.min(runs, ended.size() + 1), runs) : "";
    String resumed =
        phase.isPresent() && before > 0
            ? "Resumed; epochs trained before: %s. ".formatted(before)
            : "";
    return which
        + resumed
        + phase
            .map(
                now ->
                    "%s: %sepoch %s of %s."
                        .formatted(
                            now.name(),
                            now.networks() > 1
                                ? "network %s of %s, ".formatted(network, now.networks())
                                : "",
                            epoch,
                            now.epochs()))
            .orElse(words);
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    phase
        .flatMap(this::left)
        .ifPresent(left -> figures.put("Time left, at most", WatchPage.duration(left)));
    figures.putAll(WatchPage.scores(List.copyOf(epochs.values()), watched));
    return figures;
  }

  /** Epochs of the phase that are done, the one at hand in part. */
  private double done(Phase now) {
    double ofEpoch = examples == 0 ? 0 : Math.min(1, (double) trained / examples);
    return (network - 1) * now.epochs() + Math.max(0, epoch - 1) + ofEpoch;
  }

  private double part(Phase now) {
    return done(now) / ((double) now.networks() * now.epochs());
  }

  /** Seconds; by the pace of the epochs so far, in the first one of its examples. */
  private Optional<Double> left(Phase now) {
    double todo = (double) now.networks() * now.epochs() - done(now);
    if (counted > 0) {
      return Optional.of(todo * seconds / counted);
    }
    return trained == 0
        ? Optional.empty()
        : Optional.of(todo * (System.nanoTime() - epochBegan) / 1e9 * examples / trained);
  }

  /** What a phase is told. */
  private class Told implements Progress {
    private final Phase of;
    private Optional<Integer> number = Optional.empty();

    Told(String name, int epochs, int networks) {
      this.of = new Phase(name, epochs, networks);
    }

    /** With the lock held. */
    void ended(Epoch epoch) {}

    private void enter() {
      if (!phase.equals(Optional.of(of))) {
        phase = Optional.of(of);
        seconds = 0;
        counted = 0;
        network = number.orElse(1);
      }
      changes++;
    }

    @Override
    public void networkStarted(int started, int networks) {
      synchronized (TrainingState.this) {
        number = Optional.of(started);
        network = started;
        epoch = 0;
        changes++;
      }
    }

    @Override
    public void epochStarted(int started, int ofExamples) {
      synchronized (TrainingState.this) {
        enter();
        epoch = started;
        examples = ofExamples;
        trained = 0;
        epochBegan = System.nanoTime();
      }
    }

    @Override
    public void batchTrained(int at, int more, double loss) {
      synchronized (TrainingState.this) {
        trained += more;
        changes++;
      }
    }

    @Override
    public void epochEnded(EpochScores scores, boolean best) {
      synchronized (TrainingState.this) {
        enter();
        epoch = scores.epoch();
        if (epoch > 0) { // a start takes another time
          trained = examples;
          seconds += scores.seconds();
          counted++;
        }
        ended(scores.toEpoch(best, number));
      }
    }
  }
}
