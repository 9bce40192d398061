package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.Part;
import dev.sluice.network.ChildJvm;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SplitSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} reads, splits, fits and encodes texts without the seconds that ND4J takes. */
class LoadingTextWithoutNd4jTest {

  /** What {@code check} does with the data of {@code args[0]}. */
  static final class Check {
    private Check() {}

    public static void main(String[] args) {
      DataSpec reviews =
          Texts.spec(
              new SplitSpec(Optional.of(Texts.share(0.1)), Optional.of(Texts.share(0.2)), 7));
      DataSpec spec =
          new DataSpec(
              new SourceSpec.Csv(Path.of(args[0]), ",", Optional.empty()),
              reviews.time(),
              reviews.columns(),
              reviews.input(),
              reviews.target(),
              reviews.split());
      Dataset dataset = Dataset.load(spec);
      System.out.print(
          dataset.summary().get("classes")
              + " "
              + dataset.examples(Part.TEST).size()
              + " "
              + Pipeline.fromJson(spec, dataset.pipeline().toJson()).target().shape());
    }
  }

  @Test
  void noClassOfNd4jDataVecOrDl4jIsLoaded(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes.log");

    String output = run(log);

    assertThat(output)
        .isEqualTo(
            "{training={negative=700, positive=700},"
                + " validation={negative=100, positive=100},"
                + " test={negative=200, positive=200}} 400 Classes[count=2, weights=[]]");
    List<String> classes = Files.readAllLines(log, StandardCharsets.UTF_8);
    assertThat(classes).anyMatch(line -> line.contains("dev.sluice.input.text.EncodedTexts "));
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
                    Check.class.getName(),
                    Path.of("data", "reviews.csv").toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
