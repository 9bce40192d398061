package dev.sluice.imports;

import dev.sluice.spec.InputSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a file of a model does not say, and a user knows. Each is left out where the default is
 * right.
 *
 * @param rows a file of rows that the model will read; its ending chooses the source
 * @param column of the texts or ids
 * @param columns of the numbers: of each step, or one for each feature
 * @param targetColumns what comes out
 * @param target what comes out: class, labels, number or tags
 * @param classes the names of classes, labels or tags, in the order of the outputs
 * @param words a file of words with their ids
 * @param indexFrom added to each id of the words, as Keras's {@code load_data} does
 * @param unknown the id of words that are not among them
 * @param tokenizer how texts become words: keras, words, whitespace or characters
 * @param scaler a JSON file of what numbers were scaled by
 * @param maxLength steps, of which no example has more
 * @param padding where padding stands that the network sees
 * @param keep which steps of a longer example are kept
 * @param probe what the other program was given and gave
 */
public record ImportOptions(
    Optional<Path> rows,
    Optional<String> column,
    List<String> columns,
    List<String> targetColumns,
    Optional<String> target,
    List<String> classes,
    Optional<Path> words,
    Optional<Integer> indexFrom,
    Optional<Integer> unknown,
    Optional<String> tokenizer,
    Optional<Path> scaler,
    Optional<Integer> maxLength,
    Optional<InputSpec.Padding> padding,
    Optional<InputSpec.Keep> keep,
    Optional<Probe> probe) {
  /** Nothing but the file of the model. */
  public static final ImportOptions NONE =
      new ImportOptions(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Files of NumPy, each with one array.
   *
   * @param inputs (examples, steps) ids, or (examples, steps, features), as the program was given
   * @param outputs (examples, outputs) that it gave
   */
  public record Probe(Path inputs, Path outputs) {}

  public ImportOptions {
    columns = List.copyOf(columns);
    targetColumns = List.copyOf(targetColumns);
    classes = List.copyOf(classes);
  }

  /** The same with a probe. */
  public ImportOptions with(Probe other) {
    return new ImportOptions(
        rows,
        column,
        columns,
        targetColumns,
        target,
        classes,
        words,
        indexFrom,
        unknown,
        tokenizer,
        scaler,
        maxLength,
        padding,
        keep,
        Optional.of(other));
  }
}
