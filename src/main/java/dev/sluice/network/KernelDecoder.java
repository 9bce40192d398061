package dev.sluice.network;

import dev.sluice.kernel.BeamSearch;
import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.SparseSoftmax;
import dev.sluice.shape.TextAttention;
import dev.sluice.shape.TextOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * An output that writes texts, computed by {@link Decoder}. Features are the encoder's outputs;
 * labels are the ids of the text and of its end, followed by -1. In training the decoder reads the
 * true labels before each, or some of its own. The output that DL4J gets consists of the
 * probabilities of the first id, (batch, ids); texts come from {@link Inference}.
 */
final class KernelDecoder extends SparseOutput {
  private static final long serialVersionUID = 1L;

  private final transient DecoderPlan plan;
  private final transient TeacherForcing forcing;
  private final int threads;

  private KernelDecoder(Builder builder) {
    super(builder);
    plan = builder.plan;
    forcing = builder.forcing;
    threads = builder.threads;
  }

  /** The stock layer's builder can only be used for stock layers. */
  static final class Builder extends BaseOutputLayer.Builder<Builder> {
    private final DecoderPlan plan;
    private final TeacherForcing forcing;
    private final int threads;

    /**
     * @param loss a cross-entropy
     * @param threads the most that a pass may use
     */
    Builder(ILossFunction loss, DecoderPlan plan, TeacherForcing forcing, int threads) {
      super(loss);
      this.plan = plan;
      this.forcing = forcing;
      this.threads = threads;
    }

    @Override
    @SuppressWarnings("unchecked") // DL4J's signature
    public <E extends Layer> E build() {
      return (E) new KernelDecoder(this);
    }
  }

  @Override
  Running<?> running(NeuralNetConfiguration conf) {
    return new Texts(conf, plan, forcing, threads);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String key) {
    return new DecoderParameters(plan).penalties(key);
  }

  @Override
  public ParamInitializer initializer() {
    return new DecoderParameters(plan);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(getNOut());
  }

  private static final class Texts extends Running<KernelDecoder> {
    private static final long serialVersionUID = 1L;

    private final transient DecoderPlan plan;
    private final transient TeacherForcing forcing;
    private final transient DecoderParameters parameters;
    private final transient Decoder decoder;

    Texts(NeuralNetConfiguration conf, DecoderPlan plan, TeacherForcing forcing, int threads) {
      super(conf);
      this.plan = plan;
      this.forcing = forcing;
      parameters = new DecoderParameters(plan);
      decoder = new Decoder(plan.form(), threads);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      int[] starts = new int[batch];
      Arrays.fill(starts, plan.text().start());
      Floats first = decoder.write(source(training, workspaces)).next(starts);
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {batch, plan.text().ids()}, 'c');
      Views.floats(out).buffer().put(0, first.buffer(), 0, batch * plan.text().ids());
      return out;
    }

    @Override
    int[] labelsOfSteps() {
      return idsOf(Views.toArray(labels), (int) input.size(0), plan);
    }

    @Override
    double lossAndGradients(
        int[] ids, float scale, Floats inputGradient, LayerWorkspaceMgr workspaces) {
      Decoder.Source source = source(true, workspaces);
      return decoder.lossAndGradients(
          source,
          ids,
          before(source, ids),
          new Decoder.Dropped(
              inputs(ids.length),
              Dropouts.factors(ids.length * plan.units(), plan.spec().outputDropout())),
          scale,
          parameters.kernel(key -> Views.floats(gradientViews.get(key))),
          inputGradient);
    }

    @Override
    double loss(int[] ids, boolean training, LayerWorkspaceMgr workspaces) {
      return decoder.loss(source(training, workspaces), ids);
    }

    /** In the form of {@link Decoder.Dropped}. */
    private float[][] inputs(int steps) {
      List<Cell> cells = plan.form().cells();
      float[][] inputs = new float[cells.size()][];
      for (int l = 0; l < inputs.length; l++) {
        inputs[l] = Dropouts.factors(steps * cells.get(l).inputs(), plan.spec().inputDropout(l));
      }
      return inputs;
    }

    /** (steps, batch) */
    private int[] before(Decoder.Source source, int[] ids) {
      double ratio = forcing.ratio(getIterationCount());
      if (ratio >= 1) {
        return decoder.before(ids, source.batch());
      }
      boolean[] own = new boolean[ids.length];
      float[] draws = Views.toArray(Nd4j.rand(DataType.FLOAT, ids.length));
      for (int i = 0; i < draws.length; i++) {
        own[i] = draws[i] >= ratio;
      }
      return decoder.mixed(source, ids, own);
    }

    /** Also loads the weights. */
    private Decoder.Source source(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      decoder.load(parameters.kernel(key -> parameter(key, training, workspaces)));
      return new Decoder.Source(
          features(workspaces), (int) input.size(2), (int) input.size(0), mask());
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      maskArray = mask;
      return new Pair<>(null, state);
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      Decoder.Parameters copied =
          parameters.kernel(key -> Floats.of(Views.toArray(getParam(key).transpose())));
      return Optional.of(() -> new Predicting(plan, copied));
    }

    @Override
    public int width() {
      int widest = plan.form().cells().stream().mapToInt(Cell::units).max().orElseThrow();
      return Math.max(plan.inputs(), widest);
    }

    /**
     * The numbers for each text in the beam: probabilities, state, context and the inputs of the
     * softmax.
     */
    @Override
    public long beside() {
      int ofText = plan.text().ids() + plan.inputs() + plan.units();
      for (Cell cell : plan.form().cells()) {
        ofText += Decoder.Form.parts(cell) * cell.units();
      }
      return (long) plan.text().width() * ofText;
    }
  }

  /** (steps, batch), in the form of {@link Decoder}. */
  private static int[] idsOf(float[] labels, int batch, DecoderPlan plan) {
    int[] ids = timeMajor(labels, batch, plan.text().ids());
    for (int i = batch; i < ids.length; i++) {
      if (ids[i - batch] == SparseSoftmax.NONE && ids[i] != SparseSoftmax.NONE) {
        throw new IllegalArgumentException(
            "row %s, step %s: label %s stands behind the end"
                .formatted(i % batch, i / batch, ids[i]));
      }
    }
    return ids;
  }

  private static TextOutput.Written written(BeamSearch.Found found) {
    return new TextOutput.Written(
        found.ids(),
        found.attended().stream()
            .map(at -> new TextOutput.Attended(at.step(), at.weight()))
            .toList(),
        (float) found.logProbability(),
        (float) found.score());
  }

  /** The layer writing texts, or scoring given ones; rows are those of {@link TextOutput}. */
  private static final class Predicting implements Stage.Taught {
    private final DecoderPlan plan;
    private final Decoder decoder;

    Predicting(DecoderPlan plan, Decoder.Parameters parameters) {
      this.plan = plan;
      decoder = new Decoder(plan.form(), 1);
      decoder.load(parameters);
    }

    @Override
    public Signal forward(Signal in, int threads) {
      return forward(in, Optional.empty(), /* writes= */ true, threads);
    }

    @Override
    public Signal forward(Signal in, Optional<float[]> labels, boolean writes, int threads) {
      Signal.Numbers x = in.numbers();
      Decoder.Source source = source(x);
      List<List<BeamSearch.Found>> found =
          writes ? new BeamSearch(plan.search()).run(decoder, source) : List.of();
      int batch = x.batch();
      int[] ids = labels.map(given -> idsOf(given, batch, plan)).orElse(new int[0]);
      double[] logLoss = new double[ids.length];
      boolean[] right = new boolean[ids.length];
      if (ids.length > 0) {
        decoder.loss(source, ids, logLoss, right);
      }
      float[][] rows = new float[batch][];
      int widest = 0;
      for (int r = 0; r < batch; r++) {
        List<Float> ofLabels = new ArrayList<>();
        int rightOnes = 0;
        for (int at = r; at < ids.length && ids[at] != SparseSoftmax.NONE; at += batch) {
          ofLabels.add((float) logLoss[at]);
          rightOnes += right[at] ? 1 : 0;
        }
        List<TextOutput.Written> texts =
            writes ? found.get(r).stream().map(KernelDecoder::written).toList() : List.of();
        rows[r] = new TextOutput(ofLabels, rightOnes, texts).toNumbers();
        widest = Math.max(widest, rows[r].length);
      }
      Floats out = Floats.of((long) batch * widest);
      for (int r = 0; r < batch; r++) {
        out.buffer().put(r * widest, rows[r]);
      }
      return Signal.Numbers.rows(batch, widest, out);
    }

    private static Decoder.Source source(Signal.Numbers x) {
      return new Decoder.Source(x.values(), x.steps().getAsInt(), x.batch(), x.mask().orElse(null));
    }

    @Override
    public List<TextAttention> attention(Signal in) {
      if (plan.form().scoring().isEmpty()) {
        return List.of();
      }
      Decoder.Source source = source(in.numbers());
      List<TextOutput.Written> best =
          new BeamSearch(plan.search())
              .run(decoder, source).stream().map(found -> written(found.get(0))).toList();
      int batch = source.batch();
      int steps = 1 + best.stream().mapToInt(text -> text.ids().size()).max().orElse(0);
      int[] labels = new int[steps * batch];
      Arrays.fill(labels, SparseSoftmax.NONE);
      for (int r = 0; r < batch; r++) {
        List<Integer> ids = best.get(r).ids();
        for (int t = 0; t <= ids.size(); t++) {
          labels[t * batch + r] = t < ids.size() ? ids.get(t) : plan.text().end();
        }
      }
      float[][] weights = decoder.attention(source, labels);
      List<TextAttention> attention = new ArrayList<>();
      for (int r = 0; r < batch; r++) {
        attention.add(new TextAttention(best.get(r), rows(source, r, best.get(r), weights[r])));
      }
      return attention;
    }

    /** (tokens)(steps of the source) */
    private static List<float[]> rows(
        Decoder.Source source, int row, TextOutput.Written text, float[] weights) {
      List<float[]> rows = new ArrayList<>();
      int at = 0;
      for (int t = 0; t < text.ids().size(); t++) {
        float[] ofToken = new float[source.steps()];
        for (int s = 0; s < ofToken.length; s++) {
          if (source.mask() == null || source.mask()[row * ofToken.length + s] != 0) {
            ofToken[s] = weights[at++];
          }
        }
        rows.add(ofToken);
      }
      return rows;
    }
  }
}
