package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.config.ConfigReader;
import dev.sluice.experiment.Experiment;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.predict.Predictor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many texts one predictor answers in a second when one thread asks and when several do, in
 * turn. Arguments: rounds, seconds of a window, threads that ask at once.
 */
public final class Callers {
  private static final Path MODEL = Path.of("target/bench/callers");
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * @param callers that ask at the same time
   * @param threads that the predictor may use
   */
  private record Way(int callers, int threads) {}

  /**
   * @param perSecond texts answered in a second
   * @param perProcessorSecond texts answered for each second of a processor that the process had
   * @param processors that it had, on average
   */
  private record Window(double perSecond, double perProcessorSecond, double processors) {}

  private final List<String> texts;
  private final double seconds;
  private final ExecutorService pool = Executors.newCachedThreadPool();

  private Callers(double seconds) throws IOException {
    this.seconds = seconds;
    texts = Files.readAllLines(Path.of("data/reviews-hard.csv"));
  }

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    int callers = Integer.parseInt(args[2]);
    writeModel();
    Callers bench = new Callers(Double.parseDouble(args[1]));
    for (int batch : new int[] {1, 32}) {
      bench.compare(
          batch, rounds, List.of(new Way(1, 1), new Way(1, callers), new Way(callers, callers)));
    }
    System.exit(0); // threads of pools must not keep the process
  }

  private static void writeModel() {
    Experiment experiment =
        Experiment.of(
            ConfigReader.read(Path.of("config/reviews.yaml"), List.of("training.epochs=1")));
    Bundle.write(
        MODEL,
        experiment.loaded().config(),
        experiment.data().pipeline(),
        experiment.train().network(),
        experiment.data().examples(Part.TRAINING));
  }

  private void compare(int batch, int rounds, List<Way> ways) throws Exception {
    Map<Way, Predictor> predictors = new LinkedHashMap<>();
    Map<Way, List<Window>> windows = new LinkedHashMap<>();
    for (Way way : ways) {
      predictors.put(way, Predictor.load(MODEL, way.threads()));
      windows.put(way, new ArrayList<>());
    }
    for (int round = -3; round < rounds; round++) { // the first to warm up
      for (Way way : ways) {
        Window window = window(predictors.get(way), way.callers(), batch);
        if (round >= 0) {
          windows.get(way).add(window);
        }
      }
    }
    for (Way way : ways) {
      List<Window> all = windows.get(way);
      List<Window> first = windows.get(ways.get(0));
      double[] ratios = new double[rounds];
      double[] perProcessor = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ratios[i] = all.get(i).perSecond() / first.get(i).perSecond();
        perProcessor[i] = all.get(i).perProcessorSecond() / first.get(i).perProcessorSecond();
      }
      System.out.printf(
          Locale.ROOT,
          "%s texts a call, %s callers, %s threads: %.0f texts/s, %.2f times the first (%.2f to"
              + " %.2f); for each second of a processor %.2f times; %.2f processors%n",
          batch,
          way.callers(),
          way.threads(),
          median(all.stream().mapToDouble(Window::perSecond).toArray()),
          median(ratios),
          Arrays.stream(ratios).min().orElseThrow(),
          Arrays.stream(ratios).max().orElseThrow(),
          median(perProcessor),
          median(all.stream().mapToDouble(Window::processors).toArray()));
    }
    predictors.values().forEach(Predictor::close);
  }

  private Window window(Predictor predictor, int callers, int batch) throws Exception {
    long start = System.nanoTime();
    long processors = MACHINE.getProcessCpuTime();
    List<Future<Integer>> answered = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int first = i * texts.size() / callers;
      answered.add(pool.submit(() -> ask(predictor, first, batch, start)));
    }
    int count = 0;
    for (Future<Integer> one : answered) {
      count += one.get();
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    double used = (MACHINE.getProcessCpuTime() - processors) / 1e9;
    return new Window(count / elapsed, count / used, used / elapsed);
  }

  private int ask(Predictor predictor, int first, int batch, long start) {
    int asked = 0;
    while ((System.nanoTime() - start) / 1e9 < seconds) {
      int from = (first + asked) % (texts.size() - batch);
      predictor.classify(texts.subList(from, from + batch));
      asked += batch;
    }
    return asked;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
