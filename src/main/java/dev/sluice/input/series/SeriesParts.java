package dev.sluice.input.series;

import dev.sluice.frame.Part;
import dev.sluice.frame.series.SeriesDataset;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.input.InputParts;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;

/** The windows of each part of a series. */
record SeriesParts(SeriesDataset data) implements InputParts {
  @Override
  public FittedSeries input() {
    return new FittedSeries(data.pipeline());
  }

  @Override
  public EncodedWindows part(Part part) {
    return new EncodedWindows(data.examples(part));
  }

  @Override
  public Map<String, Object> summary() {
    return data.summary();
  }

  @Override
  public List<Warning> warnings() {
    return data.warnings();
  }

  @Override
  public Map<String, Object> shown(int example) {
    SeriesExamples training = data.examples(Part.TRAINING);
    return Map.of("sees", training.rowsSeen(training.windowOf(example)));
  }
}
