package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts step by step from what an encoder says of the past (Sutskever et al. 2014), in single
 * precision. A dense layer makes the first states of the encoder's vector; at each step recurrent
 * layers read what is known of the step, and the values of the step before, and a dense layer gives
 * the values. Not re-entrant.
 *
 * <p>Rows are the encoder's vector and the whole window behind it, (inputs + features * steps),
 * feature by feature; the last steps are those to forecast, and the first features the values of
 * the step before.
 */
public final class StepDecoder {

  /**
   * @param inputs numbers of the encoder's vector
   * @param features numbers of a step of the window
   * @param steps of the window
   * @param horizon of these, the last ones
   * @param columns values of a step, the first features
   * @param categories what becomes of features that are ids
   * @param cells the first reads the features of a step, each other the states of the one before
   */
  public record Form(
      int inputs,
      int features,
      int steps,
      int horizon,
      int columns,
      CategoryVectors categories,
      List<Cell> cells) {
    public Form {
      cells = List.copyOf(cells);
    }

    int row() {
      return inputs + features * steps;
    }

    int units() {
      return cells.get(cells.size() - 1).units();
    }
  }

  private final Form form;
  private final List<BridgedLayer> layers;
  private final Weights[] weights; // of the layers
  private final Dense out;
  private float[][] tables; // of categories

  // Of the last pass that keeps what its gradient needs.
  private float[] read; // (horizon, batch, features)
  private Decoder.Dropped dropped;

  /**
   * @param threads the most that it may use
   */
  public StepDecoder(Form form, int threads) {
    this.form = form;
    layers =
        form.cells().stream().map(cell -> new BridgedLayer(cell, form.inputs(), threads)).toList();
    weights = new Weights[layers.size()];
    out = new Dense(form.units(), form.columns(), Squash.IDENTITY, threads);
  }

  /**
   * @param parameters the tables of categories; for each cell W, R, b, peepholes where it has some,
   *     the weights of its first state, (inputs, parts * units), and their bias; then the weights
   *     of the values, (units, columns), and their bias. Matrices column by column
   */
  public void load(float[][] parameters) {
    int at = parameters.length - 2;
    out.load(Floats.of(parameters[at]), Floats.of(parameters[at + 1]));
    for (int l = layers.size() - 1; l >= 0; l--) {
      BridgedLayer layer = layers.get(l);
      at -= ofLayer(layer.cell);
      weights[l] = weights(layer.cell, parameters, at);
      int bridge = at + ofLayer(layer.cell) - 2;
      layer.bridge.load(Floats.of(parameters[bridge]), Floats.of(parameters[bridge + 1]));
    }
    tables = Arrays.copyOf(parameters, at);
  }

  private static int ofLayer(Cell cell) {
    return 5 + (cell.peepholes() > 0 ? 1 : 0);
  }

  private static Weights weights(Cell cell, float[][] parameters, int at) {
    return new Weights(
        Floats.of(parameters[at]),
        Floats.of(parameters[at + 1]),
        Floats.of(parameters[at + 2]),
        cell.peepholes() > 0 ? Floats.of(parameters[at + 3]) : Floats.of(0));
  }

  /**
   * What stands in the window of the steps to forecast, (horizon, batch, features).
   *
   * @param rows (batch, inputs + features * steps)
   */
  public float[] ahead(float[] rows, int batch) {
    float[] ahead = new float[form.horizon() * batch * form.features()];
    for (int k = 0; k < form.horizon(); k++) {
      for (int r = 0; r < batch; r++) {
        for (int f = 0; f < form.features(); f++) {
          ahead[(k * batch + r) * form.features() + f] =
              rows[at(r, f) + form.steps() - form.horizon() + k];
        }
      }
    }
    return ahead;
  }

  /** Where the steps of a feature begin in the rows. */
  private int at(int row, int feature) {
    return row * form.row() + form.inputs() + feature * form.steps();
  }

  /**
   * All steps at once, each reading what is given.
   *
   * @param ahead (horizon, batch, features)
   * @param dropping what is dropped of what the layers and the output read
   * @return (batch, horizon * columns), {@code step * columns + column}
   */
  public float[] forward(float[] rows, int batch, float[] ahead, Decoder.Dropped dropping) {
    int steps = form.horizon();
    read = ahead;
    dropped = dropping;
    Floats vectors = vectors(rows, batch);
    float[] in = embedded(ahead, steps, batch);
    for (int l = 0; l < layers.size(); l++) {
      BridgedLayer layer = layers.get(l);
      multiply(in, dropping.inputs()[l]);
      float[] states = new float[steps * batch * layer.cell.units()];
      layer.recurrent.forward(
          layer.recurrent.packing(steps, batch, null, false),
          Floats.of(in),
          weights[l],
          layer.initial(vectors, batch),
          null,
          Floats.of(states),
          null,
          /* keeps= */ true);
      in = states;
    }
    multiply(in, dropping.outputs());
    float[] values = out.forward(Floats.of(in), steps * batch);
    float[] y = new float[batch * steps * form.columns()];
    for (int k = 0; k < steps; k++) {
      for (int r = 0; r < batch; r++) {
        System.arraycopy(values, (k * batch + r) * out.width(), y, place(r, k), form.columns());
      }
    }
    return y;
  }

  private int place(int row, int step) {
    return (row * form.horizon() + step) * form.columns();
  }

  /**
   * Gradients of the last {@link #forward}, at most once after it.
   *
   * @param dy (batch, horizon * columns)
   * @param gradients of the parameters, zeros
   * @param dx (batch, inputs + features * steps), zeros; that of the window stays so
   */
  public void backward(float[] dy, int batch, float[][] gradients, float[] dx) {
    int steps = form.horizon();
    float[] given = new float[steps * batch * out.width()];
    for (int k = 0; k < steps; k++) {
      for (int r = 0; r < batch; r++) {
        System.arraycopy(dy, place(r, k), given, (k * batch + r) * out.width(), form.columns());
      }
    }
    int at = gradients.length - 2;
    float[] back = new float[steps * batch * form.units()];
    out.backward(
        given,
        steps * batch,
        Floats.of(gradients[at]),
        Floats.of(gradients[at + 1]),
        Floats.of(back));
    multiply(back, dropped.outputs());
    for (int l = layers.size() - 1; l >= 0; l--) {
      BridgedLayer layer = layers.get(l);
      at -= ofLayer(layer.cell);
      float[] ofInputs = new float[steps * batch * layer.cell.inputs()];
      State initial = layer.state(batch);
      layer.recurrent.backward(
          weights[l],
          Floats.of(back),
          null,
          weights(layer.cell, gradients, at),
          Floats.of(ofInputs),
          initial);
      multiply(ofInputs, dropped.inputs()[l]);
      int bridge = at + ofLayer(layer.cell) - 2;
      FloatBuffer ofVectors =
          layer
              .backward(
                  initial, batch, Floats.of(gradients[bridge]), Floats.of(gradients[bridge + 1]))
              .buffer();
      for (int i = 0; i < batch * form.inputs(); i++) {
        dx[i / form.inputs() * form.row() + i % form.inputs()] += ofVectors.get(i);
      }
      back = ofInputs;
    }
    form.categories()
        .backward(
            read,
            steps,
            batch,
            Optional.empty(),
            tables,
            back,
            gradients, // of which the first are those of the tables
            new float[read.length]);
  }

  /**
   * Step by step.
   *
   * @param ahead (horizon, batch, features); where a step reads what was forecast of the one before
   *     it, that is written there
   * @param own (horizon, batch), whether a step does so; the first ones never do
   * @return (batch, horizon * columns), {@code step * columns + column}
   */
  public float[] forecast(float[] rows, int batch, float[] ahead, boolean[] own) {
    int features = form.features();
    int columns = form.columns();
    Floats vectors = vectors(rows, batch);
    List<State> states = new ArrayList<>();
    layers.forEach(layer -> states.add(layer.initial(vectors, batch)));
    float[] y = new float[batch * form.horizon() * columns];
    for (int k = 0; k < form.horizon(); k++) {
      for (int r = 0; r < batch && k > 0; r++) {
        if (own[k * batch + r]) {
          System.arraycopy(y, place(r, k - 1), ahead, (k * batch + r) * features, columns);
        }
      }
      float[] in =
          embedded(
              Arrays.copyOfRange(ahead, k * batch * features, (k + 1) * batch * features),
              1,
              batch);
      for (int l = 0; l < layers.size(); l++) {
        BridgedLayer layer = layers.get(l);
        float[] next = new float[batch * layer.cell.units()];
        State after = layer.state(batch);
        layer.recurrent.forward(
            layer.recurrent.packing(1, batch, null, false),
            Floats.of(in),
            weights[l],
            states.get(l),
            null,
            Floats.of(next),
            after,
            /* keeps= */ false);
        states.set(l, after);
        in = next;
      }
      float[] values = out.forward(Floats.of(in), batch);
      for (int r = 0; r < batch; r++) {
        System.arraycopy(values, r * out.width(), y, place(r, k), columns);
      }
    }
    return y;
  }

  /**
   * The same, each step reading the forecast of the one before it, and the first one the last known
   * values.
   */
  public float[] forecast(float[] rows, int batch) {
    float[] ahead = ahead(rows, batch);
    for (int r = 0; r < batch; r++) {
      for (int c = 0; c < form.columns(); c++) {
        ahead[r * form.features() + c] = rows[at(r, c) + form.steps() - form.horizon() - 1];
      }
    }
    boolean[] own = new boolean[form.horizon() * batch];
    Arrays.fill(own, true);
    return forecast(rows, batch, ahead, own);
  }

  private Floats vectors(float[] rows, int batch) {
    float[] vectors = new float[batch * form.inputs()];
    for (int r = 0; r < batch; r++) {
      System.arraycopy(rows, r * form.row(), vectors, r * form.inputs(), form.inputs());
    }
    return Floats.of(vectors);
  }

  /** What the first layer reads, (steps, batch, inputs). */
  private float[] embedded(float[] ahead, int steps, int batch) {
    float[] embedded = new float[steps * batch * form.categories().outputs()];
    form.categories().forward(ahead, steps, batch, Optional.empty(), tables, embedded);
    return embedded;
  }

  /** Nothing without factors. */
  private static void multiply(float[] numbers, float[] factors) {
    for (int i = 0; factors != null && i < factors.length; i++) {
      numbers[i] *= factors[i];
    }
  }
}
