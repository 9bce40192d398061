package dev.sluice.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.NewerVersion;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept about the rows that a model was trained on, for comparison with new ones: bins and
 * counts, no rows. Immutable.
 *
 * @param version of the JSON
 * @param rows examples of the training part
 * @param heldOut the part that predictions and errors were observed in: {@code test}, {@code
 *     validation}, or {@code training} where there is no other; {@code none} if nothing was
 *     predicted
 * @param heldOutRows examples of that part
 */
public record Profile(
    int version, long rows, String heldOut, long heldOutRows, List<Quantity> quantities) {
  private static final int VERSION = 1;
  private static final int MOST = 100_000; // quantities
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For rows without predictions. */
  public static final String NONE = "none";

  public Profile {
    if (rows < 0
        || heldOutRows < 0
        || heldOut == null
        || quantities == null
        || quantities.size() > MOST) {
      throw new IllegalArgumentException("rows or heldOut are missing");
    }
    quantities = List.copyOf(quantities);
  }

  /**
   * @param training observed in the training part
   * @param rows examples of it
   * @param heldOut observed in rows that the model has not learned from
   * @param part their name, see {@link #heldOut}
   * @param heldOutRows how many
   */
  public static Profile of(
      List<Observed> training, long rows, List<Observed> heldOut, String part, long heldOutRows) {
    List<Quantity> quantities = new ArrayList<>();
    boolean apart = heldOut.stream().anyMatch(observed -> observed.of() == Watched.INPUT);
    training.stream()
        .filter(observed -> !apart || !observed.heldOut())
        .forEach(observed -> observed.kept().ifPresent(quantities::add));
    heldOut.stream()
        .filter(Observed::heldOut)
        .forEach(observed -> observed.kept().ifPresent(quantities::add));
    return new Profile(VERSION, rows, part, heldOutRows, quantities);
  }

  /** Compares new rows, each of which is an example. */
  public DriftReport compare(List<Observed> observed, long rows, List<String> remarks) {
    return compare(observed, rows, rows, "row", remarks);
  }

  /**
   * Compares new rows.
   *
   * @param observed the quantities of this profile in them; others are ignored
   * @param rows in which they were observed
   * @param examples rows, or sequences of rows
   * @param example what one of them is called
   * @param remarks what could not be compared, and why
   */
  public DriftReport compare(
      List<Observed> observed, long rows, long examples, String example, List<String> remarks) {
    List<Change> changes = new ArrayList<>();
    for (Quantity quantity : quantities) {
      observed.stream()
          .filter(now -> now.of() == quantity.of() && now.name().equals(quantity.name()))
          .findFirst()
          .flatMap(now -> quantity.change(now).map(change -> change.better(now.improves(quantity))))
          .ifPresent(changes::add);
    }
    String counted = examples + " " + example + (examples == 1 ? "" : "s");
    return DriftReport.of(rows, examples, counted, changes, remarks);
  }

  public JsonNode toJson() {
    return JSON.valueToTree(this);
  }

  /**
   * The profile that {@link #toJson} wrote.
   *
   * @throws UserException without a location, if a newer version wrote the JSON or if it is damaged
   */
  public static Profile fromJson(JsonNode json) {
    int version = json.path("version").asInt();
    NewerVersion.refuse("the profile", version, VERSION);
    try {
      return JSON.treeToValue(json, Profile.class);
    } catch (JsonProcessingException e) {
      throw new UserException(
          new Problem(
              "",
              "",
              "the profile of the training rows is damaged",
              "copy the whole model folder again, or train again"),
          e);
    }
  }
}
