package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a model and their ids.
 *
 * @param ids by word, as they are passed to the model
 */
record WordIndex(Map<String, Integer> ids) {
  private static final List<String> UNKNOWN =
      List.of("[UNK]", "<UNK>", "<unk>", "<OOV>", "<oov>", "OOV", "UNK");
  private static final long LARGEST = 512L << 20; // bytes
  private static final int LARGEST_ID = 100_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a JSON object of words and ids, a JSON list, or one word per line. In a list and in lines
   * the first word has the id 1, or 0 if it is empty and means padding.
   *
   * @param indexFrom added to each id
   */
  static WordIndex read(Path file, int indexFrom) {
    String text = text(file);
    Map<String, Integer> ids = new LinkedHashMap<>();
    JsonNode json = json(text);
    if (json.isObject()) {
      json.properties()
          .forEach(
              word -> {
                if (!word.getValue().isInt() || word.getValue().asInt() < 0) {
                  throw refused(
                      file, "the id of '%s' is %s".formatted(word.getKey(), word.getValue()));
                }
                ids.put(word.getKey(), word.getValue().asInt() + indexFrom);
              });
    } else {
      List<String> words = new ArrayList<>();
      if (json.isArray()) {
        json.forEach(word -> words.add(word.asText()));
      } else {
        words.addAll(text.lines().toList());
      }
      int first = !words.isEmpty() && words.get(0).isEmpty() ? 0 : 1;
      for (int i = 0; i < words.size(); i++) {
        if (ids.put(words.get(i), i + first + indexFrom) != null) {
          throw refused(file, "has '%s' twice".formatted(words.get(i)));
        }
      }
    }
    ids.remove("");
    if (ids.isEmpty()) {
      throw refused(file, "has no words");
    }
    if (ids.values().stream().anyMatch(id -> id > LARGEST_ID)) {
      throw refused(file, "has an id above " + LARGEST_ID);
    }
    if (ids.values().stream().distinct().count() < ids.size()) {
      throw refused(file, "gives two words the same id");
    }
    return new WordIndex(ids);
  }

  /** The id of the word that represents all unknown ones. */
  Optional<Integer> unknown() {
    return UNKNOWN.stream().filter(ids::containsKey).findFirst().map(ids::get);
  }

  /** The words with an id below this, by their ids; without special ones such as padding. */
  List<String> below(int count) {
    return ids.entrySet().stream()
        .filter(word -> word.getValue() < count && word.getValue() > 0)
        .filter(word -> !UNKNOWN.contains(word.getKey()))
        .sorted(Comparator.comparing(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static JsonNode json(String text) {
    if (text.strip().startsWith("{") || text.strip().startsWith("[\"")) {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        // These are lines then.
      }
    }
    return JSON.missingNode();
  }

  private static String text(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new UserException(
            Problem.inFile(file, "there is no such file", NearNames.questionOf(file)));
      }
      if (Files.size(file) > LARGEST) {
        throw new UserException(Problem.inFile(file, "has more than 512 MB", ""));
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(file, "cannot be read as UTF-8: " + e.getMessage(), ""), e);
    }
  }

  private static UserException refused(Path file, String what) {
    return new UserException(
        Problem.inFile(
            file,
            what,
            "write Keras's get_word_index() or word_index as JSON, or one word per line in the"
                + " order of the ids"));
  }
}
