package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Words cut into subwords by byte pairs, as a {@code tokenizer.json} says. A token is shown as the
 * text that it represents, including a space before it; one that is only part of a character as
 * {@code <e4><b8>}.
 */
final class SubwordTokenizer implements Tokenizer {
  private static final int LONGEST_WORD = 10_000; // characters; a longer one is cut, to save memory

  private final JsonNode json;
  private final UnaryOperator<String> normalizer;
  private final WordPieces words;
  private final BytePairs pairs;
  private final Spelling spelling;
  private final Map<String, String> shown = new HashMap<>(); // by token of the vocabulary
  private final Map<String, byte[]> bytes = new HashMap<>(); // by what is shown

  /** How tokens of the vocabulary represent text. */
  enum Spelling {
    /** In {@link ByteAlphabet} characters. */
    BYTES,
    /** With a special character for a space. */
    METASPACE,
    /** Literally; words are separated. */
    PLAIN
  }

  /**
   * @param json the {@code tokenizer.json}
   * @param blank the character for a space of {@link Spelling#METASPACE}
   */
  SubwordTokenizer(
      JsonNode json,
      UnaryOperator<String> normalizer,
      WordPieces words,
      BytePairs pairs,
      Spelling spelling,
      String blank) {
    this.json = json;
    this.normalizer = normalizer;
    this.words = words;
    this.pairs = pairs;
    this.spelling = spelling;
    for (String token : pairs.ids().keySet()) {
      byte[] of =
          switch (spelling) {
            case BYTES -> ByteAlphabet.bytes(token);
            case METASPACE -> token.replace(blank, " ").getBytes(StandardCharsets.UTF_8);
            case PLAIN -> token.getBytes(StandardCharsets.UTF_8);
          };
      String name = ByteAlphabet.shown(of);
      shown.put(token, name);
      bytes.putIfAbsent(name, of);
    }
  }

  @Override
  public List<String> tokens(String text) {
    return pieces(text).stream().map(shown::get).toList();
  }

  /** The tokens as the vocabulary spells them. */
  List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (String word : words(text)) {
      for (int begin = 0; begin < word.length(); ) {
        int end = Math.min(word.length(), begin + LONGEST_WORD);
        if (end < word.length() && Character.isLowSurrogate(word.charAt(end))) {
          end--;
        }
        pieces.addAll(pairs.tokens(word.substring(begin, end)));
        begin = end;
      }
    }
    return pieces;
  }

  /** The words within which pairs are merged. */
  List<String> words(String text) {
    String normal = normalizer.apply(text);
    return normal.isEmpty() ? List.of() : words.of(new WordPieces.Piece(normal, true));
  }

  /** The id of a token in the {@code tokenizer.json}. */
  int id(String piece) {
    return pairs.ids().get(piece);
  }

  @Override
  public String written(String token, boolean first) {
    return text(List.of(token), first);
  }

  @Override
  public String text(List<String> tokens, boolean first) {
    if (spelling == Spelling.PLAIN) {
      return plain(tokens, first);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String token : tokens) {
      byte[] of = bytes.get(token);
      text.writeBytes(of == null ? token.getBytes(StandardCharsets.UTF_8) : of);
    }
    String written = text.toString(StandardCharsets.UTF_8);
    return first && written.startsWith(" ") ? written.substring(1) : written;
  }

  /** With a space before each token that begins a word, as far as prefix or suffix tell. */
  private String plain(List<String> tokens, boolean first) {
    String prefix = pairs.options().prefix();
    String suffix = pairs.options().suffix();
    StringBuilder text = new StringBuilder();
    boolean ended = true; // the word before
    for (String token : tokens) {
      boolean inside = prefix.isEmpty() ? !ended : token.startsWith(prefix);
      if (!inside && !(first && text.isEmpty())) {
        text.append(' ');
      }
      ended = token.endsWith(suffix);
      text.append(
          token,
          inside ? prefix.length() : 0,
          ended ? token.length() - suffix.length() : token.length());
    }
    return text.toString();
  }

  @Override
  public Optional<JsonNode> toJson() {
    return Optional.of(json);
  }
}
