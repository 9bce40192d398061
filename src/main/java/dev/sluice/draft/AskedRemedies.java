package dev.sluice.draft;

import dev.sluice.frame.series.StepRemedies;
import dev.sluice.problem.Problem;
import java.time.ZoneId;

/** What to do about rows that are not one step apart while there is no config: `init` again. */
record AskedRemedies(Wishes wishes) implements StepRemedies {
  @Override
  public String join() {
    return "keep one of them, or join them by data.time.duplicates in a config of your own:"
        + " docs/series.md";
  }

  @Override
  public String fill() {
    return "add the missing rows";
  }

  @Override
  public String readByClock(ZoneId zone) {
    return "\nor, if the times are local times of that zone: "
        + wishes.answered("zone", zone.getId());
  }

  @Override
  public String readByOtherClock() {
    return "name the zone whose clock the times show, or leave out --zone";
  }

  @Override
  public Problem useOtherStep(String file, String expected, String found, String share) {
    return Problem.inFile(
        file,
        "rows are %s apart, and most are %s apart (%s)".formatted(expected, found, share),
        "correct the rows");
  }
}
