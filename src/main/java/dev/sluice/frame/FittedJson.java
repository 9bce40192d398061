package dev.sluice.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.NewerVersion;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.List;

/** Reads fitted state from JSON, which may be damaged or of a newer version. */
public final class FittedJson {
  private FittedJson() {}

  /**
   * Fails if a newer version of Sluice wrote this, or if it is of another kind.
   *
   * @param newest version that can be read
   */
  public static void require(JsonNode json, String kind, int newest) {
    int version = json.path("version").asInt();
    NewerVersion.refuse("the pipeline", version, newest);
    if (version < 1 || !json.path("kind").asText().equals(kind)) {
      throw damaged("version or kind is missing");
    }
  }

  /** Distinct texts, in order. */
  public static List<String> distinct(JsonNode json, String key) {
    if (!json.path(key).isArray()) {
      throw damaged(key + " is missing");
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode element : json.get(key)) {
      if (!element.isTextual()) {
        throw damaged(key + " must hold text only");
      }
      strings.add(element.textValue());
    }
    if (strings.stream().distinct().count() < strings.size()) {
      throw damaged(key + " must hold each text once");
    }
    return strings;
  }

  public static UserException damaged(String how) {
    return new UserException(
        new Problem("", "", "the pipeline of the model is damaged: " + how, "train again"));
  }
}
