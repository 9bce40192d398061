package dev.sluice.imports;

import java.nio.file.Path;
import java.util.function.Function;

/** Programs whose models are imported. */
public enum ImportFormat {
  /** A file {@code .h5} or {@code .keras} of Keras. */
  KERAS(KerasModel::read),
  /** A {@code model.zip} of a {@code MultiLayerNetwork} of DL4J. */
  DL4J(Dl4jModel::read);

  private final Function<Path, ForeignNetwork> reader;

  ImportFormat(Function<Path, ForeignNetwork> reader) {
    this.reader = reader;
  }

  ForeignNetwork read(Path file) {
    return reader.apply(file);
  }
}
