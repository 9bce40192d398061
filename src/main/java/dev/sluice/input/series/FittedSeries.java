package dev.sluice.input.series;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.EncodedInput;
import dev.sluice.frame.Template;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.input.PortableInput;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import java.util.ArrayList;
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
  public List<InputColumn> reads() {
    List<InputColumn> columns = new ArrayList<>();
    pipeline
        .seriesColumns()
        .forEach(name -> columns.add(InputColumn.of(name, InputColumn.Holds.NAME)));
    pipeline
        .timeColumns()
        .forEach(name -> columns.add(InputColumn.of(name, InputColumn.Holds.TIME)));
    pipeline.valueColumns().stream()
        .filter(of -> columns.stream().noneMatch(column -> column.name().equals(of.name())))
        .forEach(
            of ->
                columns.add(
                    new InputColumn(
                        of.name(),
                        of.number() ? InputColumn.Holds.NUMBER : InputColumn.Holds.NAME,
                        of.always(),
                        of.decimal())));
    return columns;
  }

  @Override
  public Table example() {
    return pipeline.example();
  }

  @Override
  public EncodedWindows labelled(Table rows, Collection<String> targets) {
    return new EncodedWindows(pipeline.labelled(rows));
  }

  @Override
  public EncodedWindows unlabelled(Table rows) {
    return new EncodedWindows(pipeline.unlabelled(rows));
  }

  /** Windows that have been cut before. */
  public EncodedInput encoded(SeriesExamples windows) {
    return new EncodedWindows(windows);
  }

  @Override
  public Optional<Template> template(List<Table> tables) {
    return pipeline.needsFuture() ? Optional.of(pipeline.template(tables)) : Optional.empty();
  }

  @Override
  public PortableInput portable() {
    return new PortableInput.Windows(pipeline.recipe());
  }

  @Override
  public JsonNode toJson() {
    return pipeline.toJson();
  }
}
