package dev.sluice.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The locations of the keys and values of a config, by their paths. */
final class Places {
  /**
   * @param key the location of its key, or of the value itself in a list
   * @param isScalar whether the value is a scalar, so that a problem points to it rather than to
   *     its key
   */
  private record Place(Origin key, Origin value, boolean isScalar) {
    Origin origin() {
      return isScalar ? value : key;
    }
  }

  private final Map<String, Place> places = new LinkedHashMap<>();

  void put(String path, Origin key, Node value) {
    boolean isScalar = value instanceof Node.Scalar scalar && !scalar.isNull();
    places.put(path, new Place(key, value.at(), isScalar));
  }

  /**
   * Where a problem with this path points: to what is written there, or to the closest enclosing
   * key that is.
   */
  Origin locate(String path) {
    Optional<String> at = Optional.of(path);
    while (at.isPresent()) {
      Place place = places.get(at.get());
      if (place != null && !(place.origin() instanceof Origin.ByDefault)) {
        return place.origin();
      }
      at = KeyPath.parent(at.get());
    }
    throw new IllegalStateException("the root is always written");
  }

  /** The origin of the value at a path; empty if the config has no such path. */
  Optional<Origin> origin(String path) {
    return Optional.ofNullable(places.get(path)).map(Place::origin);
  }

  /** All paths of the config, with each index replaced by {@code i}. */
  Set<String> patterns() {
    return places.keySet().stream().map(Places::pattern).collect(Collectors.toSet());
  }

  /** {@code network[i].lstm} for {@code network[3].lstm}. */
  private static String pattern(String path) {
    StringBuilder pattern = new StringBuilder();
    boolean index = false;
    for (char c : path.toCharArray()) {
      if (c == ']') {
        index = false;
      }
      if (!index) {
        pattern.append(c);
      }
      if (c == '[') {
        index = true;
        pattern.append('i');
      }
    }
    return pattern.toString();
  }
}
