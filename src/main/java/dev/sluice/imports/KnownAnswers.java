package dev.sluice.imports;

import dev.sluice.network.Inference;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.SourceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs of the other program for some examples.
 *
 * @param inputs (examples)(numbers) that it was given
 * @param outputs (examples)(numbers) that it returned
 */
record KnownAnswers(ImportOptions.Probe files, List<float[]> inputs, List<float[]> outputs) {
  static final double TOLERANCE = 1e-4;
  private static final int COLUMNS = 10_000_000;

  static KnownAnswers read(ImportOptions.Probe files) {
    List<float[]> inputs = rows(files.inputs());
    List<float[]> outputs = rows(files.outputs());
    if (inputs.size() != outputs.size()) {
      throw new UserException(
          Problem.inFile(
              files.outputs(),
              "has %s examples, but %s has %s"
                  .formatted(outputs.size(), files.inputs(), inputs.size()),
              "save the output of model.predict(inputs) for these inputs"));
    }
    return new KnownAnswers(files, inputs, outputs);
  }

  private static List<float[]> rows(Path file) {
    SourceSpec.ArrayLimits limits =
        new SourceSpec.ArrayLimits(
            SourceSpec.ArrayLimits.USUAL.cell(), COLUMNS, SourceSpec.ArrayLimits.USUAL.unpacked());
    Table table = Sources.open(new SourceSpec.Npz(file, Map.of(), Optional.empty(), limits)).read();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      float[] row = new float[table.columns().size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = number(file, table, i, j);
      }
      rows.add(row);
    }
    return rows;
  }

  private static float number(Path file, Table table, int row, int column) {
    String value = table.value(row, column);
    try {
      float number = Float.parseFloat(value);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new UserException(
        Problem.inFile(
            file,
            "example %s holds '%s', expected numbers".formatted(row, value),
            "save one array of numbers: numpy.savez(file, x)"));
  }

  /** The examples in the form that the network takes. */
  List<ImportedInput.Example> examples(ImportedInput input) {
    List<ImportedInput.Example> examples = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      example(input, i).ifPresent(examples::add);
    }
    return examples;
  }

  private Optional<ImportedInput.Example> example(ImportedInput input, int i) {
    try {
      return input.example(inputs.get(i));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Problem.inFile(
              files.inputs(),
              "example %s %s".formatted(i, e.getMessage()),
              "save inputs of the model, without those that it cannot read here"));
    }
  }

  /**
   * Compares the outputs.
   *
   * @param numbers outputs of a step, or of an example
   * @return the largest difference
   * @throws UserException if it is above {@link #TOLERANCE}
   */
  double compare(ImportedInput input, Inference network, int numbers, boolean ofSteps) {
    double largest = 0;
    int compared = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Optional<ImportedInput.Example> example = example(input, i);
      if (example.isEmpty()) {
        continue;
      }
      int[] steps = ofSteps ? example.get().steps() : new int[] {0};
      float[] theirs = outputs.get(i);
      int most = ofSteps ? steps[steps.length - 1] + 1 : 1;
      if (theirs.length < most * numbers || !ofSteps && theirs.length != numbers) {
        throw new UserException(
            Problem.inFile(
                files.outputs(),
                "example %s has %s numbers, but the model outputs %s%s"
                    .formatted(i, theirs.length, numbers, ofSteps ? " of each step" : ""),
                "save the output of model.predict(inputs)"));
      }
      float[] ours =
          network.outputs(example.get().features(), example.get().shape(), Optional.empty())[0];
      for (int s = 0; s < steps.length; s++) {
        for (int k = 0; k < numbers; k++) {
          double difference = Math.abs(ours[s * numbers + k] - theirs[steps[s] * numbers + k]);
          largest =
              Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
      }
      compared++;
      if (largest > TOLERANCE) {
        throw differs(i, largest);
      }
    }
    if (compared == 0) {
      throw new UserException(
          Problem.inFile(files.inputs(), "has no example with a step", "save some examples"));
    }
    return largest;
  }

  private UserException differs(int example, double difference) {
    return new UserException(
        Problem.inFile(
            files.outputs(),
            String.format(
                Locale.ROOT,
                "example %d: the outputs of the imported network differ by %.2g; the maximum is"
                    + " %.0e",
                example,
                difference,
                TOLERANCE),
            "check that the outputs were saved from this model; if so, see docs/import.md for"
                + " possible differences, such as float16 or layers that only affect training"));
  }
}
