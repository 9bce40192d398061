package dev.sluice.train;

import dev.sluice.input.Inputs;
import dev.sluice.network.NativeEngine;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.shape.InputShape;
import dev.sluice.spec.Config;
import dev.sluice.task.Tasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains the network of a config on made-up examples, in the background, while the data are read,
 * so that when the training begins, the native code is loaded and the JVM has compiled most of what
 * a step runs. No result depends on it.
 */
public final class Rehearsal {
  private static final int MOST_STEPS = 10;
  private static final int MOST_EXAMPLES = 16;
  private static final long MOST_PARAMETERS = 1_000_000; // a longer step would delay the training
  private static final int PAUSE = 20; // ms; compiling takes longer than running

  private final Config config;
  private final CountDownLatch over = new CountDownLatch(1);

  Rehearsal(Config config) {
    this.config = config;
  }

  /** Rehearses until the reading is done; returns its result, or throws its exception. */
  public static <T> T during(Config config, Supplier<T> reading) {
    Rehearsal rehearsal = new Rehearsal(config);
    CompletableFuture<Integer> steps =
        CompletableFuture.supplyAsync(() -> rehearsal.run(rehearsal::isOver), Rehearsal::start);
    try {
      return reading.get();
    } finally {
      rehearsal.over.countDown();
      // If the config or the machine is at fault, the training will fail as well, and report it.
      steps.exceptionally(failure -> 0).join();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Checks whether to continue before it loads anything, and before each step.
   *
   * @return the number of steps
   */
  int run(BooleanSupplier over) {
    if (over.getAsBoolean()) {
      return 0;
    }
    NativeEngine.start();
    NetworkPlan plan =
        NetworkPlan.of(
            config,
            Inputs.of(config.data().input()).madeUp(config.data(), MOST_STEPS),
            Tasks.of(config.data().target()).madeUp(config));
    return plan.parameters() <= MOST_PARAMETERS ? train(plan, over) : 0;
  }

  private int train(NetworkPlan plan, BooleanSupplier over) {
    // The other processors read the data, and compile.
    Network network = Network.untrained(plan, config.training().withThreads(1), 1, config.seed());
    DataSet batch = batch(plan);
    int steps = 0;
    while (!over.getAsBoolean()) {
      network.fit(batch);
      network.isFinite();
      steps++;
    }
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    return steps;
  }

  private DataSet batch(NetworkPlan plan) {
    int examples = Math.min(config.training().batchSize(), MOST_EXAMPLES);
    INDArray labels =
        Nd4j.zeros(
            DataType.FLOAT,
            examples,
            plan.target().ofSteps() ? plan.input().steps() : plan.output().units());
    labels.getColumn(0).assign(1);
    return plan.input()
        .match(
            text -> texts(text, examples, labels),
            window ->
                new DataSet(
                    Nd4j.zeros(DataType.FLOAT, examples, window.features(), window.steps()),
                    labels,
                    window.masked() ? mask(examples, window.steps()) : null,
                    null));
  }

  private static DataSet texts(InputShape.Tokens text, int examples, INDArray labels) {
    return new DataSet(
        text.spelling()
            .map(
                spelling ->
                    Nd4j.ones(DataType.FLOAT, examples, 1 + spelling.most(), text.maxLength()))
            .orElseGet(
                () -> Nd4j.ones(DataType.FLOAT, examples, text.maxLength() + text.columns())),
        labels,
        text.seenPadding().isEmpty() ? mask(examples, text.maxLength()) : null,
        null);
  }

  /** Examples of all lengths, since steps branch on these. */
  private static INDArray mask(int examples, int steps) {
    float[][] mask = new float[examples][steps];
    for (int i = 0; i < examples; i++) {
      for (int t = 0; t <= i % steps; t++) {
        mask[i][t] = 1;
      }
    }
    return Nd4j.createFromArray(mask);
  }

  /** Continues after a pause, in which the JVM compiles. */
  private boolean isOver() {
    try {
      return over.await(PAUSE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
