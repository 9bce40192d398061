package com.example.sluice;

import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Default;
import dev.sluice.spec.Doc;
import dev.sluice.spec.Example;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.KindProvider;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.Range;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TokenizerSpec;
import java.nio.file.Path;
import java.util.List;

/** What a user may write, once this plug-in is installed. */
public final class ExampleKinds implements KindProvider {

  @Doc("A JSON object on each line, all with the same keys.")
  public record JsonLines(@Doc("The file.") @Example("reviews.jsonl") Path path)
      implements SourceSpec {
    @Override
    public JsonLines withPath(Path other) {
      return new JsonLines(other);
    }
  }

  @Doc("All runs of so many characters, spaces included.")
  public record Ngrams(@Doc("Characters in each.") @Default("3") @Range(min = 1, max = 9) int size)
      implements TokenizerSpec {}

  @Doc("Multiplies each feature of a vector by a weight and adds a bias.")
  public record Scaling(@Doc("The weights before training.") @Default("1") double initial)
      implements LayerSpec {}

  @Doc("The share of rows given a wrong class.")
  public record ErrorRate() implements MetricSpec {}

  @Doc("A number for each row, as the stars of a review.")
  public record Rating(@Doc("The column with the number.") @Example("stars") String column)
      implements TargetSpec {
    @Override
    public boolean isInTimeOrder() {
      return false;
    }

    @Override
    public String task() {
      return "rating";
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new MeanRating());
    }
  }

  @Doc("The mean of the training part.")
  public record MeanRating() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always predicting the mean";
    }
  }

  @Doc("The share of rows whose rating is wrong by less than a half.")
  public record WithinHalf() implements MetricSpec {}

  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(SourceSpec.class, "json_lines", JsonLines.class),
        new Kind<>(TokenizerSpec.class, "ngrams", Ngrams.class),
        new Kind<>(LayerSpec.class, "scaling", Scaling.class),
        new Kind<>(MetricSpec.class, "error_rate", ErrorRate.class),
        new Kind<>(TargetSpec.class, "rating", Rating.class),
        new Kind<>(BaselineSpec.class, "mean_rating", MeanRating.class),
        new Kind<>(MetricSpec.class, "within_half", WithinHalf.class));
  }
}
