package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Rows;
import dev.sluice.input.InputColumn;
import dev.sluice.input.PortableInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads token ids in the convention of Keras: 0 is padding, 1 begins a text, 2 is unknown, words
 * begin at 3. Ids that are not among the first {@code num_words} become 2, after {@code index_from}
 * is added.
 */
final class FittedIds implements FittedTexts {
  private static final int VERSION = 1;
  private static final String KIND = "ids";
  private static final int UNKNOWN = 2;
  private static final int FIRST_WORD = 3;
  private static final String EXAMPLE = "1 14 22 16 43";
  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");
  private static final Pattern ID = Pattern.compile("\\d{1,9}"); // fits an int

  private final InputSpec.Ids spec;
  private final int numWords;

  private FittedIds(InputSpec.Ids spec, int numWords) {
    this.spec = spec;
    this.numWords = numWords;
  }

  /**
   * Uses the largest id of these rows if the config does not give the number of ids.
   *
   * @param rows of the training part
   * @return the encoded rows
   */
  static EncodedTexts fit(InputSpec.Ids spec, Rows rows) {
    FittedIds any = new FittedIds(spec, Integer.MAX_VALUE);
    int largest = Arrays.stream(any.read(rows)).flatMapToInt(Arrays::stream).max().orElse(0);
    return new FittedIds(spec, spec.numWords().orElse(Math.max(largest, FIRST_WORD) + 1))
        .encoded(rows);
  }

  @Override
  public String key() {
    return "data.input.ids";
  }

  @Override
  public List<String> columns() {
    return List.of(spec.column());
  }

  @Override
  public InputShape.Tokens shape() {
    return shape(spec, numWords, spec.maxLength());
  }

  /** Examples with this many ids and steps. */
  static InputShape.Tokens shape(InputSpec.Ids spec, int numWords, int steps) {
    return new InputShape.Tokens(numWords, steps, spec.seenPadding(), Optional.empty(), UNKNOWN);
  }

  /**
   * The ids of a cell, separated by spaces, or a JSON list of them; without surrounding padding.
   */
  @Override
  public List<String> tokens(String cell) {
    String list = cell.strip();
    if (list.startsWith("[") && list.endsWith("]")) {
      list = list.substring(1, list.length() - 1).strip();
    }
    if (list.isEmpty()) {
      return List.of();
    }
    List<String> ids = new ArrayList<>(List.of(BETWEEN.split(list)));
    while (!ids.isEmpty() && isPadding(ids.get(0))) {
      ids.remove(0);
    }
    while (!ids.isEmpty() && isPadding(ids.get(ids.size() - 1))) {
      ids.remove(ids.size() - 1);
    }
    return ids;
  }

  private static boolean isPadding(String id) {
    return id.equals("0");
  }

  @Override
  public List<InputColumn> reads() {
    return List.of(InputColumn.of(spec.column(), InputColumn.Holds.IDS));
  }

  @Override
  public Table example() {
    return Table.of(columns(), List.of(List.of(EXAMPLE)));
  }

  @Override
  public InputSpec.Keep keep() {
    return spec.keep();
  }

  @Override
  public int[] positions(List<String> tokens) {
    int before = before();
    return Arrays.stream(keep().positions(before + tokens.size(), spec.maxLength()))
        .map(i -> i - before)
        .toArray();
  }

  /** The number of ids before those of the tokens. */
  private int before() {
    return spec.start().isPresent() ? 1 : 0;
  }

  @Override
  public int unknown() {
    return UNKNOWN;
  }

  @Override
  public int firstToken() {
    return FIRST_WORD;
  }

  @Override
  public String token(int id) {
    return Integer.toString(Math.max(id - spec.indexFrom(), 0));
  }

  /** All except the one about a learned vocabulary. */
  @Override
  public List<TextCheck> checks() {
    return List.of(new CutTexts(), new UnknownTokens(), new SeenPadding());
  }

  @Override
  public String vocabularyKey() {
    return key() + ".num_words";
  }

  @Override
  public String vocabularyAdvice() {
    return "raise num_words";
  }

  @Override
  public EncodedTexts encoded(Rows rows) {
    int[][] read = read(rows);
    int[] lengths = Arrays.stream(read).mapToInt(ids -> ids.length).toArray();
    int[][] kept =
        Arrays.stream(read)
            .map(ids -> Arrays.stream(ids).map(id -> id < numWords ? id : UNKNOWN).toArray())
            .map(ids -> kept(ids))
            .toArray(int[][]::new);
    return new EncodedTexts(this, rows, kept, lengths);
  }

  /** For rows that have been read before. */
  @Override
  public int[] ids(Rows rows, int row) {
    List<String> tokens = tokens(rows, row);
    int[] ids =
        tokens.stream()
            .mapToInt(id -> Integer.parseInt(id) + spec.indexFrom())
            .map(id -> id < numWords ? id : UNKNOWN)
            .toArray();
    return spec.start().isEmpty()
        ? ids
        : IntStream.concat(IntStream.of(spec.start().get()), IntStream.of(ids)).toArray();
  }

  private int[][] read(Rows rows) {
    int column = rows.table().indexOf(spec.column());
    RowProblems faults = new RowProblems(rows.table().name());
    int[][] ids = new int[rows.size()][];
    for (int i = 0; i < ids.length; i++) {
      List<String> tokens = tokens(rows.value(i, column));
      int before = before();
      ids[i] = new int[before + tokens.size()];
      if (before > 0) {
        ids[i][0] = spec.start().get();
      }
      for (int t = 0; t < tokens.size(); t++) {
        String id = tokens.get(t);
        if (!ID.matcher(id).matches() || Integer.parseInt(id) == 0) {
          faults.add(
              rows.line(i),
              isPadding(id)
                  ? "column '%s': 0, which means padding, is between ids".formatted(spec.column())
                  : "column '%s': '%s' is not an id".formatted(spec.column(), id));
          break;
        }
        ids[i][before + t] = Integer.parseInt(id) + spec.indexFrom();
      }
    }
    List<Problem> problems =
        faults.problems(
            "ids are whole numbers from 1 to 999999999, as in 1 14 22 or [1, 14, 22]; 0 only pads a"
                + " text");
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return ids;
  }

  @Override
  public PortableInput portable() {
    return new PortableInput.Tokens(List.of(), Optional.empty(), Optional.empty());
  }

  /** {@code num_words}. */
  @Override
  public JsonNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", VERSION)
        .put("kind", KIND)
        .put("num_words", numWords);
  }

  static FittedIds fromJson(InputSpec.Ids spec, JsonNode json) {
    FittedJson.require(json, KIND, VERSION);
    int numWords = json.path("num_words").asInt();
    if (numWords <= FIRST_WORD) {
      throw FittedJson.damaged("num_words must be above " + FIRST_WORD);
    }
    return new FittedIds(spec, numWords);
  }
}
