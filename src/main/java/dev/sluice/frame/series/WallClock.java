package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.TimeSpec;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The local time of a zone, in which times are written, and UTC, in which steps are equally long.
 *
 * @param instants whether times are written in UTC, as numbers since 1970 are
 */
record WallClock(ZoneId zone, boolean instants) {
  /** The clock of the config; empty if times have no zone. */
  static Optional<WallClock> of(TimeSpec spec, TimeFormat format) {
    return spec.zone().map(name -> new WallClock(ZoneId.of(name), format.isEpoch()));
  }

  /**
   * Converts times to UTC. Of a time that the clock shows twice, the earlier row is the first in an
   * ascending file. If the file begins with such times and shows none of them again, it begins
   * after the change: otherwise there would be a gap.
   *
   * @param rows where the times were read
   * @param remedies for times that the clock skips
   * @param problems receives them
   */
  List<LocalDateTime> utc(
      List<TimeRow> rows,
      List<LocalDateTime> written,
      StepRemedies remedies,
      List<Problem> problems) {
    if (instants) {
      return written;
    }
    boolean ascends = written.isEmpty() || !written.get(0).isAfter(written.get(written.size() - 1));
    List<LocalDateTime> utc = new ArrayList<>(Collections.nCopies(written.size(), null));
    List<TimeRow> skipped = new ArrayList<>();
    Set<LocalDateTime> seen = new HashSet<>();
    ZoneRules rules = zone.getRules();
    int afterChange = rowsAfterChange(ascends ? written : reversed(written));
    for (int i = 0; i < written.size(); i++) {
      int row = ascends ? i : written.size() - 1 - i;
      LocalDateTime time = written.get(row);
      ZoneOffsetTransition change = rules.getTransition(time);
      ZoneOffset offset = rules.getOffset(time); // the one before a change
      if (change != null && change.isGap()) {
        skipped.add(rows.get(row));
      } else if (change != null && (!seen.add(time) || i < afterChange)) {
        offset = change.getOffsetAfter();
      }
      utc.set(row, time.minusSeconds(offset.getTotalSeconds()));
    }
    if (!skipped.isEmpty()) {
      TimeRow first = skipped.get(0);
      problems.add(
          first.problem(
              "daylight saving time skips %s of the times in %s, first '%s' in %s"
                  .formatted(skipped.size(), zone, first.text(), first),
              remedies.readByOtherClock()));
    }
    return utc;
  }

  /** How many of the first times are twice on the clock, but once in the file, with later ones. */
  private int rowsAfterChange(List<LocalDateTime> times) {
    int begin = 0;
    while (begin < times.size()
        && zone.getRules().getValidOffsets(times.get(begin)).size() > 1
        && (begin == 0 || times.get(begin).isAfter(times.get(begin - 1)))) {
      begin++;
    }
    return begin < times.size() && times.get(begin).isAfter(times.get(Math.max(0, begin - 1)))
        ? begin
        : 0;
  }

  private static List<LocalDateTime> reversed(List<LocalDateTime> times) {
    List<LocalDateTime> reversed = new ArrayList<>(times);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Converts UTC to local time. */
  LocalDateTime local(LocalDateTime utc) {
    return utc.plusSeconds(
        zone.getRules().getOffset(utc.toInstant(ZoneOffset.UTC)).getTotalSeconds());
  }

  /** The time as it is written in the data. */
  LocalDateTime written(LocalDateTime utc) {
    return instants ? utc : local(utc);
  }
}
