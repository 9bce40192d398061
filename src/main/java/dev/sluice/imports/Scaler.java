package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The scaling of numbers before they were passed to the other program: (x - mean) / scale.
 *
 * @param inputs a scale for each feature
 * @param outputs a scale for each output
 */
record Scaler(List<By> inputs, List<By> outputs) {
  /** Of one column. */
  record By(double mean, double scale) {
    static final By NOTHING = new By(0, 1);
  }

  static final Scaler NONE = new Scaler(List.of(), List.of());

  /** Reads {@code {"inputs": {"mean": [..], "scale": [..]}, "outputs": {..}}}. */
  static Scaler read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          Problem.inFile(file, "there is no such file", NearNames.questionOf(file)));
    }
    JsonNode json = Json.read(file);
    Scaler scaler = new Scaler(scales(file, json, "inputs"), scales(file, json, "outputs"));
    if (scaler.equals(NONE)) {
      throw refused(file, "has neither inputs nor outputs");
    }
    return scaler;
  }

  private static List<By> scales(Path file, JsonNode json, String key) {
    List<By> scales = new ArrayList<>();
    JsonNode of = json.path(key);
    JsonNode mean = of.path("mean");
    JsonNode scale = of.path("scale");
    if (mean.size() != scale.size() || !of.isMissingNode() && mean.isEmpty()) {
      throw refused(file, key + " needs a list of mean and one of scale, of the same length");
    }
    for (int i = 0; i < mean.size(); i++) {
      By by = new By(mean.get(i).asDouble(Double.NaN), scale.get(i).asDouble(Double.NaN));
      if (!Double.isFinite(by.mean()) || !Double.isFinite(by.scale()) || by.scale() == 0) {
        throw refused(file, key + " must contain numbers, in scale none that is 0");
      }
      scales.add(by);
    }
    return scales;
  }

  /** The scales, of which there must be one for each column. */
  static List<By> of(Path file, List<By> given, int count, String what) {
    if (given.isEmpty()) {
      return java.util.Collections.nCopies(count, By.NOTHING);
    }
    if (given.size() != count) {
      throw refused(
          file, "has %s scales for %s, but the model has %s".formatted(given.size(), what, count));
    }
    return given;
  }

  private static UserException refused(Path file, String what) {
    return new UserException(
        Problem.inFile(
            file,
            what,
            "write {\"inputs\": {\"mean\": [..], \"scale\": [..]}, \"outputs\": ..}: the scaling of"
                + " the numbers, (x - mean) / scale"));
  }
}
