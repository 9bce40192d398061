package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Documents;
import dev.sluice.frame.Rows;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.input.PortableInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns texts into ids for a language model, which reads them in full. */
public final class FittedDocuments implements FittedInput {
  private static final String ENDED = "ended";
  private static final String UNKNOWN = "<unknown>";
  private static final String END = "<end>";

  private final FittedText text;
  private final boolean ended;

  /**
   * @param ended whether the training texts have ends; pieces of a single document have none
   */
  FittedDocuments(FittedText text, boolean ended) {
    this.text = text;
    this.ended = ended;
  }

  public boolean ended() {
    return ended;
  }

  public Vocabulary vocabulary() {
    return text.vocabulary();
  }

  /** The most steps are those of a segment, which the training section chooses. */
  @Override
  public InputShape.Tokens shape() {
    return text.shape();
  }

  @Override
  public Optional<Table> rowsOf(List<String> texts) {
    return text.rowsOf(texts);
  }

  @Override
  public List<InputColumn> reads() {
    return text.reads();
  }

  @Override
  public Table example() {
    return text.example();
  }

  /** The column that holds the texts. */
  String column() {
    return text.columns().get(0);
  }

  /** All tokens of a text as it stands in a source. */
  public List<String> tokens(String of) {
    return text.tokens(of);
  }

  /**
   * Tokens as text, including the separators before them. It ends with U+FFFD if the last character
   * is incomplete.
   *
   * @param first whether the text begins with them
   */
  public String written(List<Integer> ids, boolean first) {
    return text.written(ids.stream().map(this::shown).toList(), first);
  }

  /** An id in readable form. */
  public String shown(int id) {
    return switch (id) {
      case Documents.BORDER -> END;
      case Vocabulary.UNKNOWN -> UNKNOWN;
      default -> vocabulary().tokens().get(id - Vocabulary.FIRST_TOKEN);
    };
  }

  @Override
  public EncodedDocuments labelled(Table rows, Collection<String> targets) {
    List<Problem> missing =
        Stream.concat(Stream.of(column()), targets.stream())
            .flatMap(name -> Columns.missing(rows, name).stream())
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(missing);
    }
    return encoded(Rows.all(rows));
  }

  @Override
  public EncodedDocuments unlabelled(Table rows) {
    return labelled(rows, List.of());
  }

  EncodedDocuments encoded(Rows rows) {
    int column = rows.table().indexOf(column());
    int[][] ids = new int[rows.size()][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = ids(tokens(rows.value(i, column)));
    }
    return new EncodedDocuments(this, rows, ids);
  }

  int[] ids(List<String> tokens) {
    return tokens.stream().mapToInt(vocabulary()::id).toArray();
  }

  @Override
  public PortableInput portable() {
    return text.portable();
  }

  /** As {@link FittedText#toJson}, and {@code ended}. */
  @Override
  public JsonNode toJson() {
    return ((ObjectNode) text.toJson()).put(ENDED, ended);
  }

  static FittedDocuments fromJson(InputSpec.Text spec, JsonNode json) {
    return new FittedDocuments(
        FittedText.fromJson(spec, Map.of(), json), json.path(ENDED).asBoolean());
  }
}
