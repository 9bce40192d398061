package com.example.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Frame;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.task.Task;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A task of one's own: a number for each row. */
public final class RatingTask implements Task<ExampleKinds.Rating> {
  @Override
  public Class<ExampleKinds.Rating> spec() {
    return ExampleKinds.Rating.class;
  }

  private String column(DataSpec data) {
    return spec().cast(data.target()).column();
  }

  @Override
  public OutputShape madeUp(Config config) {
    return new OutputShape.Values(1, 1);
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    String column = column(spec);
    return new TargetColumns(
        Map.of("data.target.rating.column", column),
        Optional.empty(),
        examples -> Ratings.faults(examples, column));
  }

  @Override
  public FittedRating fit(DataSpec spec, FittedInput input, Frame training) {
    float[] ratings = Ratings.of(training.as(TableFrame.class), column(spec)).values();
    double sum = 0;
    for (float rating : ratings) {
      sum += rating;
    }
    return new FittedRating(column(spec), sum / ratings.length);
  }

  @Override
  public FittedRating fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    return new FittedRating(column(spec), json.path("mean").asDouble());
  }
}
