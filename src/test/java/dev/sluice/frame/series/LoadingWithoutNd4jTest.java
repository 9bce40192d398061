package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frame.Part;
import dev.sluice.network.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `check` loads a series without paying for ND4J: seen from outside, in a JVM of its own. */
final class LoadingWithoutNd4jTest {

  /** What `check` does with a series. */
  public static final class Check {
    public static void main(String[] args) {
      SeriesDataset dataset =
          SeriesDataset.load(SpecBuilder.airline().build(), SpecBuilder.airlineTable());
      System.out.println(
          dataset.summary().get("season")
              + " "
              + dataset.examples(Part.TEST).size()
              + " "
              + dataset.pipeline().toJson().path("season"));
    }
  }

  @Test
  void loadingAndFittingLoadNoClassOfNd4jOrDataVec(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes.log");

    String output = run(log);

    assertThat(output.strip()).isEqualTo("12 13 12");
    List<String> classes = Files.readAllLines(log, StandardCharsets.UTF_8);
    assertThat(classes).anyMatch(line -> line.contains("dev.sluice.frame.series.SeriesExamples "));
    assertThat(classes)
        .noneMatch(line -> line.contains("org.nd4j."))
        .noneMatch(line -> line.contains("org.datavec."))
        .noneMatch(line -> line.contains("org.deeplearning4j."));
  }

  private static String run(Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ChildJvm.java(
                    "-Xlog:class+load:file=" + log,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Check.class.getName()))
            .directory(new File("").getAbsoluteFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
