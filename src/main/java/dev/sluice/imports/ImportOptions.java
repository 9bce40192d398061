package dev.sluice.imports;

import dev.sluice.spec.InputSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user knows but the file of a model does not say. Each is left out if the default is
 * right; docs/import.md has the defaults.
 *
 * @param rows a file of rows that the model will read; its extension determines the source
 * @param input what goes in
 * @param output what comes out
 * @param scaler a JSON file with the scales that were applied to numbers
 * @param probe inputs of the other program, with its outputs
 */
public record ImportOptions(
    Optional<Path> rows, Input input, Output output, Optional<Path> scaler, Optional<Probe> probe) {
  /** Nothing but the model's file. */
  public static final ImportOptions NONE =
      new ImportOptions(
          Optional.empty(), Input.UNSAID, Output.UNSAID, Optional.empty(), Optional.empty());

  /**
   * The input.
   *
   * @param column of the texts or ids
   * @param columns of the numbers: of each step, or one for each feature
   * @param words of the embedding, so that the model reads texts
   * @param maxLength the most steps of an example
   * @param padding where padding is added that the network sees
   * @param keep which steps of a longer example are kept
   */
  public record Input(
      Optional<String> column,
      List<String> columns,
      Optional<Words> words,
      Optional<Integer> maxLength,
      Optional<InputSpec.Padding> padding,
      Optional<InputSpec.Keep> keep) {
    /** As the model suggests. */
    public static final Input UNSAID =
        new Input(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Input {
      columns = List.copyOf(columns);
    }
  }

  /**
   * The words of an embedding.
   *
   * @param file of words with their ids
   * @param indexFrom added to each id, as Keras's {@code load_data} does
   * @param unknown the id of words that are not among them; empty if one of them is that
   * @param tokenizer how texts become words: keras, words, whitespace or characters
   */
  public record Words(Path file, int indexFrom, Optional<Integer> unknown, String tokenizer) {}

  /**
   * The output.
   *
   * @param target class, labels, number or tags; empty: inferred from activation and loss
   * @param columns of the target
   * @param names of classes, labels or tags, in the order of the outputs
   */
  public record Output(Optional<String> target, List<String> columns, List<String> names) {
    /** As the model suggests. */
    public static final Output UNSAID = new Output(Optional.empty(), List.of(), List.of());

    public Output {
      columns = List.copyOf(columns);
      names = List.copyOf(names);
    }
  }

  /**
   * Files of NumPy, each with one array.
   *
   * @param inputs (examples, steps) ids, or (examples, steps, features), as the program was given
   * @param outputs (examples, outputs) that it gave
   */
  public record Probe(Path inputs, Path outputs) {}

  public ImportOptions with(Input other) {
    return new ImportOptions(rows, other, output, scaler, probe);
  }

  public ImportOptions with(Output other) {
    return new ImportOptions(rows, input, other, scaler, probe);
  }

  public ImportOptions with(Probe other) {
    return new ImportOptions(rows, input, output, scaler, Optional.of(other));
  }
}
