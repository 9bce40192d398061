package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.TimeSpec;
import java.time.ZoneId;

/**
 * What to do about rows that are not one step apart, in terms of what the user can change: the keys
 * of a config, the options of a command, or only the rows, as the defaults here assume.
 */
public interface StepRemedies {
  /** For users who have a config. */
  StepRemedies OF_CONFIG = new OfConfig();

  /** For rows that a model reads: neither its steps nor its settings can change. */
  StepRemedies OF_NEW_ROWS = new OfNewRows();

  /**
   * For rows that are out of order.
   *
   * @param byHand how to put the file in order
   */
  default String sort(String byHand) {
    return byHand;
  }

  /** For rows with the same time; in the middle of a sentence about one series. */
  default String join() {
    return "keep one of them";
  }

  /** The same if they may belong to several series; follows {@link #join}. */
  default String divide() {
    return "";
  }

  /** For rows between two steps. */
  default String correct() {
    return "correct the times";
  }

  /** The same if most rows lie there; follows it. */
  default String countRows() {
    return "";
  }

  /** For steps without a row. */
  String fill();

  /** The same if all of them are Saturdays and Sundays. */
  default String skipWeekends() {
    return fill();
  }

  /** For times that the clock of a zone explains; follows other advice. */
  default String readByClock(ZoneId zone) {
    return "";
  }

  /** For times that the clock of the named zone never shows. */
  String readByOtherClock();

  /**
   * For rows of which most are at another distance than the expected step.
   *
   * @param file of the rows
   * @param expected the step
   * @param found their distance, which may be no step
   * @param share of the rows, in words
   */
  Problem useOtherStep(String file, String expected, String found, String share);

  /** See {@link #OF_CONFIG}. */
  final class OfConfig implements StepRemedies {
    private static final String FILL =
        "set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing"
            + " rows";

    private OfConfig() {}

    @Override
    public String sort(String byHand) {
      return "set data.time.order: sort, or " + byHand;
    }

    @Override
    public String join() {
      return "keep one of them, or set data.time.duplicates to first, last, mean or sum";
    }

    @Override
    public String divide() {
      return ", or name the columns that identify the series: data.series: {by: [..]}";
    }

    @Override
    public String correct() {
      return "correct the times or data.time.frequency";
    }

    @Override
    public String countRows() {
      return ", or leave out data.time.column, format and frequency to count the rows as equally far"
          + " apart";
    }

    @Override
    public String fill() {
      return FILL;
    }

    @Override
    public String skipWeekends() {
      return "set data.time.frequency: 1b if there are rows from Monday to Friday only, or " + FILL;
    }

    @Override
    public String readByClock(ZoneId zone) {
      return "; or, if the times are local times of that zone, set data.time.zone: " + zone;
    }

    @Override
    public String readByOtherClock() {
      return "name the zone whose clock the times show, or remove data.time.zone";
    }

    @Override
    public Problem useOtherStep(String file, String expected, String found, String share) {
      return Problem.atKey(
          "data.time.frequency",
          "it is %s, but most rows are %s apart (%s)".formatted(expected, found, share),
          TimeSpec.isStep(found)
              ? "set it to " + found + ", or correct the rows"
              : "there is no frequency for this: leave out data.time.column, format and frequency"
                  + " if all rows are equally far apart");
    }
  }

  /** See {@link #OF_NEW_ROWS}. */
  final class OfNewRows implements StepRemedies {
    private OfNewRows() {}

    @Override
    public String fill() {
      return "add the missing rows: the model was trained without gaps";
    }

    @Override
    public String readByOtherClock() {
      return "write the times as in training, by the clock of that zone";
    }

    @Override
    public Problem useOtherStep(String file, String expected, String found, String share) {
      return Problem.inFile(
          file,
          "model was trained on %s, input is %s".formatted(expected, found),
          "resample the rows to steps of " + expected);
    }
  }
}
