package dev.sluice.imports;

import dev.sluice.spec.InputSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a file of a model does not say, and a user knows. Each is left out where the default is
 * right; docs/import.md has the defaults.
 *
 * @param rows a file of rows that the model will read; its ending chooses the source
 * @param input what goes in
 * @param output what comes out
 * @param scaler a JSON file of what numbers were scaled by
 * @param probe what the other program was given and gave
 */
public record ImportOptions(
    Optional<Path> rows, Input input, Output output, Optional<Path> scaler, Optional<Probe> probe) {
  /** Nothing but the file of the model. */
  public static final ImportOptions NONE =
      new ImportOptions(
          Optional.empty(), Input.UNSAID, Output.UNSAID, Optional.empty(), Optional.empty());

  /**
   * What goes in.
   *
   * @param column of the texts or ids
   * @param columns of the numbers: of each step, or one for each feature
   * @param words of the embedding, so that the model reads texts
   * @param maxLength steps, of which no example has more
   * @param padding where padding stands that the network sees
   * @param keep which steps of a longer example are kept
   */
  public record Input(
      Optional<String> column,
      List<String> columns,
      Optional<Words> words,
      Optional<Integer> maxLength,
      Optional<InputSpec.Padding> padding,
      Optional<InputSpec.Keep> keep) {
    /** As the model says. */
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
   * What comes out.
   *
   * @param target class, labels, number or tags; empty: by activation and loss
   * @param columns of the target
   * @param names of classes, labels or tags, in the order of the outputs
   */
  public record Output(Optional<String> target, List<String> columns, List<String> names) {
    /** As the model says. */
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
