package dev.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of docs/architecture.md; its table is read from there. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sluice");

  private static final String ALL_BUT = "all but ";

  /** What the words of the table's last column mean, besides our own packages. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("java.*", List.of()),
          Map.entry("DataVec", List.of("org.datavec..", "org.deeplearning4j.datasets.datavec..")),
          Map.entry("ND4J", List.of("org.nd4j..", "org.bytedeco..")),
          Map.entry("JavaCPP", List.of("org.bytedeco.javacpp..")),
          Map.entry("Vector API", List.of("jdk.incubator.vector..")),
          Map.entry("SLF4J", List.of("org.slf4j..")),
          Map.entry("DL4J", List.of("org.deeplearning4j..")),
          Map.entry("Commons Compress", List.of("org.apache.commons.compress..")),
          Map.entry("jHDF", List.of("io.jhdf..")),
          Map.entry("Jackson", List.of("com.fasterxml.jackson..")),
          Map.entry("SnakeYAML Engine", List.of("org.snakeyaml..")),
          Map.entry("Commons Math", List.of("org.apache.commons.math3..")),
          Map.entry("Jetty", List.of("org.eclipse.jetty..")),
          Map.entry("Prometheus", List.of("io.prometheus..")),
          Map.entry("ONNX", List.of("onnx..", "org.nd4j.shade.protobuf..")),
          Map.entry(
              "TensorFlow messages",
              List.of("org.tensorflow.framework..", "org.nd4j.shade.protobuf..")),
          Map.entry("TLS of Java", List.of("javax.net.ssl..")),
          Map.entry("FastCSV", List.of("de.siegmar.fastcsv..")),
          Map.entry("liblinear", List.of("de.bwaldvogel..")));

  @TestFactory
  List<DynamicTest> importsRunOneWay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    table()
        .forEach(
            (name, words) -> {
              tests.add(
                  DynamicTest.dynamicTest(
                      name + " imports " + String.join(", ", words),
                      () ->
                          classes()
                              .that()
                              .resideInAPackage("dev.sluice." + name + "..")
                              .should(
                                  onlyDependOnClassesThat(
                                      words.get(0).startsWith(ALL_BUT)
                                          ? resideOutsideOfPackages(
                                              library(words.get(0).substring(ALL_BUT.length())))
                                          : resideInAnyPackage(allowed(name, words))))
                              .allowEmptyShould(true)
                              .check(CLASSES)));
            });
    return tests;
  }

  /** Advice of the library is for its callers too; what a shell takes is added by {@code cli}. */
  @Test
  void onlyTheCommandLineSpeaksOfItsCommands() throws IOException {
    Pattern command =
        Pattern.compile(
            "sluice (train|init|check|predict|evaluate|describe|runs|schema|completion)\\b");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/sluice"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        if (!file.startsWith("src/main/java/dev/sluice/cli")) {
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.startsWith("*") && !line.startsWith("/"))
              .filter(line -> command.matcher(line).find())
              .forEach(line -> found.add(file + ": " + line));
        }
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageStandsInTheTable() throws IOException {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals("dev.sluice"))
            .map(ArchitectureTest::topLevel)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(table().keySet()).containsAll(packages);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyCommandsWriteToStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sluice.cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void onlyCommandsKnowTheCommandLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sluice.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "me.tongfei..")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses().should().haveSimpleNameEndingWith("Util").check(CLASSES);
    noClasses().should().haveSimpleNameEndingWith("Utils").check(CLASSES);
    noClasses().should().haveSimpleNameEndingWith("Helper").check(CLASSES);
    noClasses().should().haveSimpleNameEndingWith("Manager").check(CLASSES);
  }

  @Test
  void nothingDependsOnTheMachinesEncodingLanguageOrZone() {
    noClasses()
        .should(
            callCodeUnitWhere(
                describe(
                    "the result depends on the machine's defaults",
                    call -> MACHINE_DEFAULTS.contains(signature(call.getTarget())))))
        .check(CLASSES);
  }

  /** {@code String.formatted} cannot be told a locale, and writes numbers with its digits. */
  @Test
  void formattedPutsInTextsOnly() throws IOException {
    Pattern number = Pattern.compile("%(?:\\d+\\$)?[-#+ 0,(]*\\d*(?:\\.\\d+)?[dfeEgGt]");
    List<String> found = new ArrayList<>();
    List<Path> sources;
    try (Stream<Path> tree = Files.walk(Path.of("src"))) {
      sources = tree.filter(path -> path.toString().endsWith(".java")).toList();
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      for (String statement : text.split(";\\s*\n")) {
        int end = statement.lastIndexOf(".formatted(");
        if (end >= 0 && !statement.contains("Locale.ROOT")) {
          number
              .matcher(statement.substring(0, end))
              .results()
              .forEach(match -> found.add(source + ": " + match.group()));
        }
      }
    }

    assertThat(found).as("numbers: %%s, or String.format(Locale.ROOT, ...)").isEmpty();
  }

  /**
   * Calls that take encoding, language, zone or randomness from the machine; each has a sibling
   * that is told.
   */
  private static final Set<String> MACHINE_DEFAULTS =
      Set.of(
          "String.toLowerCase()",
          "String.toUpperCase()",
          "String.getBytes()",
          "String.<init>(byte[])",
          "String.<init>(byte[], int, int)",
          "String.format(String, Object[])",
          "PrintWriter.printf(String, Object[])",
          "PrintWriter.format(String, Object[])",
          "PrintStream.printf(String, Object[])",
          "PrintStream.format(String, Object[])",
          "Charset.defaultCharset()",
          "FileReader.<init>(File)",
          "FileReader.<init>(String)",
          "FileWriter.<init>(File)",
          "FileWriter.<init>(File, boolean)",
          "FileWriter.<init>(String)",
          "FileWriter.<init>(String, boolean)",
          "InputStreamReader.<init>(InputStream)",
          "OutputStreamWriter.<init>(OutputStream)",
          "PrintStream.<init>(OutputStream)",
          "PrintStream.<init>(OutputStream, boolean)",
          "PrintStream.<init>(String)",
          "PrintStream.<init>(File)",
          "PrintWriter.<init>(OutputStream)",
          "PrintWriter.<init>(OutputStream, boolean)",
          "PrintWriter.<init>(String)",
          "PrintWriter.<init>(File)",
          "Scanner.<init>(InputStream)",
          "Scanner.<init>(File)",
          "Scanner.<init>(Path)",
          "ByteArrayOutputStream.toString()",
          "Locale.getDefault()",
          "DateTimeFormatter.ofPattern(String)",
          "DateTimeFormatterBuilder.toFormatter()",
          "SimpleDateFormat.<init>(String)",
          "DecimalFormat.<init>(String)",
          "NumberFormat.getInstance()",
          "NumberFormat.getNumberInstance()",
          "NumberFormat.getPercentInstance()",
          "ZoneId.systemDefault()",
          "TimeZone.getDefault()",
          "LocalDate.now()",
          "LocalTime.now()",
          "LocalDateTime.now()",
          "ZonedDateTime.now()",
          "OffsetDateTime.now()",
          "YearMonth.now()",
          "Calendar.getInstance()",
          "Math.random()",
          "Random.<init>()");

  private static String signature(CodeUnitCallTarget target) {
    return target.getOwner().getSimpleName()
        + "."
        + target.getName()
        + target.getRawParameterTypes().stream()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Package to the words of its column "may use"; `data.text` and the like count as `data`. */
  private static Map<String, List<String>> table() throws IOException {
    Pattern row = Pattern.compile("(?m)^\\| (`.*?) \\| .*? \\| ([^|]*) \\|$");
    Map<String, List<String>> table = new LinkedHashMap<>();
    String page = Files.readString(Path.of("docs/architecture.md"));
    for (MatchResult match : row.matcher(page).results().toList()) {
      for (String name : match.group(1).replace("`", "").split(", ")) {
        table.put(topLevel("dev.sluice." + name), List.of(match.group(2).split(", ")));
      }
    }
    return table;
  }

  private static String topLevel(String packageName) {
    return packageName.split("\\.")[2];
  }

  private static String[] allowed(String name, List<String> words) throws IOException {
    List<String> patterns = new ArrayList<>(List.of("java..", "dev.sluice." + name + ".."));
    for (String word : words) {
      if (table().containsKey(word)) {
        patterns.add("dev.sluice." + word + "..");
      } else {
        patterns.addAll(List.of(library(word)));
      }
    }
    return patterns.toArray(String[]::new);
  }

  private static String[] library(String word) {
    assertThat(LIBRARIES).as("words of the table in docs/architecture.md").containsKey(word);
    return LIBRARIES.get(word).toArray(String[]::new);
  }
}
