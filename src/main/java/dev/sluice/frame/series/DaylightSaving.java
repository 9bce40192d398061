package dev.sluice.frame.series;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Local times that clocks skipped or showed twice, in zones that differ in the hours or days of the
 * change. Used only to explain why rows may be missing or duplicate if times have no {@link
 * WallClock}.
 */
final class DaylightSaving {
  private static final List<ZoneId> ZONES =
      Stream.of(
              "Europe/Berlin",
              "Europe/London",
              "Europe/Athens",
              "America/New_York",
              "Australia/Sydney",
              "Pacific/Auckland",
              "America/Santiago",
              "America/Sao_Paulo",
              "Asia/Tehran")
          .map(ZoneId::of)
          .toList();

  private DaylightSaving() {}

  /** A zone that skipped all of these times. */
  static Optional<ZoneId> skipping(List<LocalDateTime> times) {
    return ZONES.stream()
        .filter(zone -> changes(zone, times).allMatch(c -> c.isPresent() && c.get().isGap()))
        .findFirst();
  }

  /** A zone that showed all of these times twice. */
  static Optional<ZoneId> repeating(List<LocalDateTime> times) {
    return ZONES.stream()
        .filter(zone -> changes(zone, times).allMatch(c -> c.isPresent() && c.get().isOverlap()))
        .findFirst();
  }

  private static Stream<Optional<ZoneOffsetTransition>> changes(
      ZoneId zone, List<LocalDateTime> times) {
    return times.stream().map(time -> Optional.ofNullable(zone.getRules().getTransition(time)));
  }
}
