package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.OtherColumn;
import dev.sluice.drift.Observed;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Rows;
import dev.sluice.input.InputColumn;
import dev.sluice.input.PortableInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.InputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns texts into token ids, as learned from the training part. */
public final class FittedText implements FittedTexts {
  private static final int VERSION = 2;
  private static final int RAW_VERSION = 1; // without a normal form
  private static final String KIND = "text";
  private static final String FEATURES = "features";
  private static final String ALPHABET = "alphabet";
  private static final int SHOWN = 8; // tokens of an example
  private static final String ANY_TEXT = "a text";

  private final InputSpec.Text spec;
  private final Optional<JoinedColumns> joined;
  private final Cleaning cleaning;
  private final Tokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final Optional<FittedFeatures> features;
  private final Optional<Alphabet> alphabet;

  private FittedText(
      InputSpec.Text spec,
      NormalForm form,
      Tokenizer tokenizer,
      Vocabulary vocabulary,
      Optional<FittedFeatures> features,
      Optional<Alphabet> alphabet) {
    this.features = features;
    this.alphabet = alphabet;
    this.spec = spec;
    this.joined = spec.columns().map(JoinedColumns::new);
    this.cleaning = new Cleaning(spec.clean(), form);
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
  }

  /**
   * Learns the vocabulary from these rows alone.
   *
   * @param columns how numbers beside the texts are read and scaled, by name
   * @param rows with the column of texts
   * @return the encoded rows
   */
  static EncodedTexts fit(InputSpec.Text spec, Map<String, ColumnSpec> columns, Rows rows) {
    Optional<FittedFeatures> features =
        spec.features().map(of -> FittedFeatures.fit(of, columns, rows));
    NormalForm form = NormalForm.NFC;
    Cleaning cleaning = new Cleaning(spec.clean(), form);
    int[] texts = spec.allColumns().stream().mapToInt(rows.table()::indexOf).toArray();
    Tokenizer tokenizer =
        Tokenizers.fit(
            spec.tokenizer(),
            () ->
                IntStream.range(0, rows.size())
                    .boxed()
                    .flatMap(i -> Arrays.stream(texts).mapToObj(c -> cleaning.of(rows.value(i, c))))
                    .iterator());
    FittedText cutter = of(spec, tokenizer, Vocabulary.of(List.of()));
    TokenCounts counts = new TokenCounts();
    int[] lengths = new int[rows.size()];
    int[][] numbered = new int[rows.size()][]; // each text is tokenized only once
    for (int i = 0; i < numbered.length; i++) {
      List<String> tokens = cutter.tokens(rows, i);
      lengths[i] = tokens.size();
      int[] all = counts.add(tokens);
      numbered[i] = Arrays.stream(cutter.positions(tokens)).map(at -> all[at]).toArray();
    }
    if (Arrays.stream(lengths).allMatch(length -> length == 0)) {
      throw new UserException(
          Problem.atKey(
              "data.input.text." + (spec.columns().isPresent() ? "columns" : "column"),
              "no text of the training part has a token",
              "check column '%s' of %s, and data.input.text.tokenizer"
                  .formatted(String.join("', '", spec.allColumns()), rows.table().name())));
    }
    Optional<Alphabet> alphabet =
        spec.characters()
            .map(
                characters ->
                    Alphabet.of(
                        IntStream.range(0, rows.size())
                            .boxed()
                            .flatMap(i -> cutter.tokens(rows, i).stream()),
                        characters));
    FittedText fitted =
        new FittedText(spec, form, tokenizer, vocabulary(spec, counts), features, alphabet);
    int[] idOfNumber = counts.ids(fitted.vocabulary);
    int[][] ids = new int[numbered.length][];
    for (int i = 0; i < numbered.length; i++) {
      ids[i] = fitted.orUnknown(Arrays.stream(numbered[i]).map(n -> idOfNumber[n]).toArray());
    }
    return new EncodedTexts(fitted, rows, ids, lengths, fitted.beside(rows), fitted.spelled(rows));
  }

  /** The separator of columns has its own id, however rare it is. */
  private static Vocabulary vocabulary(InputSpec.Text spec, TokenCounts counts) {
    Vocabulary counted = counts.vocabulary(spec.vocabulary());
    if (spec.columns().isEmpty() || counted.tokens().contains(JoinedColumns.SEPARATOR)) {
      return counted;
    }
    int most = spec.vocabulary().size() - Vocabulary.FIRST_TOKEN;
    List<String> tokens =
        new ArrayList<>(counted.tokens().subList(0, Math.min(counted.tokens().size(), most - 1)));
    tokens.add(JoinedColumns.SEPARATOR);
    return Vocabulary.of(tokens).withHashes(spec.vocabulary().hash().orElse(0));
  }

  @Override
  public InputShape.Tokens shape() {
    return new InputShape.Tokens(
            vocabulary.size(),
            spec.maxLength(),
            spec.seenPadding(),
            alphabet.map(Alphabet::spelling),
            unknown())
        .withColumns(features.map(FittedFeatures::width).orElse(0));
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public String key() {
    return "data.input.text";
  }

  @Override
  public List<String> columns() {
    return spec.allColumns();
  }

  @Override
  public List<OtherColumn> otherColumns() {
    return features.map(FittedFeatures::columns).orElse(List.of());
  }

  /** (rows)(columns) */
  private float[][] beside(Rows rows) {
    return features.map(of -> of.of(rows)).orElseGet(() -> new float[rows.size()][0]);
  }

  /**
   * The characters of the tokens that the network sees, (rows)(kept tokens)(characters); empty if
   * they are not read. A text without tokens has a placeholder token without characters.
   */
  private Optional<int[][][]> spelled(Rows rows) {
    Map<String, int[]> known = new HashMap<>();
    return alphabet.map(
        letters ->
            IntStream.range(0, rows.size())
                .mapToObj(
                    i -> {
                      List<String> tokens = tokens(rows, i);
                      return tokens.isEmpty()
                          ? new int[1][0]
                          : Arrays.stream(positions(tokens))
                              .mapToObj(tokens::get)
                              .map(token -> known.computeIfAbsent(token, letters::ids))
                              .toArray(int[][]::new);
                    })
                .toArray(int[][][]::new));
  }

  /** What was learned of the columns beside the texts, for a summary. */
  @Override
  public Map<String, Object> features() {
    return features.map(FittedFeatures::summary).orElse(Map.of());
  }

  @Override
  public List<Observed> observedFeatures(Rows rows) {
    return features.map(of -> of.observed(rows)).orElse(List.of());
  }

  @Override
  public List<String> tokens(Rows rows, int example) {
    return joined
        .map(columns -> columns.tokens(cells(rows, example), this::tokens))
        .orElseGet(() -> FittedTexts.super.tokens(rows, example));
  }

  @Override
  public List<String> asWritten(Rows rows, int example) {
    List<String> cells = cells(rows, example);
    return joined
        .map(columns -> columns.tokens(cells, this::asWritten))
        .orElseGet(() -> asWritten(cells.get(0)));
  }

  private List<String> asWritten(String text) {
    return tokenizer.asWritten(cleaning.of(text));
  }

  @Override
  public String text(Rows rows, int example) {
    return joined
        .map(columns -> columns.text(cells(rows, example)))
        .orElseGet(() -> FittedTexts.super.text(rows, example));
  }

  private List<String> cells(Rows rows, int example) {
    return columns().stream()
        .map(column -> rows.value(example, rows.table().indexOf(column)))
        .toList();
  }

  @Override
  public int[] positions(List<String> tokens) {
    return joined
        .map(columns -> columns.positions(tokens, keep(), spec.maxLength()))
        .orElseGet(() -> FittedTexts.super.positions(tokens));
  }

  /** What was learned from texts that were counted elsewhere, tokenized by {@link #tokens}. */
  static FittedText of(InputSpec.Text spec, Tokenizer tokenizer, Vocabulary vocabulary) {
    return new FittedText(
        spec, NormalForm.NFC, tokenizer, vocabulary, Optional.empty(), Optional.empty());
  }

  @Override
  public List<InputColumn> reads() {
    List<InputColumn> all = new ArrayList<>(FittedTexts.super.reads());
    features.ifPresent(of -> all.addAll(of.reads()));
    return all;
  }

  /** The most frequent words in each column of texts. */
  @Override
  public Table example() {
    List<String> words =
        vocabulary.tokens().stream()
            .filter(token -> token.codePoints().anyMatch(Character::isLetter))
            .filter(token -> !token.equals(JoinedColumns.SEPARATOR))
            .limit(SHOWN)
            .toList();
    String text = words.isEmpty() ? ANY_TEXT : tokenizer.text(words, /* first= */ true).strip();
    List<String> cells = new ArrayList<>(columns().stream().map(column -> text).toList());
    features.ifPresent(of -> cells.addAll(of.example()));
    return Table.of(reads().stream().map(InputColumn::name).toList(), List.of(cells));
  }

  /** As {@link Tokenizer#text}. */
  String written(List<String> tokens, boolean first) {
    return tokenizer.text(tokens, first);
  }

  @Override
  public List<String> tokens(String text) {
    return tokenizer.tokens(cleaning.of(text));
  }

  @Override
  public InputSpec.Keep keep() {
    return spec.keep();
  }

  @Override
  public int unknown() {
    return Vocabulary.UNKNOWN;
  }

  @Override
  public int firstToken() {
    return Vocabulary.FIRST_TOKEN;
  }

  @Override
  public String token(int id) {
    return vocabulary.token(id);
  }

  @Override
  public List<TextCheck> checks() {
    return TextCheck.ALL;
  }

  @Override
  public String vocabularyKey() {
    return key() + ".vocabulary";
  }

  @Override
  public String vocabularyAdvice() {
    return "raise size or lower min_count; if the texts have few words in common, try tokenizer:"
        + " {characters: {}}";
  }

  @Override
  public EncodedTexts encoded(Rows rows) {
    return encoded(rows, beside(rows));
  }

  @Override
  public EncodedTexts texts(Table rows) {
    Rows all = Rows.all(rows);
    return encoded(all, new float[all.size()][shape().columns()]);
  }

  private EncodedTexts encoded(Rows rows, float[][] beside) {
    int[] lengths = new int[rows.size()];
    int[][] ids = new int[rows.size()][];
    for (int i = 0; i < ids.length; i++) {
      List<String> tokens = tokens(rows, i);
      lengths[i] = tokens.size();
      ids[i] =
          orUnknown(
              Arrays.stream(positions(tokens)).map(at -> vocabulary.id(tokens.get(at))).toArray());
    }
    return new EncodedTexts(this, rows, ids, lengths, beside, spelled(rows));
  }

  @Override
  public int[] ids(Rows rows, int row) {
    List<String> tokens = tokens(rows, row);
    return tokens.stream().mapToInt(vocabulary::id).toArray();
  }

  @Override
  public PortableInput portable() {
    return new PortableInput.Tokens(
        vocabulary.byId(),
        alphabet.map(Alphabet::byId),
        TokenizerFile.of(spec, cleaning.form(), vocabulary));
  }

  /**
   * {@code vocabulary} from id 2, in its {@code normal_form}; {@code features} if there are such;
   * {@code alphabet} from id 2, if characters are read.
   */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    NormalForm form = cleaning.form();
    json.put("version", form == NormalForm.RAW ? RAW_VERSION : VERSION).put("kind", KIND);
    form.write(json);
    Tokenizers.write(tokenizer, json);
    vocabulary.tokens().forEach(json.putArray("vocabulary")::add);
    features.ifPresent(of -> json.set(FEATURES, of.toJson()));
    alphabet.ifPresent(known -> known.characters().forEach(json.putArray(ALPHABET)::add));
    return json;
  }

  static FittedText fromJson(InputSpec.Text spec, Map<String, ColumnSpec> columns, JsonNode json) {
    FittedJson.require(json, KIND, VERSION);
    NormalForm form = NormalForm.of(json);
    if ((json.path("version").asInt() == RAW_VERSION) != (form == NormalForm.RAW)) {
      throw FittedJson.damaged("normal_form does not fit the version");
    }
    return new FittedText(
        spec,
        form,
        Tokenizers.read(spec.tokenizer(), json),
        Vocabulary.of(FittedJson.distinct(json, "vocabulary"))
            .withHashes(spec.vocabulary().hash().orElse(0)),
        spec.features().map(of -> FittedFeatures.fromJson(of, columns, json.path(FEATURES))),
        spec.characters()
            .map(characters -> Alphabet.of(FittedJson.distinct(json, ALPHABET), characters)));
  }
}
