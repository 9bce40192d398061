package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of Java on the pages of docs, without a class around them, compile and run. */
class JavaOfTheDocsTest {
  private static final String IMPORTS =
      Stream.of(
              "java.io.File",
              "java.nio.file.Path",
              "java.time.Instant",
              "java.util.List",
              "dev.sluice.config.ConfigReader",
              "dev.sluice.data.Dataset",
              "dev.sluice.drift.DriftReport",
              "dev.sluice.experiment.DriftMonitor",
              "dev.sluice.frame.Part",
              "dev.sluice.imports.*",
              "dev.sluice.predict.*",
              "dev.sluice.run.RunFolder",
              "dev.sluice.source.Table",
              "org.datavec.api.records.reader.RecordReader",
              "org.datavec.api.records.reader.impl.csv.CSVRecordReader",
              "org.datavec.api.split.FileSplit")
          .map("import %s;\n"::formatted)
          .collect(Collectors.joining());

  @TempDir private static Path folder;
  private static String run;

  @BeforeAll
  static void train() {
    run = folder.resolve("run").toString();
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            "config/reviews.yaml",
            "--run",
            run,
            "--set",
            "network=[{embedding: {size: 4}}, {lstm: {units: 2}}]",
            "--set",
            "training={epochs: 1}",
            "--set",
            "evaluation={baselines: [majority]}");
    assertThat(train.exit()).as(train.err()).isZero();
  }

  @Test
  void aPredictorClassifies() throws Exception {
    assertThat(printed("java.md", "Predictor.load")).matches("(positive|negative)\n");
  }

  @Test
  void aRecordReaderGivesTheRowsOfADataset() throws Exception {
    String config =
        "var config = ConfigReader.read(Path.of(\"config/reviews.yaml\"), List.of()).config();\n";

    assertThat(
            printed(
                config
                    + lines("java.md", "RecordReader reader")
                    + "System.out.println(data.examples(Part.TEST).size());\n"))
        .isEqualTo("400\n"); // a fifth of 2,000
  }

  @Test
  void anExplainerNamesTheStrongestWords() throws Exception {
    assertThat(printed("explain.md", "Explainer.load").lines()).hasSizeBetween(1, 5);
  }

  @Test
  void aMonitorFindsTheDriftOfHarderReviews() throws Exception {
    assertThat(printed("monitor.md", "DriftMonitor.open"))
        .matches("true Drift in \\d of 6 checks of 1000 rows: .*\n");
  }

  @ParameterizedTest
  @CsvSource({"language-models.md, Generator.load", "import.md, ModelImport.of"})
  void theOthersCompile(String page, String part) throws Exception {
    compiled(lines(page, part));
  }

  private static String printed(String page, String part) throws Exception {
    return printed(
        lines(page, part)
            .replace("\"runs/reviews/latest\"", "\"" + run.replace("\\", "\\\\") + "\"")
            .replace("\"new.csv\"", "\"data/reviews-hard.csv\""));
  }

  /** The block of lines, fenced or indented, that contains a part. */
  private static String lines(String page, String part) throws IOException {
    String text = Files.readString(Path.of("docs", page)).replace("\r\n", "\n");
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```|((?:(?<=\n) {4}[^\n]*\n)+)", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map(block -> block.group(1) == null ? block.group(2) : block.group(1))
            .filter(block -> block.contains(part))
            .toList();
    assertThat(blocks).as(part).hasSize(1);
    return blocks.get(0);
  }

  private static Path compiled(String lines) throws IOException {
    Path classes = Files.createTempDirectory(folder, "java");
    Path source =
        Files.writeString(
            classes.resolve("Lines.java"),
            IMPORTS
                + "public class Lines {\npublic static void main(String[] args) throws Exception {\n"
                + lines
                + "}\n}\n");
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                problems,
                "-d",
                classes.toString(),
                "-encoding",
                "UTF-8",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(exit).as(problems.toString(StandardCharsets.UTF_8)).isZero();
    return classes;
  }

  /** Standard output, with \n as line end. */
  private static String printed(String lines) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {compiled(lines).toUri().toURL()},
            JavaOfTheDocsTest.class.getClassLoader())) {
      Method main = loader.loadClass("Lines").getMethod("main", String[].class);
      System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
