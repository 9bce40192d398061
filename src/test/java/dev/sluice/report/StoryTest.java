package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.AtomicFiles;
import dev.sluice.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTest {
  @TempDir Path folder;
  private RunFolder run;

  @BeforeEach
  void begin() {
    run = SampleRuns.unfinished(folder.resolve("run"));
  }

  @Test
  void saysHowOftenAClassifierIsRightAndWhatIsAsSimple() {
    AtomicFiles.write(
        run.data(),
        """
        {"rows": {"training": 5, "test": 4}, "classes": {"training": {"no": 3, "yes": 2}, "test": {"no": 2, "yes": 2}}}
        """);

    List<String> story =
        story(
            "classes",
            """
            "metrics": {"accuracy": 0.75}, "intervals": {"accuracy": [0.701, 0.8]},
            "classes": ["no", "yes"], "confusion": [[2, 0], [1, 1]],
            "baselines": {"majority": {"accuracy": 0.5}, "bag_of_words": {"accuracy": 0.7}},
            """);

    assertThat(story)
        .containsExactly(
            "Right 75.0% of the time (70.1% to 80.0%, 95% interval): 3 of 4 test rows.",
            "Always predicting 'no' is right 50.0% of the time; bag of words 70.0%.");
  }

  @Test
  void saysHowFarAForecastIsOff() {
    String details =
        """
        "metrics": {"mae": 18.82, "mase": 0.66}, "by_column": {"a": {"mae": 18.82}},
        "by_step": [{"mae": 12}, {"mae": 25}],
        "baselines": {"last_value": {"mae": 51.5, "mase": 1.8}},
        """;

    assertThat(story("forecast", details))
        .containsExactly(
            "Off by 18.82 on average, up to 2 steps ahead.",
            "Repeating the last value is off by 51.50.");
  }

  @Test
  void errorsOfSeveralColumnsHaveNoUnit() {
    String details =
        """
        "metrics": {"mae": 18.82, "mase": 0.66}, "by_column": {"a": {"mae": 1}, "b": {"mae": 30}},
        "baselines": {"last_value": {"mae": 51.5, "mase": 1.8}},
        """;

    assertThat(story("forecast", details))
        .startsWith(
            "The mean error is 0.660 times that of repeating the last season on the training part.");
  }

  @Test
  void saysHowMuchOfTheWordingATranslatorShares() {
    String details =
        """
        "metrics": {"bleu": 31.24, "exact_match": 0.04},
        "baselines": {"copy": {"bleu": 0.9, "exact_match": 0.01}},
        """;

    assertThat(story("text", details)).containsExactly("BLEU is 31.240 of 100.", "Copy has 0.900.");
  }

  @Test
  void saysHowOftenTextsAreExactWhereMostAre() {
    assertThat(
            story("text", "\"metrics\": {\"bleu\": 99, \"exact_match\": 0.98}, \"baselines\": {},"))
        .containsExactly("Writes exactly the reference 98.0% of the time.");
  }

  @Test
  void aTaskOfAPlugInHasItsVerdictAlone() {
    assertThat(story("rating", "\"metrics\": {\"stars\": 3}, \"baselines\": {},")).isEmpty();
  }

  private List<String> story(String task, String details) {
    AtomicFiles.write(
        run.results(),
        """
        {"name": "a", "task": "%s",
         "training": {"ending": "completed", "epochs": 3, "kept_epoch": 3, "seconds": 9},
         "test": {"size": 4, %s "notes": [], "verdict": "v", "outcome": "unknown", "mistakes": []}}
        """
            .formatted(task, details));
    return Story.of(ReportedRun.read(run));
  }
}
