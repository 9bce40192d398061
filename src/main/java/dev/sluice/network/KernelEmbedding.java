package dev.sluice.network;

import dev.sluice.kernel.Embedding;
import dev.sluice.kernel.Floats;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
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

/**
 * DL4J's embedding, without bias and activation, computed by {@link Embedding}. Its table stands
 * row by row, where the stock layer's stands column by column: the vector of an id is one piece of
 * memory. {@link StockNetwork} turns it round.
 */
final class KernelEmbedding extends BaseWrapperLayer {
  private static final long serialVersionUID = 1L;

  private int threads;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelEmbedding() {}

  /**
   * @param threads the most that a pass may use
   */
  KernelEmbedding(EmbeddingSequenceLayer stock, int threads) {
    super(stock);
    this.threads = threads;
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
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
    if (dataType != DataType.FLOAT) {
      return underlying.instantiate(inner, listeners, index, parameters, initialize, dataType);
    }
    Running layer = new Running(inner, threads);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(RowByRow.INSTANCE.init(inner, parameters, initialize));
    layer.setConf(inner);
    return layer;
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
      implements Stage.Source {
    private static final long serialVersionUID = 1L;

    private final int threads;
    private transient int[] ids = {}; // (steps, batch)

    Running(NeuralNetConfiguration conf, int threads) {
      super(conf, DataType.FLOAT);
      this.threads = threads;
    }

    /** DL4J hands on its own configuration, whose layer is the wrapper, when it freezes a layer. */
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
      ids = ids(Views.toArray(input), batch, steps, table.size(0));
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {steps, batch, table.size(1)}, 'c');
      Embedding.gather(Views.floats(table), (int) table.size(1), ids, Views.floats(out), threads);
      return Views.batchMajor(out, format());
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      INDArray weights = getParam("W");
      Floats table = Views.floats(weights);
      int rows = (int) weights.size(0);
      int width = (int) weights.size(1);
      return format() == RNNFormat.NCW
          ? Optional.of(() -> new Lookup(table, rows, width))
          : Optional.empty();
    }

    @Override
    public int width() {
      return (int) getParam("W").size(1);
    }

    /**
     * @param rows (batch, steps)
     * @return (steps, batch)
     */
    private static int[] ids(float[] rows, int batch, int steps, long vocabulary) {
      int[] ids = new int[rows.length];
      for (int r = 0; r < batch; r++) {
        for (int t = 0; t < steps; t++) {
          float id = rows[r * steps + t];
          if (!(id >= 0 && id < vocabulary)) {
            throw new IllegalArgumentException(
                "row %s, step %s: id %s is not one of 0 to %s".formatted(r, t, id, vocabulary - 1));
          }
          ids[t * batch + r] = (int) id;
        }
      }
      return ids;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      Floats epsilons = Views.timeMajor(epsilon, format(), ArrayType.BP_WORKING_MEM, workspaces);
      INDArray gradientOfTable = gradientViews.get("W");
      Embedding.gradient(
          ids,
          (int) gradientOfTable.size(1),
          epsilons,
          (int) gradientOfTable.size(0),
          Views.floats(gradientOfTable),
          threads);
      Gradient gradient = new DefaultGradient();
      gradient.gradientForVariable().put("W", gradientOfTable);
      weightNoiseParams.clear();
      return new Pair<>(gradient, null);
    }

    private RNNFormat format() {
      return layerConf().getOutputFormat();
    }

    /** The layer, predicting. */
    private static final class Lookup implements Stage {
      private final Floats table; // (rows, width)
      private final int rows;
      private final int width;
      private Floats out = Floats.of(0); // (steps, batch, width)

      Lookup(Floats table, int rows, int width) {
        this.table = table;
        this.rows = rows;
        this.width = width;
      }

      @Override
      public Signal forward(Signal in, int threads) {
        Signal.Numbers x = in.numbers();
        float[] given = new float[x.batch() * x.width()];
        x.values().buffer().get(0, given);
        out = out.atLeast((long) given.length * width);
        Embedding.gather(table, width, ids(given, x.batch(), x.width(), rows), out, threads);
        return new Signal.Numbers(
            x.batch(), OptionalInt.of(x.width()), width, out, x.mask(), false);
      }
    }
  }
}
