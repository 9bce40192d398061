package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.AtomicFiles;
import dev.sluice.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSizeTest {
  private static final int MOST = 2_000_000; // bytes

  @TempDir Path folder;
  private RunFolder run;

  @BeforeEach
  void begin() {
    run = SampleRuns.unfinished(folder.resolve("run"));
  }

  @Test
  void aThousandClassesMakeASmallPage() throws IOException {
    String names = list(1000, i -> "\"class number " + i + "\"");
    String confusion = list(1000, a -> "[" + list(1000, p -> (a + p) % 7 == 0 ? "3" : "0") + "]");
    String perClass =
        list(
            1000,
            i ->
                "\"class number %s\": {\"rows\": 9, \"predicted\": 8, \"precision\": 0.5, \"recall\": 0.4}"
                    .formatted(i));
    String counts = "{" + list(1000, i -> "\"class number %s\": 9".formatted(i)) + "}";
    AtomicFiles.write(
        run.data(),
        "{\"rows\": {\"training\": 9, \"test\": 9}, \"classes\": {\"training\": %s, \"test\": %s}}"
            .formatted(counts, counts));
    ended(
        "classes",
        "\"classes\": [%s], \"confusion\": [%s], \"per_class\": {%s},"
            .formatted(names, confusion, perClass));
    AtomicFiles.write(run.predictions(), "row,actual,prediction\n1,a,b\n");

    HtmlReport.write(run);

    assertThat(Files.size(run.report())).isLessThan(MOST);
    assertThat(Files.readString(run.report()))
        .contains("Most frequent confusions", "class number 999");
  }

  @Test
  void twoHundredColumnsMakeASmallPage() throws IOException {
    ended(
        "number",
        "\"by_column\": {%s},"
            .formatted(list(200, c -> "\"column %s\": {\"mae\": 1}".formatted(c))));
    StringBuilder rows = new StringBuilder("row,column,actual,prediction\n");
    for (int row = 1; row <= 300; row++) { // test parts have 9,000 of them
      for (int column = 0; column < 200; column++) {
        rows.append("%s,column %s,%s,%s\n".formatted(row, column, row / 7.0, column / 3.0));
      }
    }
    AtomicFiles.write(run.predictions(), rows.toString());

    HtmlReport.write(run);

    String page = Files.readString(run.report());
    assertThat(Files.size(run.report())).isLessThan(MOST);
    assertThat(page).contains("The charts show one in 90 rows.", "id=\"choose-column\"");
  }

  private static String list(int size, IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(", "));
  }

  private void ended(String task, String details) {
    AtomicFiles.write(
        run.results(),
        """
        {"name": "many", "task": "%s",
         "training": {"ending": "completed", "epochs": 3, "kept_epoch": 3, "seconds": 9},
         "test": {"size": 9000, "metrics": {"accuracy": 0.5, "mae": 1}, %s "baselines": {}, "notes": [],
                  "verdict": "v", "outcome": "unknown", "mistakes": []}}
        """
            .formatted(task, details));
  }
}
