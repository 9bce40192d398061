package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of a Keras model: an {@code .h5} of Keras 1 to 3, or a {@code .keras} of Keras 2.13 and
 * later. Nothing in it is executed, and no class that it names is loaded.
 */
abstract sealed class KerasFile implements AutoCloseable {
  private static final String SAVE = "save the model with model.save(\"model.keras\")";

  private final Path path;
  final Hdf5 hdf5;
  private final JsonNode model;
  private final String version;

  private KerasFile(Path path, Hdf5 hdf5, JsonNode model, String version) {
    this.path = path;
    this.hdf5 = hdf5;
    this.model = model;
    this.version = version;
  }

  /**
   * Opens a file.
   *
   * @throws UserException naming the file, if it is not a Keras model, or damaged
   */
  static KerasFile open(Path path) {
    byte[] start = new byte[4];
    try {
      if (Files.isDirectory(path)) {
        throw refused(path, "is a folder, such as TensorFlow's SavedModel", SAVE);
      }
      if (!Files.isRegularFile(path)) {
        throw refused(path, "there is no such file", NearNames.questionOf(path));
      }
      try (InputStream in = Files.newInputStream(path)) {
        in.readNBytes(start, 0, start.length);
      }
      if (start[0] == 'P' && start[1] == 'K') {
        return zipped(path);
      }
      long size = Files.size(path);
      if (size > Integer.MAX_VALUE - Long.BYTES) {
        throw refused(path, "has %s bytes; the maximum is 2 GB".formatted(size), "");
      }
      return plain(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UserException(Problem.inFile(path, "cannot be read: " + e.getMessage(), SAVE), e);
    }
  }

  private static KerasFile plain(Path path, byte[] bytes) {
    Hdf5 hdf5 = Hdf5.of(bytes, path.toString());
    String config =
        hdf5.text("", "model_config")
            .orElseThrow(() -> refused(path, "has only weights, and no layers", SAVE));
    String version =
        hdf5.text("", "keras_version")
            .or(() -> hdf5.text("model_weights", "keras_version"))
            .orElse("1");
    return new Plain(path, hdf5, ZipParts.json(path, "model_config", config, SAVE), version);
  }

  private static KerasFile zipped(Path path) {
    try (ZipParts zip = ZipParts.open(path, SAVE)) {
      JsonNode config = zip.json("config.json");
      String version = zip.json("metadata.json").path("keras_version").asText("");
      return new Zipped(
          path,
          Hdf5.of(zip.bytes("model.weights.h5"), path + " (model.weights.h5)"),
          config,
          version);
    }
  }

  static UserException refused(Path path, String what, String advice) {
    return new UserException(Problem.inFile(path, what, advice));
  }

  Path path() {
    return path;
  }

  /** {@code class_name} and {@code config} of the model. */
  JsonNode model() {
    return model;
  }

  /** The version of the Keras that saved it. */
  String version() {
    return version;
  }

  int major() {
    String first = version.split("\\.")[0];
    return first.matches("\\d{1,3}") ? Integer.parseInt(first) : 3;
  }

  /** The loss for which the model was trained, by Keras's name for it. */
  abstract Optional<String> loss();

  /**
   * The weights of a layer, in the order of Keras's {@code get_weights}.
   *
   * @param within the path of groups to them within the layer's group of a .keras file
   */
  abstract List<Weights> weights(KerasLayer layer, List<String> within);

  @Override
  public void close() {
    hdf5.close();
  }

  static Optional<String> loss(JsonNode compiled) {
    JsonNode loss = compiled.path("loss");
    String named =
        loss.path("config").path("name").asText(loss.path("class_name").asText(loss.asText()));
    return named.isEmpty() ? Optional.empty() : Optional.of(named);
  }

  /** Everything in a single HDF5 file. */
  private static final class Plain extends KerasFile {
    private static final String WEIGHTS = "model_weights/";

    Plain(Path path, Hdf5 hdf5, JsonNode model, String version) {
      super(path, hdf5, model, version);
    }

    @Override
    Optional<String> loss() {
      return hdf5.text("", "training_config")
          .flatMap(config -> loss(ZipParts.json(path(), "training_config", config, SAVE)));
    }

    @Override
    List<Weights> weights(KerasLayer layer, List<String> within) {
      String group = WEIGHTS + layer.name();
      List<Weights> all = new ArrayList<>();
      for (String name : hdf5.texts(group, "weight_names").orElse(List.of())) {
        all.add(
            hdf5.array(group + "/" + name)
                .orElseThrow(() -> layer.refused("the file does not have its weights " + name)));
      }
      return all;
    }
  }

  /** A zip file, with the weights in an HDF5 file within it. */
  private static final class Zipped extends KerasFile {
    private static final int MOST = 16; // arrays of a group

    Zipped(Path path, Hdf5 hdf5, JsonNode model, String version) {
      super(path, hdf5, model, version);
    }

    @Override
    Optional<String> loss() {
      return loss(model().path("compile_config"));
    }

    @Override
    List<Weights> weights(KerasLayer layer, List<String> within) {
      List<Weights> all = new ArrayList<>();
      for (String group : within) {
        for (int i = 0; i < MOST; i++) {
          Optional<Weights> one = hdf5.array("layers/" + layer.saved() + "/" + group + "/" + i);
          if (one.isEmpty()) {
            break;
          }
          all.add(one.get());
        }
      }
      return all;
    }
  }
}
