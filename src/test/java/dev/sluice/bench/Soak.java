package dev.sluice.bench;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Predictor;
import dev.sluice.spec.Config;
import dev.sluice.task.classes.ClassPrediction;
import dev.sluice.train.Progress;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Trains the config of the reviews again and again while other threads ask one loaded model, all in
 * one process, and watches that every answer is the first one to its request, that nobody stands
 * still and that memory does not grow. Arguments: minutes, threads that predict. Needs Linux, for
 * the resident memory.
 */
public final class Soak {
  /** How long one of the threads may get nothing done. */
  private static final Duration HANG = Duration.ofSeconds(60);

  /** The largest growth of resident memory after the warm-up, and of the heap's live objects. */
  private static final long RESIDENT_GROWTH = 128L << 20;

  private static final long HEAP_GROWTH = 16L << 20;

  private static final Path MODEL = Path.of("target/bench/soak");
  private static final Path TEXTS = Path.of("data/reviews-hard.csv");

  private final Config config;
  private final Dataset data;
  private final NetworkPlan plan;
  private final List<Counted> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  private Soak() {
    config =
        ConfigReader.read(Path.of("config/reviews.yaml"), List.of("training.epochs=1")).config();
    data = Dataset.load(config.data());
    plan = NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
  }

  public static void main(String[] args) throws Exception {
    Duration time = Duration.ofMillis((long) (Double.parseDouble(args[0]) * 60_000));
    Optional<String> problem = run(time, Integer.parseInt(args[1]));
    System.out.println(problem.map(what -> "FAILED: " + what).orElse("passed"));
    System.exit(problem.isPresent() ? 1 : 0); // threads that hang must not keep the process
  }

  /** What went wrong; empty if nothing did. */
  static Optional<String> run(Duration time, int predictors) throws Exception {
    return new Soak().watch(time, predictors);
  }

  private Optional<String> watch(Duration time, int predictors) throws Exception {
    Bundle.write(
        MODEL,
        config,
        data.pipeline(),
        new Trainer(config, data, plan).train().network(),
        data.examples(Part.TRAINING));
    Predictor model = Predictor.load(MODEL);
    List<List<String>> requests = requests();
    List<List<ClassPrediction>> answers = requests.stream().map(model::classify).toList();
    start("training", this::train);
    for (int i = 0; i < predictors; i++) {
      start("predicting " + i, counter -> predict(model, requests, answers, counter));
    }

    long start = System.nanoTime();
    long warm = Math.min(time.toNanos() / 2, Duration.ofMinutes(5).toNanos());
    long resident = Long.MAX_VALUE - RESIDENT_GROWTH; // at the end of the warm-up
    long heap = 0; // likewise
    long printed = -1;
    while (System.nanoTime() - start < time.toNanos()) {
      Thread.sleep(100);
      long now = System.nanoTime() - start;
      if (heap == 0 && now >= warm) {
        heap = liveHeap();
        resident = resident();
      }
      if (now / 60_000_000_000L > printed) {
        printed = now / 60_000_000_000L;
        print("minute " + printed);
      }
      Optional<String> problem = problem(resident);
      if (problem.isPresent()) {
        return problem;
      }
    }
    over = true;
    for (Counted thread : threads) {
      thread.join(HANG.toMillis());
    }
    print("end");
    long growth = liveHeap() - heap;
    return growth > HEAP_GROWTH
        ? Optional.of("the live objects of the heap grew by %s MB".formatted(growth >> 20))
        : problem(resident);
  }

  private Optional<String> problem(long residentBefore) throws IOException {
    if (failure.get() != null) {
      failure.get().printStackTrace();
      return Optional.of(failure.get().toString());
    }
    for (Counted thread : threads) {
      if (thread.stands(HANG)) {
        for (ThreadInfo info :
            ManagementFactory.getThreadMXBean().dumpAllThreads(/* lockedMonitors= */ true, true)) {
          System.out.print(info);
        }
        return Optional.of(thread.getName() + ": nothing done for " + HANG.toSeconds() + " s");
      }
    }
    long growth = resident() - residentBefore;
    return growth > RESIDENT_GROWTH
        ? Optional.of("resident memory grew by %s MB after the warm-up".formatted(growth >> 20))
        : Optional.empty();
  }

  private void print(String when) throws IOException {
    Runtime jvm = Runtime.getRuntime();
    long predictions = threads.stream().skip(1).mapToLong(thread -> thread.counter.get()).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: %d batches trained, %d requests answered; resident %d MB, heap %d MB%n",
        when,
        threads.get(0).counter.get(),
        predictions,
        resident() >> 20,
        (jvm.totalMemory() - jvm.freeMemory()) >> 20);
  }

  private void train(AtomicLong batches) {
    Progress counting =
        new Progress() {
          @Override
          public void batchTrained(int epoch, int examples, double loss) {
            batches.incrementAndGet();
          }
        };
    while (!over) {
      new Trainer(config, data, plan, counting, () -> over, Optional.empty()).train();
    }
  }

  private void predict(
      Predictor model,
      List<List<String>> requests,
      List<List<ClassPrediction>> answers,
      AtomicLong done) {
    for (int i = (int) Thread.currentThread().getId(); !over; i++) {
      int request = i % requests.size();
      List<ClassPrediction> answer = model.classify(requests.get(request));
      if (!answer.equals(answers.get(request))) {
        throw new IllegalStateException(
            "request %s: answered %s at first, now %s"
                .formatted(request, answers.get(request), answer));
      }
      done.incrementAndGet();
    }
  }

  /** Of one text each, and of many, so that shapes change. */
  private static List<List<String>> requests() throws IOException {
    List<String> texts = Files.readAllLines(TEXTS);
    List<List<String>> requests = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      requests.add(texts.subList(i, i % 4 > 0 ? i + 1 : Math.min(texts.size(), i + 50)));
    }
    return requests;
  }

  private void start(String name, Work work) {
    AtomicLong counter = new AtomicLong();
    Counted thread = new Counted(name, () -> work.run(counter), counter);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, problem) -> failure.compareAndSet(null, problem));
    threads.add(thread);
    thread.start();
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private interface Work {
    void run(AtomicLong counter);
  }

  /** A thread that counts what it gets done. */
  private static final class Counted extends Thread {
    private final AtomicLong counter;
    private long seen = -1;
    private long since;

    Counted(String name, Runnable work, AtomicLong counter) {
      super(work, name);
      this.counter = counter;
    }

    /** Whether it got nothing done for so long; asked often. */
    boolean stands(Duration time) {
      long now = System.nanoTime();
      if (counter.get() != seen) {
        seen = counter.get();
        since = now;
      }
      return isAlive() && now - since > time.toNanos();
    }
  }
}
