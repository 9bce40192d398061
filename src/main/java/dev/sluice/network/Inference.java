package dev.sluice.network;

import dev.sluice.shape.TextAttention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network for predictions only. Thread-safe, without locks: callers share the weights,
 * and each has its own buffers during a call, so there are as many buffers as there were concurrent
 * calls at most. They also share the threads: a single caller may use all of them, two half of them
 * each.
 *
 * <p>Our own layers run without DL4J. Results are identical to those of {@link Network#output}.
 */
public final class Inference implements AutoCloseable {
  private static final int CLOSED = Integer.MIN_VALUE;
  private static final int MOST_EXAMPLES = 256;
  private static final int FEWEST_EXAMPLES = 32; // fewer leave parts of the products' tiles empty
  private static final int NUMBERS = 1 << 20; // of a layer, 4 MB
  private static final int MOST_NUMBERS = 1 << 26; // of a layer, 256 MB

  private final List<Supplier<Stage>> layers = new ArrayList<>();
  private final int threads;
  private final int widest; // numbers of a step
  private final long beside; // numbers of an example that belong to no step
  private final boolean ours; // whether no layer runs on DL4J
  private final ConcurrentLinkedDeque<List<Stage>> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger inside = new AtomicInteger(); // number of callers; plus CLOSED
  private final AtomicReference<Runnable> release;
  private final List<Inference> others; // of an ensemble, whose outputs are averaged
  private final Optional<Chunks> chunks; // of long examples; empty if all are read as a whole

  private Inference(
      MultiLayerNetwork network,
      Optional<Chunks> chunks,
      List<Inference> others,
      int threads,
      Runnable release) {
    this.others = others;
    this.chunks = chunks;
    this.threads = threads;
    this.release = new AtomicReference<>(release);
    int width = 0;
    long besides = 0;
    boolean allOurs = true;
    for (int i = 0; i < network.getnLayers(); i++) {
      InputPreProcessor form = network.getLayerWiseConfigurations().getInputPreProcess(i);
      if (form instanceof WindowBeside beside) {
        layers.add(beside::stage);
      } else if (form instanceof IdsAlone ids) {
        layers.add(ids::stage);
      } else if (form != null) {
        layers.add(() -> StockStage.of(form));
      }
      Optional<Supplier<Stage>> stages = Optional.empty();
      if (network.getLayer(i) instanceof Stage.Source source) {
        stages = source.stages();
        width = Math.max(width, source.width());
        besides = Math.max(besides, source.beside());
      } else {
        width = Math.max(width, network.layerSize(i));
      }
      allOurs &= stages.isPresent();
      layers.add(stages.isPresent() ? stages.get() : StockStage.of(network, i));
    }
    widest = width;
    beside = besides;
    ours = allOurs;
  }

  /** {@link Network#inference}. */
  static Inference of(MultiLayerNetwork network, int threads) {
    return together(List.of(network), Optional.empty(), threads, () -> {});
  }

  /** {@link Network#onlyInference}. */
  static Inference owning(MultiLayerNetwork network, int threads) {
    return together(List.of(network), Optional.empty(), threads, () -> network.params().close());
  }

  /**
   * For networks with the same plan.
   *
   * @param chunks {@link NetworkPlan#chunks}
   * @param release called when it is closed and no call is running
   */
  static Inference together(
      List<MultiLayerNetwork> networks, Optional<Chunks> chunks, int threads, Runnable release) {
    NativeEngine.start();
    List<Inference> others =
        networks.stream()
            .skip(1)
            .map(other -> new Inference(other, chunks, List.of(), threads, () -> {}))
            .toList();
    return new Inference(networks.get(0), chunks, others, threads, release);
  }

  /**
   * Whether outputs do not depend, not even in the last bit, on which other examples are in the
   * batch.
   */
  public boolean sameBitsInAnyBatch() {
    return ours && others.stream().allMatch(Inference::sameBitsInAnyBatch);
  }

  /**
   * The best number of examples in a call: such that a layer's numbers fit into a few megabytes,
   * and in any case into some hundred. The last bits of DL4J's products depend on this number, so
   * for its layers only the second limit applies.
   *
   * @param steps the most of an example
   */
  public int batchSize(int steps) {
    long atOnce = Math.min(steps, chunks.map(Chunks::steps).orElse(steps));
    long numbers = Math.max(1, Math.max(atOnce * widest, beside));
    long best =
        ours
            ? Math.max(FEWEST_EXAMPLES, Math.min(NUMBERS / numbers, MOST_EXAMPLES))
            : MOST_EXAMPLES;
    return (int) Math.max(1, Math.min(best, MOST_NUMBERS / numbers));
  }

  /**
   * The outputs of the network.
   *
   * @param features (batch, steps) token ids, or (batch, features, steps), the last axis first
   * @param shape of the features
   * @param mask (batch, steps), row by row, 0 where a step is left out; empty if none is
   * @return (batch)(outputs); if there is an output for each step, (batch)(steps * outputs),
   *     without masked steps
   * @throws IllegalStateException if this is closed
   */
  public float[][] outputs(float[] features, int[] shape, Optional<float[]> mask) {
    return outputs(features, shape, mask, threads);
  }

  /**
   * The same.
   *
   * @param most threads that this may use
   */
  public float[][] outputs(float[] features, int[] shape, Optional<float[]> mask, int most) {
    return outputs(features, shape, mask, Optional.empty(), /* writes= */ true, most);
  }

  /**
   * The same for a network that writes texts, which can also score given ones.
   *
   * @param labels (batch, steps), row by row, as in training
   * @param writes whether texts of its own are wanted, too
   * @return (batch), the numbers of {@link dev.sluice.shape.TextOutput}
   */
  public float[][] outputs(
      float[] features,
      int[] shape,
      Optional<float[]> mask,
      Optional<float[]> labels,
      boolean writes) {
    return outputs(features, shape, mask, labels, writes, threads);
  }

  private float[][] outputs(
      float[] features,
      int[] shape,
      Optional<float[]> mask,
      Optional<float[]> labels,
      boolean writes,
      int most) {
    Signal.Features all = new Signal.Features(features, shape, mask);
    return ask(
        share -> {
          List<Stage> own = idle.pollFirst();
          if (own == null) {
            own = stages();
          }
          float[][] outputs = outputs(own, all, labels, writes, Math.min(most, share));
          idle.addFirst(own); // not after a failure: its state is unknown
          return others.isEmpty() ? outputs : averaged(outputs, all, most);
        });
  }

  private float[][] averaged(float[][] outputs, Signal.Features all, int most) {
    List<float[][]> ofEach = new ArrayList<>();
    ofEach.add(outputs);
    others.forEach(other -> ofEach.add(other.outputs(all.values(), all.shape(), all.mask(), most)));
    return IntStream.range(0, outputs.length)
        .mapToObj(r -> mean(ofEach.stream().map(given -> given[r]).toList()))
        .toArray(float[][]::new);
  }

  /** The mean of the outputs of several networks. */
  static float[] mean(List<float[]> outputs) {
    float[] mean = new float[outputs.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] ofOne : outputs) {
        sum += ofOne[i];
      }
      mean[i] = (float) (sum / outputs.size());
    }
    return mean;
  }

  /**
   * Where a network that writes texts looks while it writes the best text of each example.
   *
   * @return (batch); empty if it has no attention, or does not write texts
   */
  public List<TextAttention> attention(float[] features, int[] shape, Optional<float[]> mask) {
    return ask(
        share -> {
          List<Stage> own = stages();
          int end = own.size() - 1;
          Signal.Features all = new Signal.Features(features, shape, mask);
          return own.get(end) instanceof Stage.Taught taught
              ? taught.attention(forward(own.subList(0, end), all, share))
              : List.of();
        });
  }

  /**
   * Scores whole documents with a network that predicts the next token: each token's probability
   * given all before it in its document. Reads a few steps of a few documents at a time, so that
   * there is never an array of all tokens and classes.
   *
   * @param documents (documents)(tokens) by id
   * @param ended whether the end of each, id 0, is predicted as well
   * @param between called before each few steps; an exception ends the work
   * @return (documents)(predictions * 2), see {@link dev.sluice.shape.OutputShape.NextTokens}
   * @throws IllegalStateException if this is closed
   */
  public float[][] scores(int[][] documents, boolean ended, Runnable between) {
    return ask(share -> new DocumentScores(stages(), share, between).of(documents, ended));
  }

  /** Begins a document, to be read token by token; for one caller at a time. */
  public Reading read() {
    List<Stage> own = stages();
    own.forEach(stage -> stage.begin(1));
    return new Reading(this, own);
  }

  private List<Stage> stages() {
    return layers.stream().map(Supplier::get).toList();
  }

  /** Does some work with a share of the threads, unless this is closed. */
  <T> T ask(IntFunction<T> work) {
    int callers = inside.incrementAndGet();
    try {
      if (callers <= 0) {
        throw new IllegalStateException("this model is closed: load it again");
      }
      return work.apply(Math.max(1, threads / callers));
    } finally {
      leave();
    }
  }

  private void leave() {
    if (inside.decrementAndGet() == CLOSED) {
      free();
    }
  }

  /** Running calls still get their answers; the last of them frees the memory. */
  @Override
  public void close() {
    if (inside.getAndUpdate(callers -> callers < 0 ? callers : callers + CLOSED) == 0) {
      free();
    }
  }

  private void free() {
    idle.clear();
    release.getAndSet(() -> {}).run();
  }

  /** The output of the last of these stages. */
  static Signal forward(List<Stage> stages, Signal.Features features, int threads) {
    Signal signal = features;
    for (Stage stage : stages) {
      signal = stage.forward(signal, features, threads);
    }
    return signal;
  }

  private float[][] outputs(
      List<Stage> stages,
      Signal.Features features,
      Optional<float[]> labels,
      boolean writes,
      int threads) {
    int end = stages.size() - 1;
    Optional<Recursion> recursion = stages.get(end).recursion();
    if (recursion.isPresent()) {
      return recursion.get().forecast(stages, features, threads);
    }
    if (chunks.isPresent()) {
      return ofRows(inChunks(stages, features, chunks.get(), threads));
    }
    Signal before = forward(stages.subList(0, end), features, threads);
    Signal.Numbers last =
        (labels.isPresent() && stages.get(end) instanceof Stage.Taught taught
                ? taught.forward(before, labels, writes, threads)
                : stages.get(end).forward(before, threads))
            .numbers();
    return last.steps().isPresent() ? ofSteps(last) : ofRows(last);
  }

  /** The output for the last chunk, after all chunks before it have been read. */
  private static Signal.Numbers inChunks(
      List<Stage> stages, Signal.Features features, Chunks chunks, int threads) {
    stages.forEach(stage -> stage.begin(features.shape()[0]));
    int steps = chunks.stepsOf(features.shape()[features.shape().length - 1]);
    Signal last = features;
    for (int from = 0; from < steps; from += chunks.steps()) {
      int to = Math.min(steps, from + chunks.steps());
      last = forward(stages, chunks.between(features, from, to), threads);
    }
    return last.numbers();
  }

  private static float[][] ofRows(Signal.Numbers last) {
    float[][] rows = new float[last.batch()][last.width()];
    for (int r = 0; r < rows.length; r++) {
      last.values().buffer().get(r * last.width(), rows[r]);
    }
    return rows;
  }

  private static float[][] ofSteps(Signal.Numbers last) {
    int steps = last.steps().getAsInt();
    int batch = last.batch();
    int width = last.width();
    float[][] rows = new float[batch][];
    for (int r = 0; r < batch; r++) {
      float[] row = new float[steps * width];
      int at = 0;
      for (int t = 0; t < steps; t++) {
        if (last.mask().isEmpty() || last.mask().get()[r * steps + t] != 0) {
          last.values().buffer().get((t * batch + r) * width, row, at, width);
          at += width;
        }
      }
      rows[r] = at == row.length ? row : Arrays.copyOf(row, at);
    }
    return rows;
  }
}
