package dev.sluice.input.tokens;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.batch.PaddedIds;
import dev.sluice.batch.Texts;
import dev.sluice.drift.Observed;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.ExampleOrder;
import dev.sluice.frame.StepFrame;
import dev.sluice.input.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sequences of tokens as ids, batches padded at the end and masked. */
public final class EncodedTokens implements EncodedInput, Texts {
  private final FittedTokens fitted;
  private final StepFrame examples;
  private final int[][] ids; // (examples)(steps), at least one each
  private final Optional<int[][][]> characters; // (examples)(steps)(characters)

  EncodedTokens(
      FittedTokens fitted, StepFrame examples, int[][] ids, Optional<int[][][]> characters) {
    this.fitted = fitted;
    this.examples = examples;
    this.ids = ids;
    this.characters = characters;
  }

  FittedTokens fitted() {
    return fitted;
  }

  @Override
  public StepFrame frame() {
    return examples;
  }

  @Override
  public int size() {
    return ids.length;
  }

  /** Shuffled batches contain sequences of similar length. */
  @Override
  public int[] order(BatchOrder order, int batchSize) {
    return ExampleOrder.byLength(order, lengths(), batchSize);
  }

  @Override
  public Optional<int[]> stepsOfEach() {
    return Optional.of(lengths());
  }

  /** The tokens of each example, (examples). */
  int[] lengths() {
    return Arrays.stream(ids).mapToInt(example -> example.length).toArray();
  }

  @Override
  public int longest() {
    return Arrays.stream(lengths()).max().orElse(1);
  }

  @Override
  public Masked features(int[] batch) {
    Masked padded = PaddedIds.masked(ids, batch);
    return characters
        .map(spelled -> PaddedIds.withCharacters(padded, spelled, batch))
        .orElse(padded);
  }

  @Override
  public Optional<Texts> texts() {
    return Optional.of(this);
  }

  @Override
  public String key() {
    return "data.input.tokens";
  }

  @Override
  public List<String> columns() {
    return List.of(fitted.column());
  }

  /** The tokens as they are in the source, separated by spaces. */
  @Override
  public String text(int example) {
    return String.join(" ", examples.values(example, examples.table().indexOf(fitted.column())));
  }

  @Override
  public int recordNumber(int example) {
    return examples.recordNumber(example);
  }

  @Override
  public List<String> tokens(int example) {
    return fitted.tokens(examples, example);
  }

  @Override
  public List<String> steps(int example) {
    return tokens(example).subList(0, ids(example).length);
  }

  /** Sequences are never cut. */
  @Override
  public int[] wholeIds(int example) {
    return ids[example];
  }

  @Override
  public int[] positions(int example) {
    return IntStream.range(0, ids(example).length).toArray();
  }

  @Override
  public int[] ids(int example) {
    return ids[example];
  }

  @Override
  public int vocabularySize() {
    return fitted.vocabulary().size();
  }

  @Override
  public int unknownId() {
    return Vocabulary.UNKNOWN;
  }

  @Override
  public int firstToken() {
    return Vocabulary.FIRST_TOKEN;
  }

  @Override
  public String token(int id) {
    return fitted.vocabulary().tokens().get(id - Vocabulary.FIRST_TOKEN);
  }

  long count() {
    return Arrays.stream(ids).mapToLong(example -> example.length).sum();
  }

  /** The number of tokens that are not in the vocabulary. */
  long unknown() {
    return Arrays.stream(ids)
        .flatMapToInt(Arrays::stream)
        .filter(id -> id == Vocabulary.UNKNOWN)
        .count();
  }

  @Override
  public List<Observed> observed() {
    return observedTokens();
  }
}
