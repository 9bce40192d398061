package dev.sluice.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs a model in ONNX Runtime. */
final class OnnxRuntime {
  private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

  private OnnxRuntime() {}

  static Map<String, Tensor> run(byte[] model, Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> given = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = RUNTIME.createSession(model, options)) {
        for (String name : session.getInputNames()) {
          TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
          given.put(name, tensor(inputs.get(name), info.type));
        }
        try (OrtSession.Result result = session.run(given)) {
          Map<String, Tensor> outputs = new LinkedHashMap<>();
          for (Map.Entry<String, ai.onnxruntime.OnnxValue> one : result) {
            outputs.put(one.getKey(), read((OnnxTensor) one.getValue()));
          }
          return outputs;
        }
      }
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(Tensor numbers, OnnxJavaType type) throws OrtException {
    long[] shape = IntStream.of(numbers.shape()).asLongStream().toArray();
    double[] values = numbers.values();
    return switch (type) {
      case INT32 ->
          OnnxTensor.createTensor(
              RUNTIME,
              IntBuffer.wrap(Arrays.stream(values).mapToInt(v -> (int) v).toArray()),
              shape);
      case INT64 ->
          OnnxTensor.createTensor(
              RUNTIME,
              LongBuffer.wrap(Arrays.stream(values).mapToLong(v -> (long) v).toArray()),
              shape);
      case DOUBLE -> OnnxTensor.createTensor(RUNTIME, DoubleBuffer.wrap(values), shape);
      default -> {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values[i];
        }
        yield OnnxTensor.createTensor(RUNTIME, FloatBuffer.wrap(floats), shape);
      }
    };
  }

  private static Tensor read(OnnxTensor tensor) {
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(n -> (int) n).toArray();
    double[] values = new double[Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.getInfo().type) {
            case FLOAT -> tensor.getFloatBuffer().get(i);
            case DOUBLE -> tensor.getDoubleBuffer().get(i);
            case INT64 -> tensor.getLongBuffer().get(i);
            default -> throw new AssertionError("an output of " + tensor.getInfo().type);
          };
    }
    return new Tensor(values, shape);
  }
}
