package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.ValueInfoProto;

/**
 * Runs the graphs that this package writes, simply and in double precision, so that a file is
 * compared with the network before it gets its final name. Supports those operators of opset 15
 * (onnx.ai/onnx/operators) that are written.
 */
final class OnnxEvaluator {
  private final Map<String, Tensor> values;

  private OnnxEvaluator(Map<String, Tensor> outer) {
    values = new HashMap<>(outer);
  }

  /**
   * @param inputs by name
   * @return outputs by name
   */
  static Map<String, Tensor> run(GraphProto graph, Map<String, Tensor> inputs) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    List<Tensor> given = new OnnxEvaluator(Map.of()).run(graph, named(graph, inputs));
    for (int i = 0; i < given.size(); i++) {
      outputs.put(graph.getOutput(i).getName(), given.get(i));
    }
    return outputs;
  }

  private static List<Tensor> named(GraphProto graph, Map<String, Tensor> inputs) {
    List<Tensor> ordered = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!inputs.containsKey(input.getName())) {
        throw new IllegalArgumentException("no input " + input.getName());
      }
      ordered.add(inputs.get(input.getName()));
    }
    return ordered;
  }

  private List<Tensor> run(GraphProto graph, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.getInput(i).getName(), inputs.get(i));
    }
    graph.getInitializerList().forEach(constant -> values.put(constant.getName(), read(constant)));
    for (NodeProto node : graph.getNodeList()) {
      List<Tensor> outputs;
      try {
        outputs = new Node(node).outputs();
      } catch (RuntimeException e) {
        throw new IllegalStateException("%s: %s".formatted(node.getName(), e.getMessage()), e);
      }
      for (int i = 0; i < outputs.size(); i++) {
        values.put(node.getOutput(i), outputs.get(i));
      }
    }
    return graph.getOutputList().stream().map(output -> values.get(output.getName())).toList();
  }

  private static Tensor read(TensorProto constant) {
    int[] shape = constant.getDimsList().stream().mapToInt(Long::intValue).toArray();
    ByteBuffer bytes =
        ByteBuffer.wrap(constant.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    double[] numbers = new double[Tensor.count(shape)];
    DataType type = DataType.forNumber(constant.getDataType());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
            case INT64 -> bytes.getLong();
            default -> throw new IllegalArgumentException("no constants of " + type);
          };
    }
    return new Tensor(numbers, shape);
  }

  /** Runs one operator. */
  private final class Node {
    private final NodeProto node;
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    Node(NodeProto node) {
      this.node = node;
      node.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    }

    private Tensor in(int i) {
      return values.get(node.getInput(i));
    }

    private boolean has(int i) {
      return i < node.getInputCount() && !node.getInput(i).isEmpty();
    }

    private int number(String name, int otherwise) {
      return attributes.containsKey(name) ? (int) attributes.get(name).getI() : otherwise;
    }

    private float real(String name, float otherwise) {
      return attributes.containsKey(name) ? attributes.get(name).getF() : otherwise;
    }

    private int[] numbers(String name) {
      return attributes.containsKey(name)
          ? attributes.get(name).getIntsList().stream().mapToInt(Long::intValue).toArray()
          : new int[0];
    }

    List<Tensor> outputs() {
      return switch (node.getOpType()) {
        case "Split" -> split();
        case "LSTM", "GRU", "RNN" -> recurrent();
        case "Scan" -> scan();
        case "TopK" -> sorted();
        default -> List.of(output());
      };
    }

    private Tensor output() {
      return switch (node.getOpType()) {
        case "Identity" -> in(0);
        case "Cast" -> cast();
        case "Add" -> both((a, b) -> a + b);
        case "Sub" -> both((a, b) -> a - b);
        case "Mul" -> both((a, b) -> a * b);
        case "Div" -> both((a, b) -> a / b);
        case "Pow" -> both(Math::pow);
        case "Max" -> both(Math::max);
        case "Min" -> both(Math::min);
        case "Less" -> both((a, b) -> a < b ? 1 : 0);
        case "LessOrEqual" -> both((a, b) -> a <= b ? 1 : 0);
        case "Greater" -> both((a, b) -> a > b ? 1 : 0);
        case "GreaterOrEqual" -> both((a, b) -> a >= b ? 1 : 0);
        case "Equal" -> both((a, b) -> a == b ? 1 : 0);
        case "Where" -> where();
        case "Abs" -> each(Math::abs);
        case "Sqrt" -> each(Math::sqrt);
        case "Exp" -> each(Math::exp);
        case "Log" -> each(Math::log);
        case "Sin" -> each(Math::sin);
        case "Cos" -> each(Math::cos);
        case "Clip" -> clip();
        case "Softmax" -> softmax();
        case "Relu",
            "Tanh",
            "Sigmoid",
            "HardSigmoid",
            "Softplus",
            "Softsign",
            "LeakyRelu",
            "Elu",
            "Selu" ->
            each(function(node.getOpType(), real("alpha", Float.NaN), real("beta", Float.NaN)));
        case "MatMul" -> product(in(0), in(1));
        case "Conv" -> convolution();
        case "BatchNormalization" -> batchNormalization();
        case "Mean" -> mean();
        case "ReduceSum" -> reduce(axes(1), 0, Double::sum, (sum, n) -> sum);
        case "ReduceMean" -> reduce(numbers("axes"), 0, Double::sum, (sum, n) -> sum / n);
        case "ReduceMax" ->
            reduce(numbers("axes"), Double.NEGATIVE_INFINITY, Math::max, (most, n) -> most);
        case "ReduceLogSumExp" -> logSumExp();
        case "ArgMax" -> argMax();
        case "CumSum" -> runningSum();
        case "Shape" ->
            new Tensor(IntStream.of(in(0).shape()).asDoubleStream().toArray(), in(0).rank());
        case "Range" -> range();
        case "Gather" -> gather();
        case "GatherElements" -> gatherElements();
        case "Slice" -> slice();
        case "Concat" -> concat();
        case "Transpose" -> transpose();
        case "Reshape" -> reshape();
        case "Squeeze" -> squeeze();
        case "Unsqueeze" -> unsqueeze();
        case "Expand" ->
            in(0)
                .broadcast(
                    Tensor.together(
                        in(0),
                        new Tensor(new double[Tensor.count(in(1).integers())], in(1).integers())));
        case "ReverseSequence" -> reverse();
        case "TfIdfVectorizer" -> counts();
        default -> throw new IllegalArgumentException("no operator " + node.getOpType());
      };
    }

    private Tensor each(DoubleUnaryOperator function) {
      return new Tensor(Arrays.stream(in(0).values()).map(function).toArray(), in(0).shape());
    }

    private Tensor cast() {
      DataType to = DataType.forNumber(number("to", 0));
      return each(
          x ->
              switch (to) {
                case FLOAT -> (float) x;
                case INT32, INT64 -> (long) x;
                case BOOL -> x == 0 ? 0 : 1;
                default -> x;
              });
    }

    private Tensor both(DoubleBinaryOperator function) {
      int[] shape = Tensor.together(in(0), in(1));
      double[] a = in(0).broadcast(shape).values();
      double[] b = in(1).broadcast(shape).values();
      double[] out = new double[a.length];
      Arrays.setAll(out, i -> function.applyAsDouble(a[i], b[i]));
      return new Tensor(out, shape);
    }

    private Tensor where() {
      int[] shape = Tensor.together(in(0), in(1), in(2));
      double[] condition = in(0).broadcast(shape).values();
      double[] yes = in(1).broadcast(shape).values();
      double[] no = in(2).broadcast(shape).values();
      double[] out = new double[condition.length];
      Arrays.setAll(out, i -> condition[i] != 0 ? yes[i] : no[i]);
      return new Tensor(out, shape);
    }

    private Tensor clip() {
      double least = has(1) ? in(1).values()[0] : Double.NEGATIVE_INFINITY;
      double most = has(2) ? in(2).values()[0] : Double.POSITIVE_INFINITY;
      return each(x -> Math.min(most, Math.max(least, x)));
    }

    private Tensor softmax() {
      Tensor x = in(0);
      int axis = number("axis", -1);
      int n = x.length(axis);
      int inner = x.inner(axis);
      double[] out = x.values().clone();
      for (int row = 0; row < x.outer(axis) * inner; row++) {
        int at = row / inner * n * inner + row % inner;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
          most = Math.max(most, out[at + k * inner]);
        }
        double sum = 0;
        for (int k = 0; k < n; k++) {
          out[at + k * inner] = Math.exp(out[at + k * inner] - most);
          sum += out[at + k * inner];
        }
        for (int k = 0; k < n; k++) {
          out[at + k * inner] /= sum;
        }
      }
      return new Tensor(out, x.shape());
    }

    private Tensor convolution() {
      Tensor x = in(0); // (batch, inputs, steps)
      Tensor w = in(1); // (filters, inputs, width)
      int before = numbers("pads")[0];
      int steps = x.length(2);
      int filters = w.length(0);
      int width = w.length(2);
      int inputs = w.length(1);
      double[] out = new double[x.length(0) * filters * steps];
      for (int r = 0; r < x.length(0); r++) {
        for (int f = 0; f < filters; f++) {
          for (int t = 0; t < steps; t++) {
            double sum = in(2).values()[f];
            for (int k = Math.max(0, before - t); k < width && t + k - before < steps; k++) {
              for (int i = 0; i < inputs; i++) {
                sum +=
                    w.values()[(f * inputs + i) * width + k]
                        * x.values()[(r * inputs + i) * steps + t + k - before];
              }
            }
            out[(r * filters + f) * steps + t] = sum;
          }
        }
      }
      return new Tensor(out, x.length(0), filters, steps);
    }

    private Tensor batchNormalization() {
      Tensor x = in(0); // (batch, features)
      double[] out = new double[x.values().length];
      for (int i = 0; i < out.length; i++) {
        int j = i % x.length(1);
        out[i] =
            (x.values()[i] - in(3).values()[j])
                    / Math.sqrt(in(4).values()[j] + real("epsilon", 1e-5f))
                    * in(1).values()[j]
                + in(2).values()[j];
      }
      return new Tensor(out, x.shape());
    }

    private Tensor mean() {
      double[] sum = new double[in(0).values().length];
      for (int i = 0; i < node.getInputCount(); i++) {
        double[] one = in(i).values();
        Arrays.setAll(sum, j -> sum[j] + one[j] / node.getInputCount());
      }
      return new Tensor(sum, in(0).shape());
    }

    private int[] axes(int input) {
      return in(input).integers();
    }

    /** Over some axes. */
    private Tensor reduce(
        int[] axes, double start, DoubleBinaryOperator join, DoubleBinaryOperator end) {
      Tensor x = in(0);
      for (int i = axes.length - 1; i >= 0; i--) {
        int axis = x.axis(axes[i]);
        int n = x.length(axis);
        int inner = x.inner(axis);
        double[] out = new double[x.outer(axis) * inner];
        for (int o = 0; o < out.length; o++) {
          double joined = start;
          for (int k = 0; k < n; k++) {
            joined =
                join.applyAsDouble(joined, x.values()[(o / inner * n + k) * inner + o % inner]);
          }
          out[o] = end.applyAsDouble(joined, n);
        }
        x = new Tensor(out, number("keepdims", 1) == 1 ? x.with(axis, 1) : without(x, axis));
      }
      return x;
    }

    private static int[] without(Tensor x, int axis) {
      return IntStream.range(0, x.rank()).filter(i -> i != axis).map(i -> x.shape()[i]).toArray();
    }

    private Tensor logSumExp() {
      return reduce(
          numbers("axes"),
          Double.NEGATIVE_INFINITY,
          (a, b) -> {
            double most = Math.max(a, b);
            return most == Double.NEGATIVE_INFINITY
                ? most
                : most + Math.log(Math.exp(a - most) + Math.exp(b - most));
          },
          (sum, n) -> sum);
    }

    private Tensor argMax() {
      Tensor x = in(0);
      int axis = x.axis(number("axis", 0));
      int n = x.length(axis);
      int inner = x.inner(axis);
      double[] out = new double[x.outer(axis) * inner];
      for (int o = 0; o < out.length; o++) {
        int at = o / inner * n * inner + o % inner;
        int best = 0;
        for (int k = 1; k < n; k++) {
          best = x.values()[at + k * inner] > x.values()[at + best * inner] ? k : best;
        }
        out[o] = best;
      }
      return new Tensor(out, number("keepdims", 1) == 1 ? x.with(axis, 1) : without(x, axis));
    }

    private Tensor runningSum() {
      Tensor x = in(0);
      int axis = x.axis((int) in(1).values()[0]);
      int inner = x.inner(axis);
      double[] out = x.values().clone();
      for (int i = 0; i < out.length; i++) {
        out[i] += i / inner % x.length(axis) == 0 ? 0 : out[i - inner];
      }
      return new Tensor(out, x.shape());
    }

    private Tensor range() {
      return new Tensor(
          IntStream.range((int) in(0).values()[0], (int) in(1).values()[0])
              .asDoubleStream()
              .toArray(),
          (int) (in(1).values()[0] - in(0).values()[0]));
    }

    private Tensor gather() {
      Tensor x = in(0);
      Tensor places = in(1);
      int axis = x.axis(number("axis", 0));
      int n = x.length(axis);
      int inner = x.inner(axis);
      int[] indices = places.integers();
      double[] out = new double[x.outer(axis) * indices.length * inner];
      for (int o = 0; o < x.outer(axis); o++) {
        for (int i = 0; i < indices.length; i++) {
          int index = indices[i] < 0 ? indices[i] + n : indices[i];
          if (index < 0 || index >= n) {
            throw new IllegalArgumentException("place %s of %s".formatted(indices[i], n));
          }
          System.arraycopy(
              x.values(), (o * n + index) * inner, out, (o * indices.length + i) * inner, inner);
        }
      }
      int[] shape =
          IntStream.concat(
                  IntStream.concat(Arrays.stream(x.shape(), 0, axis), IntStream.of(places.shape())),
                  Arrays.stream(x.shape(), axis + 1, x.rank()))
              .toArray();
      return new Tensor(out, shape);
    }

    /** Over the last axis of two. */
    private Tensor gatherElements() {
      Tensor places = in(1);
      int n = in(0).length(1);
      int width = places.length(1);
      double[] out = new double[places.values().length];
      Arrays.setAll(out, i -> in(0).values()[i / width * n + (int) places.values()[i]]);
      return new Tensor(out, places.shape());
    }

    private Tensor slice() {
      Tensor x = in(0);
      int axis = x.axis(in(3).integers()[0]);
      int n = x.length(axis);
      int from = bounded(in(1).values()[0], n);
      int to = Math.max(from, bounded(in(2).values()[0], n));
      return part(x, axis, from, to);
    }

    private static int bounded(double place, int n) {
      return (int) Math.max(0, Math.min(n, place < 0 ? place + n : place));
    }

    private static Tensor part(Tensor x, int axis, int from, int to) {
      int inner = x.inner(axis);
      int length = (to - from) * inner;
      double[] out = new double[x.outer(axis) * length];
      for (int o = 0; o < x.outer(axis); o++) {
        System.arraycopy(x.values(), (o * x.length(axis) + from) * inner, out, o * length, length);
      }
      return new Tensor(out, x.with(axis, to - from));
    }

    private List<Tensor> split() {
      int axis = in(0).axis(number("axis", 0));
      int each = in(0).length(axis) / node.getOutputCount();
      return IntStream.range(0, node.getOutputCount())
          .mapToObj(i -> part(in(0), axis, i * each, (i + 1) * each))
          .toList();
    }

    private Tensor concat() {
      List<Tensor> parts = IntStream.range(0, node.getInputCount()).mapToObj(this::in).toList();
      return joined(parts, parts.get(0).axis(number("axis", 0)));
    }

    private static Tensor joined(List<Tensor> parts, int axis) {
      int length = parts.stream().mapToInt(part -> part.length(axis)).sum();
      int outer = parts.get(0).outer(axis);
      double[] out = new double[parts.stream().mapToInt(part -> part.values().length).sum()];
      int at = 0;
      for (int o = 0; o < outer; o++) {
        for (Tensor part : parts) {
          int count = part.values().length / outer;
          System.arraycopy(part.values(), o * count, out, at, count);
          at += count;
        }
      }
      return new Tensor(out, parts.get(0).with(axis, length));
    }

    private Tensor transpose() {
      Tensor x = in(0);
      int[] order = numbers("perm");
      int[] strides = new int[x.rank()];
      int[] shape = new int[x.rank()];
      for (int i = 0; i < order.length; i++) {
        shape[i] = x.shape()[order[i]];
        strides[i] = x.inner(order[i]);
      }
      return x.values().length == 0 ? x.shaped(shape) : x.at(shape, strides, 0);
    }

    private Tensor reshape() {
      int[] shape = in(1).integers();
      int known = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = shape[i] == 0 ? in(0).shape()[i] : shape[i];
        known *= shape[i] == -1 ? 1 : shape[i];
      }
      for (int i = 0; i < shape.length; i++) {
        shape[i] = shape[i] == -1 ? in(0).values().length / known : shape[i];
      }
      return in(0).shaped(shape);
    }

    private Tensor squeeze() {
      Tensor x = in(0);
      List<Integer> gone = IntStream.of(axes(1)).map(x::axis).boxed().toList();
      return x.shaped(
          IntStream.range(0, x.rank())
              .filter(i -> !gone.contains(i))
              .map(i -> x.shape()[i])
              .toArray());
    }

    private Tensor unsqueeze() {
      int[] axes = axes(1);
      int[] shape = new int[in(0).rank() + axes.length];
      for (int axis : axes) {
        shape[axis < 0 ? axis + shape.length : axis] = 1;
      }
      int at = 0;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = shape[i] == 1 ? 1 : in(0).shape()[at++];
      }
      return in(0).shaped(shape);
    }

    private Tensor reverse() {
      Tensor x = in(0); // (steps, batch, ..)
      int batch = x.length(1);
      int inner = x.inner(1);
      double[] out = x.values().clone();
      for (int r = 0; r < batch; r++) {
        int length = in(1).integers()[r];
        for (int t = 0; t < length; t++) {
          System.arraycopy(
              x.values(),
              ((length - 1 - t) * batch + r) * inner,
              out,
              (t * batch + r) * inner,
              inner);
        }
      }
      return new Tensor(out, x.shape());
    }

    /** The numbers along the last axis in ascending order; their indices are never used. */
    private List<Tensor> sorted() {
      int n = in(0).length(-1);
      double[] out = in(0).values().clone();
      for (int at = 0; at < out.length; at += n) {
        Arrays.sort(out, at, at + n);
      }
      return List.of(new Tensor(out, in(0).shape()));
    }

    /** How often each term occurs in each row: of one id, or of two neighbours. */
    private Tensor counts() {
      int[] pool = numbers("pool_int64s");
      int[] places = numbers("ngram_indexes");
      int pairs = numbers("ngram_counts")[1];
      Map<Long, Integer> terms = new HashMap<>();
      for (int i = 0; i < pairs; i++) {
        terms.put((long) pool[i] << 32, places[i]);
      }
      for (int i = pairs; i < pool.length; i += 2) {
        terms.put((long) pool[i] << 32 | pool[i + 1], places[pairs + (i - pairs) / 2]);
      }
      int count = Arrays.stream(places).max().orElse(-1) + 1;
      int width = in(0).length(1);
      int[] ids = in(0).integers();
      double[] out = new double[in(0).length(0) * count];
      for (int i = 0; i < ids.length; i++) {
        int row = i / width * count;
        Integer single = terms.get((long) ids[i] << 32);
        if (single != null) {
          out[row + single]++;
        }
        boolean first = i % width == 0;
        Integer pair = first || ids[i] == 0 ? null : terms.get((long) ids[i - 1] << 32 | ids[i]);
        if (pair != null) {
          out[row + pair]++;
        }
      }
      return new Tensor(out, in(0).length(0), count);
    }

    // Recurrent operators

    private List<Tensor> recurrent() {
      Tensor x = in(0);
      int directions = in(1).length(0);
      int steps = x.length(0);
      int batch = x.length(1);
      int units = number("hidden_size", 0);
      double[] y = new double[steps * directions * batch * units];
      double[] last = new double[directions * batch * units];
      for (int d = 0; d < directions; d++) {
        for (int r = 0; r < batch; r++) {
          int length = has(4) ? in(4).integers()[r] : steps;
          double[] h = new double[units];
          double[] c = new double[units];
          for (int s = 0; s < length; s++) {
            int t = d == 0 ? s : length - 1 - s;
            h = step(d, (t * batch + r), h, c);
            System.arraycopy(h, 0, y, ((t * directions + d) * batch + r) * units, units);
          }
          System.arraycopy(h, 0, last, (d * batch + r) * units, units);
        }
      }
      return List.of(
          new Tensor(y, steps, directions, batch, units),
          new Tensor(last, directions, batch, units));
    }

    private double[] step(int d, int row, double[] h, double[] c) {
      return switch (node.getOpType()) {
        case "LSTM" -> lstm(d, row, h, c);
        case "GRU" -> gru(d, row, h);
        default -> rnn(d, row, h);
      };
    }

    /** The block of gate g, unit j, in the weights of direction d of W x, R h or their biases. */
    private double dot(int input, int d, int g, int j, double[] of, int from, int units) {
      Tensor w = in(input);
      int width = w.length(2);
      int at = (d * w.length(1) + g * units + j) * width;
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += w.values()[at + i] * of[from + i];
      }
      return sum;
    }

    private double bias(int d, int block, int j, int units) {
      return in(3).values()[d * in(3).length(1) + block * units + j];
    }

    private double input(int d, int row, int g, int j, int units) {
      return dot(1, d, g, j, in(0).values(), row * in(0).length(2), units) + bias(d, g, j, units);
    }

    private DoubleUnaryOperator activation(int d, int which, int each) {
      AttributeProto names = attributes.get("activations");
      int place = d * each + which;
      int constants = 0;
      for (int i = 0; i < place; i++) {
        constants += takesConstants(names.getStrings(i).toStringUtf8()) ? 1 : 0;
      }
      String name = names.getStrings(place).toStringUtf8();
      return takesConstants(name)
          ? function(
              name,
              attributes.get("activation_alpha").getFloats(constants),
              attributes.get("activation_beta").getFloats(constants))
          : function(name, Float.NaN, Float.NaN);
    }

    private static boolean takesConstants(String activation) {
      return activation.equals("HardSigmoid") || activation.equals("Affine");
    }

    private double[] lstm(int d, int row, double[] h, double[] c) {
      int units = h.length;
      DoubleUnaryOperator f = activation(d, 0, 3);
      DoubleUnaryOperator g = activation(d, 1, 3);
      DoubleUnaryOperator k = activation(d, 2, 3);
      double[] next = new double[units];
      double[] before = c.clone();
      for (int j = 0; j < units; j++) {
        double[] z = new double[4];
        for (int gate = 0; gate < 4; gate++) {
          z[gate] =
              input(d, row, gate, j, units)
                  + dot(2, d, gate, j, h, 0, units)
                  + bias(d, 4 + gate, j, units);
        }
        double in = f.applyAsDouble(z[0] + peephole(d, 0, j, units) * before[j]);
        double forget = f.applyAsDouble(z[2] + peephole(d, 2, j, units) * before[j]);
        c[j] = forget * before[j] + in * g.applyAsDouble(z[3]);
        double out = f.applyAsDouble(z[1] + peephole(d, 1, j, units) * c[j]);
        next[j] = out * k.applyAsDouble(c[j]);
      }
      return next;
    }

    private double peephole(int d, int block, int j, int units) {
      return has(7) ? in(7).values()[(d * 3 + block) * units + j] : 0;
    }

    private double[] gru(int d, int row, double[] h) {
      int units = h.length;
      DoubleUnaryOperator f = activation(d, 0, 2);
      DoubleUnaryOperator g = activation(d, 1, 2);
      boolean after = number("linear_before_reset", 0) == 1;
      double[] update = new double[units];
      double[] reset = new double[units];
      double[] held = new double[units];
      for (int j = 0; j < units; j++) {
        update[j] =
            f.applyAsDouble(
                input(d, row, 0, j, units) + dot(2, d, 0, j, h, 0, units) + bias(d, 3, j, units));
        reset[j] =
            f.applyAsDouble(
                input(d, row, 1, j, units) + dot(2, d, 1, j, h, 0, units) + bias(d, 4, j, units));
        held[j] = reset[j] * h[j];
      }
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        double inner =
            after
                ? reset[j] * (dot(2, d, 2, j, h, 0, units) + bias(d, 5, j, units))
                : dot(2, d, 2, j, held, 0, units) + bias(d, 5, j, units);
        double candidate = g.applyAsDouble(input(d, row, 2, j, units) + inner);
        next[j] = (1 - update[j]) * candidate + update[j] * h[j];
      }
      return next;
    }

    private double[] rnn(int d, int row, double[] h) {
      int units = h.length;
      DoubleUnaryOperator f = activation(d, 0, 1);
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        next[j] =
            f.applyAsDouble(
                input(d, row, 0, j, units) + dot(2, d, 0, j, h, 0, units) + bias(d, 1, j, units));
      }
      return next;
    }

    // Loops

    private List<Tensor> scan() {
      GraphProto body = attributes.get("body").getG();
      int scanned = number("num_scan_inputs", 1);
      int states = node.getInputCount() - scanned;
      int outputs = body.getOutputCount() - states;
      int[] inputWays = numbers("scan_input_directions");
      int[] outputWays = numbers("scan_output_directions");
      int steps = in(states).length(0);
      List<Tensor> state = new ArrayList<>(IntStream.range(0, states).mapToObj(this::in).toList());
      Tensor[][] given = new Tensor[outputs][steps];
      for (int s = 0; s < steps; s++) {
        List<Tensor> inputs = new ArrayList<>(state);
        for (int i = 0; i < scanned; i++) {
          int t = inputWays.length > 0 && inputWays[i] == 1 ? steps - 1 - s : s;
          Tensor whole = in(states + i);
          Tensor one = part(whole, 0, t, t + 1);
          inputs.add(one.shaped(without(one, 0)));
        }
        List<Tensor> after = new OnnxEvaluator(values).run(body, inputs);
        state = new ArrayList<>(after.subList(0, states));
        for (int o = 0; o < outputs; o++) {
          Tensor one = after.get(states + o);
          int t = outputWays.length > 0 && outputWays[o] == 1 ? steps - 1 - s : s;
          int[] shape = IntStream.concat(IntStream.of(1), IntStream.of(one.shape())).toArray();
          given[o][t] = one.shaped(shape);
        }
      }
      for (Tensor[] output : given) {
        state.add(joined(List.of(output), 0));
      }
      return state;
    }
  }

  private static DoubleUnaryOperator function(String name, float alpha, float beta) {
    return switch (name) {
      case "Relu" -> x -> Math.max(0, x);
      case "Tanh" -> Math::tanh;
      case "Sigmoid" -> x -> 1 / (1 + Math.exp(-x));
      case "HardSigmoid" -> x -> Math.max(0, Math.min(1, alpha * x + beta));
      case "Affine" -> x -> alpha * x + beta;
      case "Softplus" -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case "Softsign" -> x -> x / (1 + Math.abs(x));
      case "LeakyRelu" -> x -> x < 0 ? alpha * x : x;
      case "Elu" -> x -> x < 0 ? Math.expm1(x) : x;
      case "Selu" ->
          x -> 1.05070102214813232421875 * (x < 0 ? 1.67326319217681884765625 * Math.expm1(x) : x);
      default -> throw new IllegalArgumentException("no activation " + name);
    };
  }

  /** Multiplies matrices along the last two axes; those before them are broadcast. */
  private static Tensor product(Tensor a, Tensor b) {
    int n = a.length(-2);
    int depth = a.length(-1);
    int m = b.length(-1);
    int[] before =
        Tensor.together(
            new Tensor(new double[a.outer(a.rank() - 2)], Arrays.copyOf(a.shape(), a.rank() - 2)),
            new Tensor(new double[b.outer(b.rank() - 2)], Arrays.copyOf(b.shape(), b.rank() - 2)));
    int[] ofA = IntStream.concat(IntStream.of(before), IntStream.of(n, depth)).toArray();
    int[] ofB = IntStream.concat(IntStream.of(before), IntStream.of(depth, m)).toArray();
    double[] x = a.broadcast(ofA).values();
    boolean shared = b.rank() == 2;
    double[] y = shared ? b.values() : b.broadcast(ofB).values();
    int count = Tensor.count(before);
    double[] out = new double[count * n * m];
    for (int k = 0; k < count; k++) {
      int from = shared ? 0 : k * depth * m;
      for (int i = 0; i < n; i++) {
        for (int d = 0; d < depth; d++) {
          double factor = x[(k * n + i) * depth + d];
          for (int j = 0; j < m; j++) {
            out[(k * n + i) * m + j] += factor * y[from + d * m + j];
          }
        }
      }
    }
    return new Tensor(out, IntStream.concat(IntStream.of(before), IntStream.of(n, m)).toArray());
  }
}
