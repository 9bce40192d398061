package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.input.text.SubwordTokenizer.Spelling;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The format {@code tokenizer.json} of Hugging Face's `tokenizers`, as far as it describes byte
 * pair encoding. Whatever is not supported is refused by name, so that tokens never differ from
 * that library's; {@code post_processor}, {@code truncation} and {@code padding} do not affect the
 * tokens.
 */
final class TokenizerJson {
  private static final int MOST_TOKENS = 1_000_000;
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final String DEFAULT_BLANK = "\u2581";

  private final JsonNode json;
  private Spelling spelling = Spelling.PLAIN;
  private String blank = DEFAULT_BLANK;

  private TokenizerJson(JsonNode json) {
    this.json = json;
  }

  /** What is not supported, and what to do. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String advice;

    Refused(String what, String advice) {
      super(what);
      this.advice = advice;
    }

    String advice() {
      return advice;
    }
  }

  /**
   * @throws Refused if it is not such a file, is damaged, or contains something unsupported
   */
  static SubwordTokenizer read(JsonNode json) {
    return new TokenizerJson(json).tokenizer();
  }

  /**
   * A trained tokenizer in the format of the file: Unicode's composed form, then the bytes of
   * GPT-2's words.
   */
  static JsonNode of(BytePairTraining trained, boolean lowercase) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    ObjectNode file = make.objectNode().put("version", "1.0");
    file.putNull("truncation").putNull("padding").putArray("added_tokens");
    ArrayNode normalizers =
        file.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    normalizers.addObject().put("type", "NFC");
    if (lowercase) {
      normalizers.addObject().put("type", "Lowercase");
    }
    for (String part : List.of("pre_tokenizer", "decoder")) {
      file.putObject(part)
          .put("type", "ByteLevel")
          .put("add_prefix_space", true)
          .put("trim_offsets", true)
          .put("use_regex", true);
    }
    file.putNull("post_processor");
    ObjectNode model = file.putObject("model").put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    trained.ids().forEach(vocabulary::put);
    ArrayNode merges = model.putArray("merges");
    trained.merges().forEach(pair -> merges.addArray().add(pair.get(0)).add(pair.get(1)));
    return file;
  }

  private SubwordTokenizer tokenizer() {
    JsonNode model = json.path("model");
    if (!model.isObject()) {
      throw new Refused(
          "is not a tokenizer.json: it has no 'model'",
          "give the file that tokenizer.save(\"tokenizer.json\") of Hugging Face's tokenizers"
              + " writes");
    }
    String kind = model.path("type").asText(model.has("merges") ? "BPE" : "?");
    if (!kind.equals("BPE")) {
      throw new Refused(
          "has a model of type '%s'; only BPE is supported".formatted(kind),
          "use a byte pair encoding tokenizer, such as that of GPT-2, or tokenizer: {bpe: {}}");
    }
    if (model.path("dropout").asDouble() > 0) {
      throw refused("model.dropout", "it makes tokenization random", "set it to null");
    }
    for (JsonNode added : json.path("added_tokens")) {
      if (!added.path("special").asBoolean()) {
        throw refused(
            "added_tokens",
            "'%s' is not special".formatted(added.path("content").asText()),
            "only special added tokens can be skipped");
      }
    }
    UnaryOperator<String> normalizer = normalizer(json.path("normalizer"));
    WordPieces words = words(json.path("pre_tokenizer"));
    return new SubwordTokenizer(json, normalizer, words, pairs(model), spelling, blank);
  }

  private static Refused refused(String key, String what, String advice) {
    return new Refused("%s: %s".formatted(key, what), advice);
  }

  // Model

  private static BytePairs pairs(JsonNode model) {
    Map<String, Integer> ids = ids(model.path("vocab"));
    String unknown = text(model, "unk_token");
    if (!unknown.isEmpty() && !ids.containsKey(unknown)) {
      throw refused(
          "model.unk_token",
          "'%s' is not in the vocabulary".formatted(unknown),
          "add it to model.vocab, or set it to null");
    }
    try {
      return new BytePairs(
          ids,
          merges(model.path("merges")),
          new BytePairs.Options(
              unknown,
              text(model, "continuing_subword_prefix"),
              text(model, "end_of_word_suffix"),
              model.path("fuse_unk").asBoolean(),
              model.path("byte_fallback").asBoolean(),
              model.path("ignore_merges").asBoolean()));
    } catch (IllegalArgumentException e) {
      throw refused("model.merges", e.getMessage(), "write the file again: it is damaged");
    }
  }

  private static String text(JsonNode model, String key) {
    return model.path(key).isTextual() ? model.get(key).textValue() : "";
  }

  private static Map<String, Integer> ids(JsonNode vocabulary) {
    if (!vocabulary.isObject() || vocabulary.isEmpty()) {
      throw refused("model.vocab", "there are no tokens", "write the file again: it is damaged");
    }
    if (vocabulary.size() > MOST_TOKENS) {
      throw refused(
          "model.vocab",
          "has %s tokens, more than %s".formatted(vocabulary.size(), MOST_TOKENS),
          "train a smaller tokenizer");
    }
    Map<String, Integer> ids = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    vocabulary
        .properties()
        .forEach(
            token -> {
              int id = token.getValue().canConvertToInt() ? token.getValue().intValue() : -1;
              if (id < 0 || id >= 2 * MOST_TOKENS || !seen.add(id) || token.getKey().isEmpty()) {
                throw refused(
                    "model.vocab",
                    "the token '%s' has the id %s".formatted(token.getKey(), token.getValue()),
                    "ids are whole numbers from 0, each for one token, which is not empty");
              }
              ids.put(token.getKey(), id);
            });
    return ids;
  }

  private static List<List<String>> merges(JsonNode merges) {
    List<List<String>> pairs = new ArrayList<>();
    for (JsonNode merge : merges) {
      List<String> pair =
          merge.isTextual()
              ? List.of(merge.textValue().split(" ", -1))
              : List.of(merge.path(0).asText(), merge.path(1).asText());
      if (pair.size() != 2 || pair.contains("")) {
        throw refused(
            "model.merges",
            "merge %s, %s, is not a pair of tokens".formatted(pairs.size() + 1, merge),
            "write the file again: it is damaged");
      }
      pairs.add(pair);
    }
    return pairs;
  }

  // Normalizers

  private static UnaryOperator<String> normalizer(JsonNode spec) {
    if (spec.isNull() || spec.isMissingNode()) {
      return text -> text;
    }
    String kind = spec.path("type").asText();
    return switch (kind) {
      case "Sequence" -> {
        List<UnaryOperator<String>> steps = new ArrayList<>();
        spec.path("normalizers").forEach(step -> steps.add(normalizer(step)));
        yield text -> {
          String changed = text;
          for (UnaryOperator<String> step : steps) {
            changed = step.apply(changed);
          }
          return changed;
        };
      }
      case "NFC", "NFD", "NFKC", "NFKD" -> {
        Normalizer.Form form = Normalizer.Form.valueOf(kind);
        yield text -> Normalizer.normalize(text, form);
      }
      case "Lowercase" -> TokenizerJson::lowercase;
      case "StripAccents" -> text -> text.replaceAll("\\p{Mn}", "");
      case "Strip" -> {
        boolean left = spec.path("strip_left").asBoolean();
        boolean right = spec.path("strip_right").asBoolean();
        String space = "[\\s\\p{Z}\\x{85}]+";
        yield text -> {
          String rest = left ? text.replaceFirst("^" + space, "") : text;
          return right ? rest.replaceFirst(space + "$", "") : rest;
        };
      }
      case "Prepend" -> {
        String before = spec.path("prepend").asText();
        yield text -> text.isEmpty() ? text : before + text;
      }
      case "Replace" -> {
        JsonNode pattern = spec.path("pattern").path("String");
        if (!pattern.isTextual() || pattern.textValue().isEmpty()) {
          throw refused(
              "normalizer", "Replace with an expression is not supported", "replace a text");
        }
        String content = spec.path("content").asText();
        yield text -> text.replace(pattern.textValue(), content);
      }
      default ->
          throw refused(
              "normalizer",
              "'%s' is not supported".formatted(kind),
              "supported are NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Prepend, Replace"
                  + " and Sequence");
    };
  }

  /**
   * Lowercases each character by itself, as that library does: a sigma at the end of a word is no
   * exception.
   */
  static String lowercase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (c == DOTTED_CAPITAL_I) {
        lower.append("i\u0307");
      } else {
        lower.appendCodePoint(Character.toLowerCase(c));
      }
    }
    return lower.toString();
  }

  // Pre-tokenizers

  private WordPieces words(JsonNode spec) {
    if (spec.isNull() || spec.isMissingNode()) {
      return piece -> List.of(piece.text());
    }
    String kind = spec.path("type").asText();
    return switch (kind) {
      case "Sequence" -> {
        List<WordPieces> steps = new ArrayList<>();
        spec.path("pretokenizers").forEach(step -> steps.add(words(step)));
        yield WordPieces.chain(steps);
      }
      case "ByteLevel" -> {
        spelling = Spelling.BYTES;
        yield WordPieces.byteLevel(
            spec.path("add_prefix_space").asBoolean(true), spec.path("use_regex").asBoolean(true));
      }
      case "Whitespace" -> WordPieces.matches(WordPieces.WORDS);
      case "WhitespaceSplit" -> WordPieces.matches(WordPieces.NO_SPACE);
      case "Punctuation" -> {
        requireIsolated(spec, kind);
        yield WordPieces.matches(WordPieces.SIGN_OR_NOT);
      }
      case "Digits" ->
          WordPieces.matches(
              spec.path("individual_digits").asBoolean()
                  ? WordPieces.DIGIT_OR_NOT
                  : WordPieces.DIGITS_OR_NOT);
      case "Metaspace" -> {
        spelling = Spelling.METASPACE;
        blank = spec.path("replacement").asText(DEFAULT_BLANK);
        String scheme =
            spec.has("prepend_scheme")
                ? spec.get("prepend_scheme").asText().toLowerCase(Locale.ROOT)
                : spec.path("add_prefix_space").asBoolean(true) ? "always" : "never";
        yield WordPieces.metaspace(
            blank,
            piece -> scheme.equals("always") || scheme.equals("first") && piece.first(),
            spec.path("split").asBoolean(true));
      }
      default ->
          throw refused(
              "pre_tokenizer",
              "'%s' is not supported".formatted(kind),
              "supported are ByteLevel, Metaspace, Whitespace, WhitespaceSplit, Punctuation, Digits"
                  + " and Sequence");
    };
  }

  private static void requireIsolated(JsonNode spec, String kind) {
    String behavior = spec.path("behavior").asText("Isolated");
    if (!behavior.equals("Isolated")) {
      throw refused(
          "pre_tokenizer",
          "%s with behavior '%s' is not supported".formatted(kind, behavior),
          "only Isolated is");
    }
  }
}
