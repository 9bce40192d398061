package dev.sluice.drift;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** A summary of the values that a quantity had in training. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NumberQuantity.class, name = "number"),
  @JsonSubTypes.Type(value = CategoryQuantity.class, name = "category")
})
public sealed interface Quantity permits NumberQuantity, CategoryQuantity {
  Watched of();

  String name();

  /**
   * How the values differ from these.
   *
   * @return empty if there are none, or of another kind
   */
  Optional<Change> change(Observed now);
}
