package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.NormalForm;
import dev.sluice.spec.CleanSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.TokenizerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A tokenizer and its vocabulary as the file {@code tokenizer.json} of Hugging Face's `tokenizers`,
 * for tokenizers that are a single regular expression. The only difference is that a Greek capital
 * sigma at the end of a word is lowercased differently there.
 */
final class TokenizerFile {
  /** How texts are cut, by the kind of the tokenizer. */
  private static final Map<Class<?>, Function<TokenizerSpec, Optional<Cut>>> KINDS =
      Map.of(
          TokenizerSpec.Words.class, spec -> words((TokenizerSpec.Words) spec),
          TokenizerSpec.Whitespace.class,
              spec ->
                  Optional.of(
                      new Cut(
                          "[^\\p{Z}\\x09-\\x0d\\x1c-\\x1f]+",
                          ((TokenizerSpec.Whitespace) spec).lowercase())),
          TokenizerSpec.Characters.class,
              spec ->
                  Optional.of(new Cut("[\\s\\S]", ((TokenizerSpec.Characters) spec).lowercase())));

  private static final String CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}]";

  private TokenizerFile() {}

  /**
   * @param pattern of a token
   */
  private record Cut(String pattern, boolean lowercase) {}

  private static Optional<Cut> words(TokenizerSpec.Words spec) {
    String letter = "[\\p{L}\\p{Nd}]";
    return spec.punctuation() || spec.unspaced() == TokenizerSpec.Words.Unspaced.CHARACTER
        ? Optional.empty()
        : Optional.of(
            new Cut(
                letter + "(?:[\\p{L}\\p{Nd}\\p{M}]|['\\x{200c}\\x{200d}](?=" + letter + "))*",
                spec.lowercase()));
  }

  /** Empty if that library would produce other tokens, or give them other ids. */
  static Optional<JsonNode> of(InputSpec.Text spec, NormalForm form, Vocabulary vocabulary) {
    List<String> byId = vocabulary.byId();
    boolean plain =
        spec.columns().isEmpty()
            && !spec.clean().html()
            && spec.vocabulary().hash().isEmpty()
            && new HashSet<>(byId).size() == byId.size();
    return plain
        ? KINDS
            .getOrDefault(spec.tokenizer().getClass(), any -> Optional.empty())
            .apply(spec.tokenizer())
            .map(cut -> json(spec, form, cut, byId))
        : Optional.empty();
  }

  private static JsonNode json(InputSpec.Text spec, NormalForm form, Cut cut, List<String> byId) {
    ObjectNode file = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    truncation(spec, file);
    file.putNull("padding").putArray("added_tokens");
    ArrayNode steps = file.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (spec.clean().control()) {
      replace(steps, CONTROL, " ");
    }
    if (form == NormalForm.NFC) {
      replace(steps, NormalForm.leftOut(), "");
      replace(steps, "\\x{200b}", " ");
      steps.addObject().put("type", "NFC");
    }
    if (spec.clean().unicode() == CleanSpec.Unicode.NFKC) {
      steps.addObject().put("type", "NFKC");
    }
    if (spec.clean().numbers() == CleanSpec.Numbers.ZEROS) {
      replace(steps, "\\p{Nd}", "0");
    }
    if (spec.tokenizer() instanceof TokenizerSpec.Words) {
      replace(steps, "\\x{2019}", "'");
    }
    if (cut.lowercase()) {
      steps.addObject().put("type", "Lowercase");
    }
    ObjectNode split = file.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("Regex", cut.pattern());
    split.put("behavior", "Removed").put("invert", true);
    file.putNull("post_processor").putNull("decoder");
    ObjectNode model = file.putObject("model").put("type", "WordLevel");
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < byId.size(); id++) {
      ids.put(byId.get(id), id);
    }
    model.put("unk_token", byId.get(Vocabulary.UNKNOWN));
    return file;
  }

  private static void truncation(InputSpec.Text spec, ObjectNode file) {
    if (spec.keep() == InputSpec.Keep.BOTH) { // which that library does not have
      file.putNull("truncation");
      return;
    }
    file.putObject("truncation")
        .put("direction", spec.keep() == InputSpec.Keep.START ? "Right" : "Left")
        .put("max_length", spec.maxLength())
        .put("strategy", "LongestFirst")
        .put("stride", 0);
  }

  private static void replace(ArrayNode steps, String pattern, String by) {
    ObjectNode step = steps.addObject().put("type", "Replace");
    step.putObject("pattern").put("Regex", pattern);
    step.put("content", by);
  }
}
