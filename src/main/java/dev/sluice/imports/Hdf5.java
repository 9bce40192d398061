package dev.sluice.imports;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Text attributes and numeric arrays of an untrusted HDF5 file. Links to other files are not
 * followed, compressed arrays are not read, and no more memory is allocated than the size of the
 * file justifies.
 */
final class Hdf5 implements AutoCloseable {
  private static final int MOST_DIMENSIONS = 8;
  private static final int MOST_PARTS = 100_000; // of a long attribute

  private final String name;
  private final int size;
  private final HdfFile file;

  private Hdf5(String name, int size, HdfFile file) {
    this.name = name;
    this.size = size;
    this.file = file;
  }

  /**
   * @param name stands for the file in messages
   */
  static Hdf5 of(byte[] bytes, String name) {
    return new Hdf5(name, bytes.length, guarded(name, () -> HdfFile.fromBytes(bytes)));
  }

  @Override
  public void close() {
    guarded(
        name,
        () -> {
          file.close();
          return name;
        });
  }

  /** An attribute with a single text. */
  Optional<String> text(String path, String attribute) {
    return texts(path, attribute).filter(all -> all.size() == 1).map(all -> all.get(0));
  }

  /**
   * An attribute with several texts, which may be split into several attributes with numbered
   * names.
   */
  Optional<List<String>> texts(String path, String attribute) {
    return guarded(
        name,
        () -> {
          Optional<Node> node = node(path);
          if (node.isEmpty()) {
            return Optional.empty();
          }
          Attribute whole = node.get().getAttributes().get(attribute);
          if (whole != null) {
            return Optional.of(texts(whole));
          }
          List<String> all = new ArrayList<>();
          for (int part = 0; part < MOST_PARTS; part++) {
            Attribute one = node.get().getAttributes().get(attribute + part);
            if (one == null) {
              return part == 0 ? Optional.empty() : Optional.of(all);
            }
            all.addAll(texts(one));
          }
          throw damaged(name, null);
        });
  }

  private List<String> texts(Attribute attribute) {
    requireWithin(attribute.getDimensions(), 1);
    if (attribute.isEmpty()) {
      return List.of();
    }
    Object data = attribute.getData();
    if (data instanceof String one) {
      return List.of(one);
    }
    if (data instanceof String[] several) {
      return List.of(several);
    }
    if (data instanceof double[] none && none.length == 0) { // an empty list in Python
      return List.of();
    }
    throw damaged(name, null);
  }

  /**
   * An array of 32-bit floats, or of 16 or 64 bits.
   *
   * @return empty if there is none
   */
  Optional<Weights> array(String path) {
    return guarded(name, () -> node(path).map(node -> array(path, node)));
  }

  private Weights array(String path, Node node) {
    if (!(node instanceof ContiguousDataset dataset)) {
      throw refused(path, "is not a plain array, or is compressed");
    }
    if (!(dataset.getDataType() instanceof FloatingPoint type)
        || type.getSize() != 2 && type.getSize() != 4 && type.getSize() != 8) {
      throw refused(path, "does not contain floating-point numbers of 16, 32 or 64 bits");
    }
    int[] shape = dataset.getDimensions();
    int count = requireWithin(shape, type.getSize());
    float[] values = new float[count];
    if (count > 0) {
      ByteBuffer bytes = dataset.getBuffer();
      if (bytes.remaining() != count * type.getSize()) {
        throw damaged(name, null);
      }
      bytes = bytes.duplicate().order(type.getByteOrder());
      for (int i = 0; i < count; i++) {
        values[i] =
            switch (type.getSize()) {
              case 2 -> FloatingPoint.toFloat(bytes.getShort());
              case 4 -> bytes.getFloat();
              default -> (float) bytes.getDouble();
            };
      }
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused(path, "contains a number that is NaN or infinite");
      }
    }
    return new Weights(shape, values);
  }

  /** The number of items, which must fit into the file. */
  private int requireWithin(int[] shape, int bytes) {
    long count = 1;
    for (int length : shape) {
      count *= length;
      if (length < 0 || count * bytes > size || shape.length > MOST_DIMENSIONS) {
        throw damaged(name, null);
      }
    }
    return (int) count;
  }

  private Optional<Node> node(String path) {
    Node node = file;
    for (String step : path.split("/")) {
      if (step.isEmpty()) {
        continue;
      }
      Node next = node instanceof Group group ? group.getChildren().get(step) : null;
      if (next == null) {
        return Optional.empty();
      }
      if (next.isLink()) {
        throw refused(path, "is a link");
      }
      node = next;
    }
    return Optional.of(node);
  }

  private UserException refused(String path, String what) {
    return new UserException(
        Problem.inFile(
            name, "'%s' %s".formatted(path, what), "save the model again with Keras's save"));
  }

  private static UserException damaged(String name, Throwable cause) {
    return new UserException(
        Problem.inFile(
            name, "is not an HDF5 file, or is damaged", "copy it again, or save the model again"),
        cause);
  }

  /** Which exception the library throws for a damaged file depends on where it is damaged. */
  private static <T> T guarded(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UserException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw damaged(name, e);
    }
  }
}
