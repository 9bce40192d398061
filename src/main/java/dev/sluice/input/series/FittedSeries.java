package dev.sluice.input.series;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.EncodedInput;
import dev.sluice.frame.Template;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.FittedInput;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Windows of a series.
 *
 * @param pipeline scales and times, as learned from the training part
 */
public record FittedSeries(SeriesPipeline pipeline) implements FittedInput {
  @Override
  public InputShape shape() {
    return pipeline.input();
  }

  @Override
  public EncodedWindows labelled(Table rows, Collection<String> targets) {
    return new EncodedWindows(pipeline.labelled(rows));
  }

  @Override
  public EncodedWindows unlabelled(Table rows) {
    return new EncodedWindows(pipeline.unlabelled(rows));
  }

  /** Windows that were cut already. */
  public EncodedInput encoded(SeriesExamples windows) {
    return new EncodedWindows(windows);
  }

  @Override
  public Optional<Template> template(List<Table> tables) {
    return pipeline.needsFuture() ? Optional.of(pipeline.template(tables)) : Optional.empty();
  }

  @Override
  public JsonNode toJson() {
    return pipeline.toJson();
  }
}
