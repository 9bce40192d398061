package dev.sluice.input.text;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.batch.OtherColumn;
import dev.sluice.batch.PaddedIds;
import dev.sluice.batch.Texts;
import dev.sluice.drift.Observed;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.ExampleOrder;
import dev.sluice.frame.Rows;
import dev.sluice.input.Lengths;
import dev.sluice.shape.InputShape;
import dev.sluice.spec.InputSpec.Padding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Texts, or ids given in their place, as token ids; {@link InputShape.Tokens} describes their
 * batches.
 */
public final class EncodedTexts implements EncodedInput, Texts {
  private final FittedTexts fitted;
  private final Rows rows;
  private final int[][] ids; // (examples)(kept tokens), at least one each
  private final int[] lengths; // (examples): tokens before cutting, 0 for an empty text
  private final float[][] beside; // (examples)(columns); empty where only texts are read
  private final Optional<int[][][]> characters; // (examples)(kept tokens)(characters)

  EncodedTexts(FittedTexts fitted, Rows rows, int[][] ids, int[] lengths) {
    this(fitted, rows, ids, lengths, new float[ids.length][0], Optional.empty());
  }

  /**
   * @param beside (examples)(columns), the values of other columns
   * @param characters (examples)(kept tokens)(characters), if they are read
   */
  EncodedTexts(
      FittedTexts fitted,
      Rows rows,
      int[][] ids,
      int[] lengths,
      float[][] beside,
      Optional<int[][][]> characters) {
    this.characters = characters;
    this.beside = beside;
    this.fitted = fitted;
    this.rows = rows;
    this.ids = ids;
    this.lengths = lengths;
  }

  FittedTexts fitted() {
    return fitted;
  }

  @Override
  public Rows frame() {
    return rows;
  }

  @Override
  public int size() {
    return ids.length;
  }

  /** Shuffled batches contain texts of similar length. */
  @Override
  public int[] order(BatchOrder order, int batchSize) {
    return ExampleOrder.byLength(order, keptLengths(), batchSize);
  }

  private int[] keptLengths() {
    return Arrays.stream(ids).mapToInt(text -> text.length).toArray();
  }

  @Override
  public Optional<int[]> stepsOfEach() {
    return fitted.shape().fixedSteps() ? Optional.empty() : Optional.of(keptLengths());
  }

  @Override
  public int longest() {
    return fitted.shape().seenPadding().isPresent()
        ? fitted.shape().maxLength()
        : Arrays.stream(ids).mapToInt(text -> text.length).max().orElse(1);
  }

  @Override
  public Masked features(int[] batch) {
    InputShape.Tokens shape = fitted.shape();
    Masked padded =
        shape.seenPadding().isEmpty()
            ? PaddedIds.masked(ids, batch)
            : PaddedIds.seen(
                ids, batch, shape.maxLength(), shape.seenPadding().get() == Padding.POST);
    if (characters.isPresent()) {
      return PaddedIds.withCharacters(padded, characters.get(), batch);
    }
    return shape.columns() == 0 ? padded : PaddedIds.withColumns(padded, beside, batch);
  }

  @Override
  public Optional<Texts> texts() {
    return Optional.of(this);
  }

  @Override
  public String key() {
    return fitted.key();
  }

  @Override
  public List<String> columns() {
    return fitted.columns();
  }

  @Override
  public String text(int example) {
    return fitted.text(rows, example);
  }

  @Override
  public int recordNumber(int example) {
    return rows.recordNumber(example);
  }

  @Override
  public List<String> tokens(int example) {
    return fitted.tokens(rows, example);
  }

  @Override
  public List<String> steps(int example) {
    List<String> tokens = tokens(example);
    return steps(tokens, tokens);
  }

  @Override
  public List<String> stepsAsWritten(int example) {
    List<String> tokens = tokens(example);
    List<String> written = fitted.asWritten(rows, example);
    return steps(tokens, written.size() == tokens.size() ? written : tokens);
  }

  private List<String> steps(List<String> tokens, List<String> shown) {
    return Arrays.stream(positions(tokens))
        .mapToObj(at -> at < 0 || tokens.isEmpty() ? "" : shown.get(at))
        .toList();
  }

  @Override
  public int[] positions(int example) {
    return positions(tokens(example));
  }

  private int[] positions(List<String> tokens) {
    InputShape.Tokens shape = fitted.shape();
    int[] seen = fitted.positions(tokens);
    int[] kept = seen.length == 0 ? new int[1] : seen; // one unknown token
    int[] positions = new int[shape.seenPadding().isPresent() ? shape.maxLength() : kept.length];
    Arrays.fill(positions, -1);
    int from =
        shape.seenPadding().equals(Optional.of(Padding.PRE)) ? positions.length - kept.length : 0;
    System.arraycopy(kept, 0, positions, from, kept.length);
    return positions;
  }

  @Override
  public int[] ids(int example) {
    return ids[example];
  }

  @Override
  public int[] wholeIds(int example) {
    boolean whole = ids[example].length == lengths[example];
    return whole ? ids[example] : fitted.ids(rows, example);
  }

  @Override
  public List<OtherColumn> otherColumns() {
    return fitted.otherColumns();
  }

  @Override
  public float[] beside(int example) {
    return beside[example];
  }

  @Override
  public String cell(int example, OtherColumn column) {
    return rows.value(example, rows.table().indexOf(column.name()));
  }

  @Override
  public int vocabularySize() {
    return fitted.shape().vocabularySize();
  }

  @Override
  public int unknownId() {
    return fitted.unknown();
  }

  @Override
  public int firstToken() {
    return fitted.firstToken();
  }

  @Override
  public String token(int id) {
    return fitted.token(id);
  }

  /** The number of texts that were longer than {@code max_length}. */
  public int cutTexts() {
    return (int) Arrays.stream(lengths).filter(n -> n > fitted.shape().maxLength()).count();
  }

  /** The number of texts without a token; the network sees one unknown token in place of each. */
  public int emptyTexts() {
    return (int) Arrays.stream(lengths).filter(n -> n == 0).count();
  }

  /** The number of tokens that the network sees, not counting placeholders of empty texts. */
  public long keptTokens() {
    return Arrays.stream(ids).mapToLong(text -> text.length).sum() - emptyTexts();
  }

  /** The number of {@link #keptTokens} that are not in the vocabulary. */
  public long unknownTokens() {
    return Arrays.stream(ids)
            .mapToLong(text -> Arrays.stream(text).filter(id -> id == fitted.unknown()).count())
            .sum()
        - emptyTexts();
  }

  /**
   * The number of tokens before cutting that this share of the texts does not exceed, by the
   * nearest-rank method.
   *
   * @param share 0 for the shortest text, 1 for the longest
   */
  public int lengthQuantile(double share) {
    return Lengths.quantile(lengths, share);
  }

  /** The tokens of each text before cutting, 0 for an empty one; (examples). */
  int[] lengths() {
    return lengths;
  }

  @Override
  public int length(int example) {
    return lengths[example];
  }

  @Override
  public List<Observed> observed() {
    return Stream.concat(observedTokens().stream(), fitted.observedFeatures(rows).stream())
        .toList();
  }
}
