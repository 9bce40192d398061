package dev.sluice.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Builds a graph of ONNX operators. It chooses the names of values, except those of inputs and
 * outputs.
 */
final class OnnxGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final AtomicInteger named; // shared with bodies of loops, which see its values

  OnnxGraph(String name) {
    this(name, new AtomicInteger());
  }

  private OnnxGraph(String name, AtomicInteger named) {
    graph.setName(name);
    this.named = named;
  }

  /** An input or output of an operator. */
  record Value(String name) {
    /** An input that is left out. */
    static final Value NONE = new Value("");
  }

  /** Starts the body of a loop, whose operators may use values of this graph. */
  OnnxGraph body(String name) {
    return new OnnxGraph(name, named);
  }

  /**
   * @param dims numbers, or names of axes that may have any length
   */
  Value input(String name, DataType type, Object... dims) {
    graph.addInput(info(name, type, dims));
    return new Value(name);
  }

  /** An input of a body. */
  Value input(DataType type, Object... dims) {
    return input(next("in"), type, dims);
  }

  void output(String name, Value value, DataType type, Object... dims) {
    graph.addNode(node("Identity", Map.of(), List.of(value), List.of(name)));
    graph.addOutput(info(name, type, dims));
  }

  /** An output of a body. */
  void output(Value value, DataType type, Object... dims) {
    output(next("out"), value, type, dims);
  }

  private static ValueInfoProto info(String name, DataType type, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          dim instanceof Number length
              ? axis.setDimValue(length.longValue())
              : axis.setDimParam(dim.toString()));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }

  Value floats(float[] values, long... dims) {
    return constant(
        DataType.FLOAT,
        dims,
        values.length * Float.BYTES,
        bytes -> bytes.asFloatBuffer().put(values));
  }

  Value doubles(double[] values, long... dims) {
    return constant(
        DataType.DOUBLE,
        dims,
        values.length * Double.BYTES,
        bytes -> bytes.asDoubleBuffer().put(values));
  }

  Value longs(long... values) {
    return constant(
        DataType.INT64,
        new long[] {values.length},
        values.length * Long.BYTES,
        bytes -> bytes.asLongBuffer().put(values));
  }

  Value scalar(float value) {
    return floats(new float[] {value});
  }

  Value scalar(long value) {
    return constant(
        DataType.INT64, new long[0], Long.BYTES, bytes -> bytes.asLongBuffer().put(value));
  }

  private Value constant(DataType type, long[] dims, int length, Consumer<ByteBuffer> fill) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(bytes);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(next("w"))
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    graph.addInitializer(tensor);
    return new Value(tensor.getName());
  }

  Value op(String type, Value... inputs) {
    return op(type, Map.of(), inputs);
  }

  Value op(String type, Map<String, Object> attributes, Value... inputs) {
    return ops(type, attributes, 1, inputs).get(0);
  }

  /** An operator with several outputs. */
  List<Value> ops(String type, Map<String, Object> attributes, int outputs, Value... inputs) {
    List<String> names = IntStream.range(0, outputs).mapToObj(i -> next(type)).toList();
    graph.addNode(node(type, attributes, List.of(inputs), names));
    return names.stream().map(Value::new).toList();
  }

  private String next(String kind) {
    return kind + "_" + named.getAndIncrement();
  }

  private static NodeProto node(
      String type, Map<String, Object> attributes, List<Value> inputs, List<String> outputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(type).setName(outputs.get(0)).addAllOutput(outputs);
    inputs.forEach(input -> node.addInput(input.name()));
    attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> node.addAttribute(attribute(entry.getKey(), entry.getValue())));
    return node.build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Integer number) {
      attribute.setType(AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof int[] numbers) {
      attribute.setType(AttributeType.INTS);
      IntStream.of(numbers).forEach(attribute::addInts);
    } else if (value instanceof float[] numbers) {
      attribute.setType(AttributeType.FLOATS);
      for (float number : numbers) {
        attribute.addFloats(number);
      }
    } else if (value instanceof String[] texts) {
      attribute.setType(AttributeType.STRINGS);
      for (String text : texts) {
        attribute.addStrings(ByteString.copyFromUtf8(text));
      }
    } else if (value instanceof OnnxGraph body) {
      attribute.setType(AttributeType.GRAPH).setG(body.graph);
    } else {
      throw new IllegalArgumentException("no attribute: " + value);
    }
    return attribute.build();
  }

  GraphProto proto() {
    return graph.build();
  }

  // What several layers need

  Value cast(Value x, DataType to) {
    return op("Cast", Map.of("to", to.getNumber()), x);
  }

  Value transpose(Value x, int... order) {
    return op("Transpose", Map.of("perm", order), x);
  }

  /** Reshapes: an axis of -1 takes the rest; one of 0 is unchanged. */
  Value reshape(Value x, long... dims) {
    return op("Reshape", x, longs(dims));
  }

  /** The length of an axis, shaped (1). */
  Value length(Value x, int axis) {
    return op("Gather", op("Shape", x), longs(axis));
  }

  Value concat(int axis, Value... parts) {
    return parts.length == 1 ? parts[0] : op("Concat", Map.of("axis", axis), parts);
  }

  /** A slice of an axis. */
  Value slice(Value x, int axis, long from, long to) {
    return op("Slice", x, longs(from), longs(to), longs(axis));
  }

  Value sum(Value x, int axis, boolean kept) {
    return op("ReduceSum", Map.of("keepdims", kept ? 1 : 0), x, longs(axis));
  }

  /** x W + b. */
  Value affine(Value x, Value w, Value b) {
    return op("Add", op("MatMul", x, w), b);
  }
}
