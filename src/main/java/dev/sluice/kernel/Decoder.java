package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes a sequence of ids from an encoder's output for a source, in single precision. A dense
 * layer computes the initial state from the encoder's first and last step; a recurrent layer reads
 * the previous ids; attention looks at the encoder's steps, global as in Luong et al. 2015
 * (equation 5: out = tanh(W [context; h] + b)), and a softmax gives the next id. Masked steps do
 * not exist for the decoder. Not re-entrant.
 */
public final class Decoder {
  private static final int PADDING = 0; // read after a sequence has ended; its gradient is 0
  private static final long WORTH_A_THREAD = 200_000; // products

  /** How a state of the decoder scores a step of the encoder. */
  public enum Scoring {
    /** v tanh(Q h + K e + b), Bahdanau et al. 2015. */
    ADDITIVE,
    /** h e; both have as many numbers. */
    DOT,
    /** h K e, Luong et al. 2015. */
    GENERAL
  }

  /**
   * @param inputs numbers of a step of the encoder
   * @param ids that can be written, 0 to ids - 1
   * @param start the id that precedes each sequence
   * @param cells the first reads embedded ids, each other the states of the one before
   * @param scoring of the last cell's states; empty for no attention: then the softmax sees them
   *     directly
   */
  public record Form(int inputs, int ids, int start, List<Cell> cells, Optional<Scoring> scoring) {
    public Form {
      cells = List.copyOf(cells);
    }

    /** The size of an embedded id. */
    public int embedded() {
      return cells.get(0).inputs();
    }

    /** The units of the last cell. */
    public int units() {
      return cells.get(cells.size() - 1).units();
    }

    /** The number of parts of a cell's state, each of as many units. */
    public static int parts(Cell cell) {
      return cell instanceof Cell.Lstm ? 2 : 1;
    }
  }

  /**
   * The weights of a recurrent layer, or their gradients.
   *
   * @param bridge (parts * units, 2 * inputs), computes its initial state
   * @param bridgeBias (parts * units)
   */
  public record LayerParameters(Weights cell, Floats bridge, Floats bridgeBias) {}

  /**
   * The weights, or their gradients; matrices stand row by row, (outputs, inputs), DL4J's column by
   * column. Those that the form does not need are empty.
   *
   * @param embedding (ids, embedded)
   * @param layers as many as cells
   * @param keys (units, inputs)
   * @param keysBias (units), of additive attention
   * @param query (units, units), of additive attention
   * @param energy (units) v, of additive attention
   * @param combine (units, inputs + units)
   * @param combineBias (units)
   * @param out (ids, units)
   * @param outBias (ids)
   */
  public record Parameters(
      Floats embedding,
      List<LayerParameters> layers,
      Floats keys,
      Floats keysBias,
      Floats query,
      Floats energy,
      Floats combine,
      Floats combineBias,
      Floats out,
      Floats outBias) {}

  /**
   * An encoder's output for a batch.
   *
   * @param values (steps, batch, inputs)
   * @param mask (batch, steps), row by row, 0 where a step is left out; or null if none is
   */
  public record Source(Floats values, int steps, int batch, float[] mask) {}

  /**
   * Dropout factors of training, 0 where a number is dropped; null where none is.
   *
   * @param inputs (cells)(steps, batch, cell.inputs), of the inputs of each recurrent layer
   * @param outputs (steps, batch, units), of the inputs of the softmax
   */
  public record Dropped(float[][] inputs, float[] outputs) {
    public static Dropped nothing(int cells) {
      return new Dropped(new float[cells][], null);
    }
  }

  /**
   * The step of the source with the largest attention weight.
   *
   * @param step from 0, counting masked ones
   * @param weight its share of the total
   */
  public record Attended(int step, float weight) {}

  private final Form form;
  private final int units;
  private final int threads;
  private final List<BridgedLayer> layers;
  private final Dense keys; // null if keys are the encoder's steps, or not needed
  private final Dense query; // null unless additive
  private final Dense combine; // null without attention
  private final SparseSoftmax softmax;
  private final int inputWidth;
  private final int width; // of keys and queries
  private final Floats noBias;
  private DecoderAttention[] attentions = {};
  private Parameters parameters;

  // Of the source, by row: its unmasked steps.
  private int[][] places; // (batch)(steps): row of (steps, batch)
  private float[][] encoded; // (batch)(steps, inputWidth)
  private float[][] keysOf; // (batch)(steps, width)
  private float[] energy = {}; // (width)

  // Of the last pass over labels.
  private int[] there; // steps of the source that are not masked, ascending
  private int[][] thereOf; // (batch)(indices of there)
  private int[] asked; // labelled steps, ascending
  private int[][] askedOf; // (batch)(indices of asked)
  private float[][] queriesOf; // (batch)(labelled steps, width)
  private float[][] weightsOf; // (batch)(labelled steps, steps padded)
  private int[] read; // (steps, batch)
  private Floats outputs; // (steps, batch, units), what the softmax sees

  public Decoder(Form form, int threads) {
    this.form = form;
    this.threads = threads;
    units = form.units();
    layers =
        form.cells().stream()
            .map(cell -> new BridgedLayer(cell, 2 * form.inputs(), threads))
            .toList();
    boolean attends = form.scoring().isPresent();
    boolean dot = form.scoring().equals(Optional.of(Scoring.DOT));
    if (dot && form.inputs() != units) {
      throw new IllegalArgumentException("dot needs as many inputs as units");
    }
    boolean additive = form.scoring().equals(Optional.of(Scoring.ADDITIVE));
    keys = attends && !dot ? new Dense(form.inputs(), units, Squash.IDENTITY, threads) : null;
    query = additive ? new Dense(units, units, Squash.IDENTITY, threads) : null;
    combine = attends ? new Dense(form.inputs() + units, units, Squash.TANH, threads) : null;
    softmax = new SparseSoftmax(units, form.ids());
    Gemm gemm = Gemm.best();
    inputWidth = gemm.padded(form.inputs());
    width = gemm.padded(units);
    noBias = Floats.of(units);
  }

  public Form form() {
    return form;
  }

  public void load(Parameters weights) {
    parameters = weights;
    for (int l = 0; l < layers.size(); l++) {
      LayerParameters of = weights.layers().get(l);
      layers.get(l).bridge.load(of.bridge(), of.bridgeBias());
    }
    if (keys != null) {
      keys.load(weights.keys(), query == null ? noBias : weights.keysBias());
    }
    if (query != null) {
      query.load(weights.query(), noBias);
      energy = new float[width];
      weights.energy().buffer().get(0, energy, 0, units);
    }
    if (combine != null) {
      combine.load(weights.combine(), weights.combineBias());
    }
    softmax.load(weights.out(), weights.outBias(), threads);
  }

  /**
   * The sum of -ln p over the labels, where p is the probability of each given those before it.
   *
   * @param labels (steps, batch): an id, or {@link SparseSoftmax#NONE} after the end
   */
  public double loss(Source source, int[] labels) {
    teach(source, labels, before(labels, source.batch()), Dropped.nothing(layers.size()), false);
    return softmax.loss(outputs, labels, threads);
  }

  /**
   * -ln p of each label, and whether it is the most probable id.
   *
   * @param logLoss (steps, batch), overwritten; 0 where there is no label
   * @param right (steps, batch), overwritten
   */
  public void loss(Source source, int[] labels, double[] logLoss, boolean[] right) {
    teach(source, labels, before(labels, source.batch()), Dropped.nothing(layers.size()), false);
    int batch = source.batch();
    Floats row = Floats.of((long) batch * units);
    Floats probabilities = Floats.of((long) batch * form.ids());
    for (int t = 0; t < labels.length / batch; t++) {
      row.buffer().put(0, outputs.buffer(), t * batch * units, batch * units);
      softmax.probabilities(row, batch, probabilities, threads);
      for (int r = 0; r < batch; r++) {
        int label = labels[t * batch + r];
        if (label == SparseSoftmax.NONE) {
          continue;
        }
        float p = probabilities.buffer().get(r * form.ids() + label);
        boolean most = true;
        for (int k = 0; k < form.ids() && most; k++) {
          float other = probabilities.buffer().get(r * form.ids() + k);
          most = !(other > p || other == p && k < label);
        }
        logLoss[t * batch + r] = -Math.log(Math.max(p, Float.MIN_VALUE));
        right[t * batch + r] = most;
      }
    }
  }

  /**
   * The same as {@link #loss(Source, int[])}, and its gradients.
   *
   * @param scale by which gradients are multiplied, not the loss
   * @param gradients overwritten
   * @param sourceGradient (steps, batch, inputs), overwritten; 0 where a step is left out
   */
  public double lossAndGradients(
      Source source, int[] labels, float scale, Parameters gradients, Floats sourceGradient) {
    return lossAndGradients(
        source,
        labels,
        before(labels, source.batch()),
        Dropped.nothing(layers.size()),
        scale,
        gradients,
        sourceGradient);
  }

  /**
   * The same if the ids that are read before the labels differ from the labels, or numbers are
   * dropped; no gradient goes through the choice of ids.
   *
   * @param before (steps, batch): the id that is read before each label
   */
  public double lossAndGradients(
      Source source,
      int[] labels,
      int[] before,
      Dropped dropped,
      float scale,
      Parameters gradients,
      Floats sourceGradient) {
    teach(source, labels, before, dropped, true);
    int batch = source.batch();
    int steps = labels.length / batch;
    Floats outputGradient = Floats.of((long) steps * batch * units);
    double loss =
        softmax.lossAndGradients(
            outputs, labels, scale, gradients.out(), gradients.outBias(), outputGradient, threads);
    multiply(outputGradient, dropped.outputs());
    sourceGradient.buffer().put(0, new float[source.steps() * batch * form.inputs()]);
    Floats stateGradient =
        combine == null
            ? outputGradient
            : attentionGradients(source, outputGradient, gradients, sourceGradient);

    for (int l = layers.size() - 1; l >= 0; l--) {
      BridgedLayer layer = layers.get(l);
      Floats inputGradient = Floats.of((long) steps * batch * layer.cell.inputs());
      State initialGradient = layer.state(batch);
      layer.recurrent.backward(
          parameters.layers().get(l).cell(),
          stateGradient,
          null,
          gradients.layers().get(l).cell(),
          inputGradient,
          initialGradient);
      multiply(inputGradient, dropped.inputs()[l]);
      bridgeGradients(source, layer, initialGradient, gradients.layers().get(l), sourceGradient);
      stateGradient = inputGradient;
    }
    Embedding.gradient(
        read, form.embedded(), stateGradient, form.ids(), gradients.embedding(), threads);
    return loss;
  }

  /** (steps, batch): the label before each, at first the start. */
  public int[] before(int[] labels, int batch) {
    int[] before = new int[labels.length];
    Arrays.fill(before, 0, Math.min(batch, before.length), form.start());
    System.arraycopy(labels, 0, before, batch, labels.length - batch);
    return before;
  }

  /**
   * The ids to read before each label: some are the true ones, the others the decoder's own most
   * probable ids (scheduled sampling, Bengio et al. 2015).
   *
   * @param labels (steps, batch): an id, or {@link SparseSoftmax#NONE} after the end
   * @param own (steps, batch): whether its own id is read before a label; the first is the start
   * @return (steps, batch)
   */
  public int[] mixed(Source source, int[] labels, boolean[] own) {
    int batch = source.batch();
    int[] before = before(labels, batch);
    Writing writing = write(source);
    for (int at = batch; at < labels.length; at += batch) {
      int[] last = Arrays.copyOfRange(before, at - batch, at);
      for (int r = 0; r < batch; r++) {
        last[r] = Math.max(PADDING, last[r]);
      }
      Floats probabilities = writing.next(last);
      for (int r = 0; r < batch; r++) {
        if (own[at + r] && labels[at + r] != SparseSoftmax.NONE) {
          before[at + r] = mostProbable(probabilities, r);
        }
      }
    }
    return before;
  }

  private int mostProbable(Floats probabilities, int row) {
    int most = 0;
    for (int id = 1; id < form.ids(); id++) {
      most =
          probabilities.buffer().get(row * form.ids() + id)
                  > probabilities.buffer().get(row * form.ids() + most)
              ? id
              : most;
    }
    return most;
  }

  /** Computes {@link #outputs} for the labels. */
  private void teach(Source source, int[] labels, int[] before, Dropped dropped, boolean keeps) {
    int batch = source.batch();
    int steps = labels.length / batch;
    read(source);
    read = new int[labels.length];
    float[] there = new float[labels.length]; // (batch, steps)
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < batch; r++) {
        boolean labelled = labels[t * batch + r] != SparseSoftmax.NONE;
        there[r * steps + t] = labelled ? 1 : 0;
        read[t * batch + r] = labelled ? before[t * batch + r] : PADDING;
      }
    }
    Floats states = Floats.of((long) labels.length * form.embedded());
    Embedding.gather(parameters.embedding(), form.embedded(), read, states, threads);
    for (int l = 0; l < layers.size(); l++) {
      BridgedLayer layer = layers.get(l);
      multiply(states, dropped.inputs()[l]);
      Floats next = Floats.of((long) labels.length * layer.cell.units());
      layer.recurrent.forward(
          layer.recurrent.packing(steps, batch, there, false),
          states,
          parameters.layers().get(l).cell(),
          initial(source, layer),
          null,
          next,
          null,
          keeps);
      states = next;
    }
    outputs =
        combine == null
            ? states
            : attend(
                states,
                batch,
                IntStream.range(0, batch).toArray(),
                IntStream.range(0, labels.length)
                    .filter(i -> labels[i] != SparseSoftmax.NONE)
                    .toArray());
    multiply(outputs, dropped.outputs());
  }

  /** Does nothing without factors. */
  private static void multiply(Floats numbers, float[] factors) {
    if (factors != null) {
      FloatBuffer buffer = numbers.buffer();
      for (int i = 0; i < factors.length; i++) {
        buffer.put(i, buffer.get(i) * factors[i]);
      }
    }
  }

  /** Separates the steps of a source by row, and computes their keys. */
  private void read(Source source) {
    int batch = source.batch();
    places = new int[batch][];
    for (int r = 0; r < batch; r++) {
      int row = r;
      places[r] =
          IntStream.range(0, source.steps())
              .filter(s -> source.mask() == null || source.mask()[row * source.steps() + s] != 0)
              .map(s -> s * batch + row)
              .toArray();
    }
    if (combine == null) {
      return;
    }
    encoded = rows(source.values(), form.inputs(), inputWidth);
    if (keys == null) {
      keysOf = encoded;
      return;
    }
    there = Arrays.stream(places).flatMapToInt(Arrays::stream).sorted().toArray();
    thereOf = byRow(there, batch);
    float[] computed = keys.forward(only(there, source.values(), form.inputs()), there.length);
    keysOf = new float[batch][];
    for (int r = 0; r < batch; r++) {
      keysOf[r] = new float[thereOf[r].length * width];
      for (int s = 0; s < thereOf[r].length; s++) {
        System.arraycopy(computed, thereOf[r][s] * width, keysOf[r], s * width, units);
      }
    }
  }

  /**
   * Which of the places belong to each row, in order.
   *
   * @param places of (steps, rows), ascending
   * @return (rows)(indices of places)
   */
  private static int[][] byRow(int[] places, int rows) {
    int[] counts = new int[rows];
    for (int place : places) {
      counts[place % rows]++;
    }
    int[][] byRow = new int[rows][];
    Arrays.setAll(byRow, r -> new int[counts[r]]);
    Arrays.fill(counts, 0);
    for (int i = 0; i < places.length; i++) {
      int r = places[i] % rows;
      byRow[r][counts[r]++] = i;
    }
    return byRow;
  }

  /** The numbers at some places: (places, size). */
  private static Floats only(int[] places, Floats values, int size) {
    Floats only = Floats.of((long) places.length * size);
    for (int i = 0; i < places.length; i++) {
      only.buffer().put(i * size, values.buffer(), places[i] * size, size);
    }
    return only;
  }

  /** The inverse; other places are left as they are. */
  private static void put(Floats only, int[] places, Floats values, int size) {
    for (int i = 0; i < places.length; i++) {
      values.buffer().put(places[i] * size, only.buffer(), i * size, size);
    }
  }

  /** (batch)(unmasked steps, padded) */
  private float[][] rows(Floats values, int size, int padded) {
    float[][] rows = new float[places.length][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = new float[places[r].length * padded];
      for (int s = 0; s < places[r].length; s++) {
        values.buffer().get(places[r][s] * size, rows[r], s * padded, size);
      }
    }
    return rows;
  }

  /** The first and the last step: in a bidirectional layer, each of these has seen all others. */
  private State initial(Source source, BridgedLayer layer) {
    int batch = source.batch();
    int inputs = form.inputs();
    Floats ends = Floats.of(2L * batch * inputs);
    for (int r = 0; r < batch; r++) {
      int last = places[r].length - 1;
      if (last >= 0) {
        ends.buffer().put(2 * r * inputs, source.values().buffer(), places[r][0] * inputs, inputs);
        ends.buffer()
            .put((2 * r + 1) * inputs, source.values().buffer(), places[r][last] * inputs, inputs);
      }
    }
    return layer.initial(ends, batch);
  }

  private void bridgeGradients(
      Source source,
      BridgedLayer layer,
      State initialGradient,
      LayerParameters gradients,
      Floats sourceGradient) {
    int batch = source.batch();
    int inputs = form.inputs();
    Floats ends =
        layer.backward(initialGradient, batch, gradients.bridge(), gradients.bridgeBias());
    for (int r = 0; r < batch; r++) {
      int last = places[r].length - 1;
      if (last >= 0) {
        add(ends, 2 * r * inputs, sourceGradient, places[r][0] * inputs, inputs);
        add(ends, (2 * r + 1) * inputs, sourceGradient, places[r][last] * inputs, inputs);
      }
    }
  }

  private static void add(Floats from, int at, Floats to, int toAt, int n) {
    for (int j = 0; j < n; j++) {
      to.buffer().put(toAt + j, to.buffer().get(toAt + j) + from.buffer().get(at + j));
    }
  }

  /**
   * The inputs of the softmax for some states.
   *
   * @param states (steps, rows, units)
   * @param sources (rows): the source that each looks at
   * @param places of (steps, rows), ascending: the states that are asked for
   * @return (steps, rows, units); 0 for all others
   */
  private Floats attend(Floats states, int rows, int[] sources, int[] places) {
    asked = places;
    askedOf = byRow(asked, rows);
    int joined = form.inputs() + units;
    Floats those = only(asked, states, units);
    float[] queries = query == null ? null : query.forward(those, asked.length);
    queriesOf = new float[rows][];
    weightsOf = new float[rows][];
    Floats both = Floats.of((long) asked.length * joined); // context, then state
    run(
        rows,
        (attention, r) -> {
          int[] ofRow = askedOf[r];
          queriesOf[r] = new float[ofRow.length * width];
          for (int t = 0; t < ofRow.length; t++) {
            if (queries == null) {
              those.buffer().get(ofRow[t] * units, queriesOf[r], t * width, units);
            } else {
              System.arraycopy(queries, ofRow[t] * width, queriesOf[r], t * width, units);
            }
          }
          int count = this.places[sources[r]].length;
          weightsOf[r] = new float[ofRow.length * attention.row(count)];
          float[] context = new float[ofRow.length * inputWidth];
          if (count > 0) {
            attention.forward(
                encoded[sources[r]],
                keysOf[sources[r]],
                count,
                queriesOf[r],
                ofRow.length,
                energy,
                weightsOf[r],
                context);
          }
          for (int t = 0; t < ofRow.length; t++) {
            both.buffer().put(ofRow[t] * joined, context, t * inputWidth, form.inputs());
          }
        });
    for (int i = 0; i < asked.length; i++) {
      both.buffer().put(i * joined + form.inputs(), those.buffer(), i * units, units);
    }
    combine.store(combine.forward(both, asked.length), asked.length, those);
    Floats seen = Floats.of(states.buffer().capacity());
    put(those, asked, seen, units);
    return seen;
  }

  /** Leaves the gradient of the states, and adds to that of the source. */
  private Floats attentionGradients(
      Source source, Floats outputGradient, Parameters gradients, Floats sourceGradient) {
    int batch = source.batch();
    int inputs = form.inputs();
    int joined = inputs + units;
    float[] dy = new float[asked.length * combine.width()];
    for (int i = 0; i < asked.length; i++) {
      outputGradient.buffer().get(asked[i] * units, dy, i * combine.width(), units);
    }
    Floats both = Floats.of((long) asked.length * joined);
    combine.backward(dy, asked.length, gradients.combine(), gradients.combineBias(), both);

    float[][] encodedGradient = new float[batch][];
    float[][] keyGradient = new float[batch][];
    float[][] queryGradient = new float[batch][];
    float[][] energyGradient = new float[batch][width];
    run(
        batch,
        (attention, r) -> {
          int[] ofRow = askedOf[r];
          int count = places[r].length;
          float[] contextGradient = new float[ofRow.length * inputWidth];
          for (int t = 0; t < ofRow.length; t++) {
            both.buffer().get(ofRow[t] * joined, contextGradient, t * inputWidth, inputs);
          }
          encodedGradient[r] = new float[count * inputWidth];
          keyGradient[r] = new float[count * width];
          queryGradient[r] = new float[ofRow.length * width];
          if (count > 0) {
            attention.backward(
                encoded[r],
                keysOf[r],
                count,
                queriesOf[r],
                ofRow.length,
                energy,
                weightsOf[r],
                contextGradient,
                encodedGradient[r],
                keyGradient[r],
                queryGradient[r],
                energyGradient[r]);
          }
        });

    Floats ofAsked = Floats.of((long) asked.length * units);
    if (query == null) {
      for (int r = 0; r < batch; r++) {
        for (int t = 0; t < askedOf[r].length; t++) {
          ofAsked.buffer().put(askedOf[r][t] * units, queryGradient[r], t * width, units);
        }
      }
    } else {
      float[] dq = new float[asked.length * width];
      for (int r = 0; r < batch; r++) {
        for (int t = 0; t < askedOf[r].length; t++) {
          System.arraycopy(queryGradient[r], t * width, dq, askedOf[r][t] * width, units);
        }
      }
      query.backward(dq, asked.length, gradients.query(), Floats.of(units), ofAsked);
      float[] sum = new float[width];
      for (float[] ofRow : energyGradient) {
        CellLoop.add(ofRow, sum, width);
      }
      gradients.energy().buffer().put(0, sum, 0, units);
    }
    for (int i = 0; i < asked.length; i++) {
      add(both, i * joined + inputs, ofAsked, i * units, units);
    }
    Floats stateGradient = Floats.of(outputGradient.buffer().capacity());
    put(ofAsked, asked, stateGradient, units);

    if (keys != null) {
      float[] dk = new float[there.length * width];
      for (int r = 0; r < batch; r++) {
        for (int s = 0; s < thereOf[r].length; s++) {
          System.arraycopy(keyGradient[r], s * width, dk, thereOf[r][s] * width, units);
        }
      }
      Floats ofThere = Floats.of((long) there.length * inputs);
      keys.backward(
          dk,
          there.length,
          gradients.keys(),
          query == null ? Floats.of(units) : gradients.keysBias(),
          ofThere);
      put(ofThere, there, sourceGradient, inputs);
    }
    for (int r = 0; r < batch; r++) {
      Floats ofRow = Floats.of(encodedGradient[r]);
      Floats ofKeys = Floats.of(keyGradient[r]);
      for (int s = 0; s < places[r].length; s++) {
        add(ofRow, s * inputWidth, sourceGradient, places[r][s] * inputs, inputs);
        if (keys == null) {
          add(ofKeys, s * width, sourceGradient, places[r][s] * inputs, inputs);
        }
      }
    }
    return stateGradient;
  }

  private interface Row {
    void accept(DecoderAttention attention, int row);
  }

  private void run(int rows, Row task) {
    long longest = Arrays.stream(places).mapToLong(p -> p.length).max().orElse(0);
    long work = longest * asked.length * width;
    int parts = (int) Math.max(1, Math.min(Math.min(threads, rows), work / WORTH_A_THREAD));
    int before = attentions.length;
    if (before < parts) {
      attentions = Arrays.copyOf(attentions, parts);
      for (int i = before; i < parts; i++) {
        attentions[i] = new DecoderAttention(form.scoring().orElseThrow(), form.inputs(), units);
      }
    }
    Workers.run(
        parts,
        part -> {
          int end = (int) ((part + 1L) * rows / parts);
          for (int r = (int) ((long) part * rows / parts); r < end; r++) {
            task.accept(attentions[part], r);
          }
        });
  }

  /**
   * The attention weights over the source before each label; for a decoder with attention.
   *
   * @param labels as {@link #loss} takes them
   * @return (batch)(labels * unmasked steps of the source), label by label
   */
  public float[][] attention(Source source, int[] labels) {
    teach(source, labels, before(labels, source.batch()), Dropped.nothing(layers.size()), false);
    int batch = source.batch();
    float[][] attention = new float[batch][];
    for (int r = 0; r < batch; r++) {
      int steps = labels.length / batch;
      int count = places[r].length;
      int labelled = askedOf[r].length;
      int row = labelled == 0 ? 0 : weightsOf[r].length / labelled;
      attention[r] = new float[labelled * count];
      for (int t = 0; t < labelled; t++) {
        System.arraycopy(weightsOf[r], t * row, attention[r], t * count, count);
      }
    }
    return attention;
  }

  /** Starts to write step by step. */
  public Writing write(Source source) {
    read(source);
    return new Writing(
        layers.stream().map(layer -> initial(source, layer)).toList(),
        IntStream.range(0, source.batch()).toArray());
  }

  /** Sequences that are being written; invalid once the decoder is used for something else. */
  public final class Writing {
    private List<State> states; // (cells)
    private int[] sources;

    private Writing(List<State> states, int[] sources) {
      this.states = states;
      this.sources = sources;
    }

    /**
     * Continues with these sequences instead.
     *
     * @param rows (sequences): indices of present ones
     */
    public void select(int[] rows) {
      sources = IntStream.of(rows).map(row -> sources[row]).toArray();
      List<State> chosen = new ArrayList<>();
      for (int l = 0; l < layers.size(); l++) {
        int size = layers.get(l).cell.units();
        State state = states.get(l);
        chosen.add(new State(chosen(state.output(), rows, size), chosen(state.cell(), rows, size)));
      }
      states = chosen;
    }

    /** Where a sequence looked before its last {@link #next}; for a decoder with attention. */
    public Attended attended(int row) {
      int[] there = places[sources[row]];
      float[] weights = weightsOf[row];
      int most = 0;
      for (int s = 1; s < there.length; s++) {
        most = weights[s] > weights[most] ? s : most;
      }
      return new Attended(there[most] / places.length, weights[most]);
    }

    private static Floats chosen(Floats numbers, int[] rows, int size) {
      if (numbers == null) {
        return null;
      }
      Floats chosen = Floats.of((long) rows.length * size);
      for (int i = 0; i < rows.length; i++) {
        chosen.buffer().put(i * size, numbers.buffer(), rows[i] * size, size);
      }
      return chosen;
    }

    /**
     * The probabilities of the next id.
     *
     * @param last (sequences): the last id of each; at first the start
     * @return (sequences, ids)
     */
    public Floats next(int[] last) {
      int rows = last.length;
      Floats h = Floats.of((long) rows * form.embedded());
      Embedding.gather(parameters.embedding(), form.embedded(), last, h, threads);
      List<State> after = new ArrayList<>();
      for (int l = 0; l < layers.size(); l++) {
        BridgedLayer layer = layers.get(l);
        Floats next = Floats.of((long) rows * layer.cell.units());
        after.add(layer.state(rows));
        layer.recurrent.forward(
            layer.recurrent.packing(1, rows, null, false),
            h,
            parameters.layers().get(l).cell(),
            states.get(l),
            null,
            next,
            after.get(l),
            false);
        h = next;
      }
      states = after;
      Floats seen =
          combine == null ? h : attend(h, rows, sources, IntStream.range(0, rows).toArray());
      Floats probabilities = Floats.of((long) rows * form.ids());
      softmax.probabilities(seen, rows, probabilities, threads);
      return probabilities;
    }
  }
}
