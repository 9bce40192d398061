package dev.sluice.network;

import dev.sluice.kernel.Embedding;
import dev.sluice.kernel.Floats;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.EmbeddingLayerParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's embedding, without bias and activation, computed by {@link Embedding}. Its table is stored
 * row by row, that of the stock layer column by column: here, the vector of an id is contiguous.
 * {@link StockNetwork} converts it. Numbers beside an id, (batch, 1 + beside, steps), are passed on
 * after its vector.
 */
final class KernelEmbedding extends BaseWrapperLayer {
  private static final long serialVersionUID = 1L;

  private int beside;
  private int threads;
  private double tokenDropout;
  private double wordDropout;
  private double adversarialNoise;
  private int unknown;
  private boolean fixed;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelEmbedding() {}

  /**
   * @param beside how many numbers follow an id
   * @param threads the most that a pass may use
   * @param tokenDropout the share of distinct ids in each row that training drops, wherever they
   *     occur in it
   * @param wordDropout the share of all occurrences of ids that training replaces by {@code
   *     unknown}; 0, which is padding or the border of a text, is kept
   * @param adversarialNoise the length of the noise of a row, as a share of that of its vectors
   * @param fixed whether training leaves the table unchanged
   */
  KernelEmbedding(
      EmbeddingSequenceLayer stock,
      int beside,
      int threads,
      double tokenDropout,
      double wordDropout,
      double adversarialNoise,
      int unknown,
      boolean fixed) {
    super(stock);
    this.fixed = fixed;
    this.beside = beside;
    this.threads = threads;
    this.tokenDropout = tokenDropout;
    this.wordDropout = wordDropout;
    this.adversarialNoise = adversarialNoise;
    this.unknown = unknown;
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  public int getBeside() {
    return beside;
  }

  public void setBeside(int beside) {
    this.beside = beside;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return beside == 0
        ? underlying.getOutputType(index, input)
        : InputType.recurrent(((EmbeddingSequenceLayer) underlying).getNOut() + beside);
  }

  public double getTokenDropout() {
    return tokenDropout;
  }

  public void setTokenDropout(double tokenDropout) {
    this.tokenDropout = tokenDropout;
  }

  public double getWordDropout() {
    return wordDropout;
  }

  public void setWordDropout(double wordDropout) {
    this.wordDropout = wordDropout;
  }

  public double getAdversarialNoise() {
    return adversarialNoise;
  }

  public void setAdversarialNoise(double adversarialNoise) {
    this.adversarialNoise = adversarialNoise;
  }

  public boolean isFixed() {
    return fixed;
  }

  public void setFixed(boolean fixed) {
    this.fixed = fixed;
  }

  public int getUnknown() {
    return unknown;
  }

  public void setUnknown(int unknown) {
    this.unknown = unknown;
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    NeuralNetConfiguration inner = conf.clone();
    inner.setLayer(underlying);
    if (tokenDropout > 0 || wordDropout > 0 || adversarialNoise > 0) { // the stock layer has none
      Instances.requireSinglePrecision(dataType, this);
    }
    if (dataType != DataType.FLOAT) {
      return underlying.instantiate(inner, listeners, index, parameters, initialize, dataType);
    }
    return Instances.ready(
        new Running(inner, this),
        inner,
        RowByRow.INSTANCE,
        listeners,
        index,
        parameters,
        initialize);
  }

  private static final class RowByRow extends EmbeddingLayerParamInitializer {
    static final RowByRow INSTANCE = new RowByRow();

    @Override
    protected INDArray createWeightMatrix(
        long rows, long width, IWeightInit init, INDArray view, boolean initialize) {
      super.createWeightMatrix(rows, width, init, view, initialize);
      return view.reshape('c', rows, width);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray gradients) {
      EmbeddingSequenceLayer layer = (EmbeddingSequenceLayer) conf.getLayer();
      return Map.of(WEIGHT_KEY, gradients.reshape('c', layer.getNIn(), layer.getNOut()));
    }
  }

  private static final class Running
      extends org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingSequenceLayer
      implements Stage.Source, AdversarialPass.Adversary {
    private static final long serialVersionUID = 1L;

    private final KernelEmbedding layer;
    private final int beside;
    private final int threads;
    private transient int[] ids = {}; // (steps, batch)
    private transient float[] factors = {}; // (steps, batch): of dropout; empty if nothing drops
    private transient float[] noise = {}; // (steps, batch, size), from the last backward pass
    private transient boolean attacks;

    Running(NeuralNetConfiguration conf, KernelEmbedding layer) {
      super(conf, DataType.FLOAT);
      this.layer = layer;
      beside = layer.beside;
      threads = layer.threads;
    }

    /** DL4J passes its own configuration, whose layer is the wrapper, when it freezes a layer. */
    @Override
    public void setConf(NeuralNetConfiguration own) {
      NeuralNetConfiguration inner = own;
      if (own.getLayer() instanceof KernelEmbedding wrapper) {
        inner = own.clone();
        inner.setLayer(wrapper.getUnderlying());
      }
      super.setConf(inner);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
      gradientsFlattened = gradients;
      gradientViews = RowByRow.INSTANCE.getGradientsFromFlattened(conf, gradients);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      int batch = (int) input.size(0);
      int steps = (int) input.size(input.rank() - 1); // (batch, steps) or (batch, 1, steps)
      INDArray table = getParam("W");
      int size = (int) table.size(1);
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {steps, batch, size + beside}, 'c');
      if (beside == 0) {
        if (!attacks) {
          ids = ids(Views.toArray(input), batch, steps, table.size(0));
          dropWords(training);
        }
        Embedding.gather(Views.floats(table), size, ids, Views.floats(out), threads);
      } else {
        Floats in = Views.timeMajor(input, format(), ArrayType.FF_WORKING_MEM, workspaces);
        if (!attacks) {
          ids = idsOfRows(in, beside, batch, steps, table.size(0));
          dropWords(training);
        }
        besides(in, beside, Views.floats(table), size, ids, Views.floats(out), threads);
      }
      if (!attacks) {
        factors = training && layer.tokenDropout > 0 ? drawFactors(batch, steps) : new float[0];
      }
      scale(Views.floats(out), size, size + beside);
      if (attacks) {
        addNoise(Views.floats(out), size, size + beside);
      }
      return Views.batchMajor(out, format());
    }

    @Override
    public boolean isAdversarial() {
      return layer.adversarialNoise > 0;
    }

    /** The second pass drops the same. */
    @Override
    public void attack() {
      attacks = true;
    }

    private void addNoise(Floats rows, int size, int width) {
      for (int i = 0; i < noise.length; i++) {
        int at = i / size * width + i % size;
        rows.buffer().put(at, rows.buffer().get(at) + noise[i]);
      }
    }

    /**
     * The noise: for each row its gradient, scaled to the share of the length of its vectors.
     *
     * @param gradient (steps, batch, size) of the outputs, 0 where a step is masked
     */
    private float[] noiseAlong(Floats gradient, int batch, int size) {
      float[] along = new float[Math.multiplyExact(ids.length, size)];
      gradient.buffer().get(0, along);
      float[] vectors = new float[along.length];
      Floats given = Floats.of(vectors);
      Embedding.gather(Views.floats(getParam("W")), size, ids, given, threads);
      scale(given, size, size);
      for (int r = 0; r < batch; r++) {
        double squares = 0;
        double ofGradient = 0;
        for (int i = r; i < ids.length; i += batch) {
          for (int j = i * size; j < (i + 1) * size; j++) {
            ofGradient += (double) along[j] * along[j];
            squares += ids[i] == 0 ? 0 : (double) vectors[j] * vectors[j];
          }
        }
        double share =
            ofGradient == 0 ? 0 : layer.adversarialNoise * Math.sqrt(squares / ofGradient);
        for (int i = r; i < ids.length; i += batch) {
          for (int j = i * size; j < (i + 1) * size; j++) {
            along[j] = (float) (along[j] * share);
          }
        }
      }
      return along;
    }

    private void dropWords(boolean training) {
      if (!training || layer.wordDropout == 0) {
        return;
      }
      float[] draws = Views.toArray(Nd4j.rand(DataType.FLOAT, 1, ids.length));
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] != 0 && draws[i] < layer.wordDropout) {
          ids[i] = layer.unknown;
        }
      }
    }

    /** One draw for each id of a row: 0 or 1 / (the share kept). */
    private float[] drawFactors(int batch, int steps) {
      float[] draws = Views.toArray(Nd4j.rand(DataType.FLOAT, steps, batch));
      float[] drawn = new float[draws.length];
      for (int r = 0; r < batch; r++) {
        Map<Integer, Float> ofRow = new HashMap<>();
        for (int i = r; i < draws.length; i += batch) {
          float factor = draws[i] < layer.tokenDropout ? 0 : (float) (1 / (1 - layer.tokenDropout));
          Float before = ofRow.putIfAbsent(ids[i], factor);
          drawn[i] = before == null ? factor : before;
        }
      }
      return drawn;
    }

    /** Multiplies the first numbers, size of them, of each row by the factors of dropout. */
    private void scale(Floats rows, int size, int width) {
      for (int i = 0; i < factors.length; i++) {
        for (int j = i * width; j < i * width + size; j++) {
          rows.buffer().put(j, rows.buffer().get(j) * factors[i]);
        }
      }
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      INDArray weights = getParam("W");
      Floats table = Views.floats(weights);
      int rows = (int) weights.size(0);
      int width = (int) weights.size(1);
      return format() == RNNFormat.NCW
          ? Optional.of(() -> new Lookup(table, rows, width, beside))
          : Optional.empty();
    }

    @Override
    public int width() {
      return (int) getParam("W").size(1) + beside;
    }

    /**
     * @param rows (batch, steps)
     * @return (steps, batch)
     */
    private static int[] ids(float[] rows, int batch, int steps, long vocabulary) {
      int[] ids = new int[rows.length];
      for (int r = 0; r < batch; r++) {
        for (int t = 0; t < steps; t++) {
          ids[t * batch + r] = id(rows[r * steps + t], r, t, vocabulary);
        }
      }
      return ids;
    }

    private static int id(float id, int row, int step, long vocabulary) {
      if (!(id >= 0 && id < vocabulary)) {
        throw new IllegalArgumentException(
            "row %s, step %s: id %s is not one of 0 to %s"
                .formatted(row, step, id, vocabulary - 1));
      }
      return (int) id;
    }

    /**
     * @param in (steps, batch, 1 + beside)
     * @return (steps, batch)
     */
    private static int[] idsOfRows(Floats in, int beside, int batch, int steps, long vocabulary) {
      int[] ids = new int[Math.multiplyExact(steps, batch)];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = id(in.buffer().get(i * (1 + beside)), i % batch, i / batch, vocabulary);
      }
      return ids;
    }

    /**
     * Vectors of ids, each followed by the numbers beside it.
     *
     * @param out (ids, size + beside), overwritten
     */
    private static void besides(
        Floats in, int beside, Floats table, int size, int[] ids, Floats out, int threads) {
      Floats vectors = Floats.of((long) ids.length * size);
      Embedding.gather(table, size, ids, vectors, threads);
      for (int i = 0; i < ids.length; i++) {
        out.buffer().put(i * (size + beside), vectors.buffer(), i * size, size);
        out.buffer().put(i * (size + beside) + size, in.buffer(), i * (1 + beside) + 1, beside);
      }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      Floats epsilons = Views.timeMajor(epsilon, format(), ArrayType.BP_WORKING_MEM, workspaces);
      INDArray gradientOfTable = gradientViews.get("W");
      int size = (int) gradientOfTable.size(1);
      INDArray dx = null;
      if (beside > 0) {
        dx =
            workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD,
                DataType.FLOAT,
                new long[] {input.size(2), input.size(0), 1L + beside},
                'c');
        Floats both = epsilons;
        Floats rest = Views.floats(dx);
        epsilons = Floats.of((long) ids.length * size);
        for (int i = 0; i < ids.length; i++) {
          epsilons.buffer().put(i * size, both.buffer(), i * (size + beside), size);
          rest.buffer().put(i * (1 + beside), 0); // an id has no gradient
          rest.buffer()
              .put(i * (1 + beside) + 1, both.buffer(), i * (size + beside) + size, beside);
        }
      }
      if (isAdversarial() && !attacks) {
        noise = noiseAlong(epsilons, (int) input.size(0), size);
      }
      attacks = false;
      if (factors.length > 0) {
        if (beside == 0) {
          float[] own = new float[factors.length * size];
          epsilons.buffer().get(0, own);
          epsilons = Floats.of(own);
        }
        scale(epsilons, size, size);
      }
      if (layer.fixed) {
        gradientOfTable.assign(0);
      } else {
        Embedding.gradient(
            ids,
            size,
            epsilons,
            (int) gradientOfTable.size(0),
            Views.floats(gradientOfTable),
            threads);
      }
      Gradient gradient = new DefaultGradient();
      gradient.gradientForVariable().put("W", gradientOfTable);
      weightNoiseParams.clear();
      return new Pair<>(gradient, dx == null ? null : Views.batchMajor(dx, format()));
    }

    private RNNFormat format() {
      return layerConf().getOutputFormat();
    }

    /** The layer for predictions. */
    private static final class Lookup implements Stage {
      private final Floats table; // (rows, width)
      private final int rows;
      private final int width;
      private final int beside;
      private Floats out = Floats.of(0); // (steps, batch, width + beside)

      Lookup(Floats table, int rows, int width, int beside) {
        this.beside = beside;
        this.table = table;
        this.rows = rows;
        this.width = width;
      }

      @Override
      public Signal forward(Signal in, int threads) {
        Signal.Numbers x = in.numbers();
        if (beside > 0) {
          int steps = x.steps().getAsInt();
          out = out.atLeast((long) steps * x.batch() * (width + beside));
          besides(
              x.values(),
              beside,
              table,
              width,
              idsOfRows(x.values(), beside, x.batch(), steps, rows),
              out,
              threads);
          return x.with(width + beside, out);
        }
        float[] given = new float[x.batch() * x.width()];
        x.values().buffer().get(0, given);
        int[] ids = ids(given, x.batch(), x.width(), rows);
        return new Signal.Vectors(x.batch(), x.width(), ids, width, table, x.mask(), threads);
      }
    }
  }
}
