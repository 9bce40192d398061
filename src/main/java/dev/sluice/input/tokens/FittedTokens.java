package dev.sluice.input.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.Cut;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.RowGroups;
import dev.sluice.frame.SpacedRows;
import dev.sluice.frame.StepFrame;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.input.PortableInput;
import dev.sluice.input.text.Alphabet;
import dev.sluice.input.text.TokenCounts;
import dev.sluice.input.text.Vocabulary;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Columns;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns tokens into ids, as learned from the training part. */
public final class FittedTokens implements FittedInput {
  private static final int VERSION = 1;
  private static final String KIND = "tokens";
  private static final int SHOWN = 8; // tokens of an example
  private static final String ANY_WORD = "word";

  /**
   * Longer sequences most likely come from a file without ends of sentences; a batch of them would
   * need gigabytes.
   */
  private static final int MOST_STEPS = 20_000;

  private final InputSpec.Tokens spec;
  private final Optional<String> by;
  private final NormalForm form;
  private final int longest;
  private final Vocabulary vocabulary;
  private final Optional<Alphabet> alphabet;

  private FittedTokens(
      InputSpec.Tokens spec,
      Optional<String> by,
      NormalForm form,
      int longest,
      Vocabulary vocabulary,
      Optional<Alphabet> alphabet) {
    this.spec = spec;
    this.by = by;
    this.form = form;
    this.longest = longest;
    this.vocabulary = vocabulary;
    this.alphabet = alphabet;
  }

  /**
   * Learns the vocabulary, and the alphabet, from these examples alone.
   *
   * @param by the column that tells sequences apart; empty if each row is one
   * @return the encoded examples
   */
  static EncodedTokens fit(InputSpec.Tokens spec, Optional<String> by, StepFrame examples) {
    TokenCounts counts = new TokenCounts();
    int[][] numbered = new int[examples.size()][];
    for (int i = 0; i < numbered.length; i++) {
      numbered[i] = counts.add(tokens(spec, NormalForm.NFC, examples, i));
    }
    FittedTokens fitted =
        new FittedTokens(
            spec,
            by,
            NormalForm.NFC,
            Arrays.stream(numbered).mapToInt(example -> example.length).max().orElse(1),
            counts.vocabulary(spec.vocabulary()),
            spec.characters().map(characters -> alphabet(spec, characters, examples)));
    int[] idOfNumber = counts.ids(fitted.vocabulary);
    int[][] ids = new int[numbered.length][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Arrays.stream(numbered[i]).map(n -> idOfNumber[n]).toArray();
    }
    return new EncodedTokens(fitted, examples, ids, fitted.spelled(examples));
  }

  private static Alphabet alphabet(
      InputSpec.Tokens spec, InputSpec.Characters characters, StepFrame examples) {
    return Alphabet.of(
        IntStream.range(0, examples.size())
            .boxed()
            .flatMap(i -> written(spec, NormalForm.NFC, examples, i)),
        characters);
  }

  /** How a table becomes sequences of tokens. */
  Cut<? extends StepFrame> cut() {
    return cut(spec, by);
  }

  /** How a table becomes sequences of tokens, before anything is learned. */
  static Cut<? extends StepFrame> cut(InputSpec.Tokens spec, Optional<String> by) {
    return by.isPresent() ? RowGroups.by(by.get()) : SpacedRows.by(spec.column());
  }

  /**
   * The problems with tokens: rows without one, or with more than a sequence may have.
   *
   * @param examples of a table that has the column
   */
  static List<Problem> faults(InputSpec.Tokens spec, StepFrame examples) {
    int column = examples.table().indexOf(spec.column());
    RowProblems blank = new RowProblems(examples.table().name());
    RowProblems endless = new RowProblems(examples.table().name());
    for (int i = 0; i < examples.size(); i++) {
      List<String> tokens = examples.values(i, column);
      for (int t = 0; t < tokens.size(); t++) {
        if (NormalForm.NFC.of(tokens.get(t)).isBlank()) {
          blank.add(examples.line(i, t), "column '%s': no token".formatted(spec.column()));
        }
      }
      if (tokens.size() > MOST_STEPS) {
        endless.add(
            examples.line(i),
            "the sequence that starts here has %s tokens; the maximum is %s"
                .formatted(tokens.size(), MOST_STEPS));
      }
    }
    return Stream.concat(
            blank.problems("write the token, or leave the row out").stream(),
            endless
                .problems(
                    "split it into sentences: set data.input.tokens.by to a column that identifies"
                        + " them")
                .stream())
        .toList();
  }

  private static List<String> tokens(
      InputSpec.Tokens spec, NormalForm form, StepFrame examples, int example) {
    return written(spec, form, examples, example)
        .map(token -> spec.lowercase() ? token.toLowerCase(Locale.ROOT) : token)
        .toList();
  }

  /** Without changing the case. */
  private static Stream<String> written(
      InputSpec.Tokens spec, NormalForm form, StepFrame examples, int example) {
    return examples.values(example, examples.table().indexOf(spec.column())).stream().map(form::of);
  }

  /** The characters of all tokens, (examples)(steps)(characters); empty where none are read. */
  private Optional<int[][][]> spelled(StepFrame examples) {
    Map<String, int[]> known = new HashMap<>();
    return alphabet.map(
        letters ->
            IntStream.range(0, examples.size())
                .mapToObj(
                    i ->
                        written(spec, form, examples, i)
                            .map(token -> known.computeIfAbsent(token, letters::ids))
                            .toArray(int[][]::new))
                .toArray(int[][][]::new));
  }

  /** The tokens of an example in the form of the vocabulary. */
  List<String> tokens(StepFrame examples, int example) {
    return tokens(spec, form, examples, example);
  }

  /** {@code steps} is that of the longest training example; new ones may be longer. */
  @Override
  public InputShape.Tokens shape() {
    return new InputShape.Tokens(
        vocabulary.size(),
        longest,
        Optional.empty(),
        alphabet.map(Alphabet::spelling),
        Vocabulary.UNKNOWN);
  }

  /** Tokens are separated by spaces. */
  @Override
  public Optional<Table> rowsOf(List<String> texts) {
    if (by.isEmpty()) {
      return Optional.of(Table.of(List.of(column()), texts.stream().map(List::of).toList()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      for (String token : texts.get(i).strip().split("\\s+")) {
        rows.add(List.of(Integer.toString(i + 1), token));
      }
    }
    return Optional.of(Table.of(List.of(by.get(), column()), rows));
  }

  @Override
  public List<InputColumn> reads() {
    InputColumn tokens =
        InputColumn.of(column(), by.isPresent() ? InputColumn.Holds.TEXT : InputColumn.Holds.WORDS);
    return by.map(name -> List.of(InputColumn.of(name, InputColumn.Holds.NAME), tokens))
        .orElse(List.of(tokens));
  }

  /** A sample sentence of the most frequent words. */
  @Override
  public Table example() {
    String words =
        vocabulary.tokens().stream()
            .filter(token -> token.codePoints().anyMatch(Character::isLetter))
            .filter(token -> token.codePoints().noneMatch(Character::isWhitespace))
            .limit(SHOWN)
            .collect(Collectors.joining(" "));
    return rowsOf(List.of(words.isEmpty() ? ANY_WORD : words)).orElseThrow();
  }

  /** The column that holds the tokens. */
  public String column() {
    return spec.column();
  }

  /** The column that tells sequences apart; empty if each row is one. */
  public Optional<String> by() {
    return by;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  Optional<Alphabet> alphabet() {
    return alphabet;
  }

  @Override
  public EncodedTokens labelled(Table rows, Collection<String> targets) {
    List<Problem> missing =
        Stream.of(Stream.of(column()), by.stream(), targets.stream())
            .flatMap(names -> names)
            .flatMap(name -> Columns.missing(rows, name).stream())
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(missing);
    }
    StepFrame examples = cut().all(rows);
    List<Problem> faults = faults(spec, examples);
    if (!faults.isEmpty()) {
      throw new UserException(faults);
    }
    return encoded(examples);
  }

  @Override
  public EncodedTokens unlabelled(Table rows) {
    return labelled(rows, List.of());
  }

  EncodedTokens encoded(StepFrame examples) {
    int[][] ids =
        IntStream.range(0, examples.size())
            .mapToObj(i -> tokens(examples, i).stream().mapToInt(vocabulary::id).toArray())
            .toArray(int[][]::new);
    return new EncodedTokens(this, examples, ids, spelled(examples));
  }

  @Override
  public PortableInput portable() {
    return new PortableInput.Tokens(
        vocabulary.byId(), alphabet.map(Alphabet::byId), Optional.empty());
  }

  /**
   * {@code vocabulary} from id 2, in its {@code normal_form}; {@code longest}, the most tokens of a
   * training example; {@code by}, if a column tells sequences apart; {@code alphabet} from id 2, if
   * characters are read.
   */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION).put("kind", KIND);
    form.write(json);
    by.ifPresent(column -> json.put("by", column));
    json.put("longest", longest);
    vocabulary.tokens().forEach(json.putArray("vocabulary")::add);
    alphabet.ifPresent(known -> known.characters().forEach(json.putArray("alphabet")::add));
    return json;
  }

  static FittedTokens fromJson(InputSpec.Tokens spec, JsonNode json) {
    FittedJson.require(json, KIND, VERSION);
    int longest = json.path("longest").asInt();
    if (longest < 1 || longest > MOST_STEPS) {
      throw FittedJson.damaged("longest must be from 1 to " + MOST_STEPS);
    }
    return new FittedTokens(
        spec,
        json.has("by") ? Optional.of(json.path("by").asText()) : Optional.empty(),
        NormalForm.of(json),
        longest,
        Vocabulary.of(FittedJson.distinct(json, "vocabulary")),
        spec.characters()
            .map(characters -> Alphabet.of(FittedJson.distinct(json, "alphabet"), characters)));
  }
}
