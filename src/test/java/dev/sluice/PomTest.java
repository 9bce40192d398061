package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * What pom.xml hands on to programs that depend on Sluice; bench/consumers builds and runs some.
 */
class PomTest {
  @Test
  void programsChooseTheirOwnLogging() throws Exception {
    assertThat(texts("/project/dependencies/dependency[artifactId='slf4j-simple']/optional"))
        .containsExactly("true");
  }

  /** Maven takes managed versions from the program's own POM, not from that of a dependency. */
  @Test
  void programsGetTheVersionsThatAreTested() throws Exception {
    assertThat(
            texts(
                "/project/dependencyManagement/dependencies/dependency[not(scope='import')]/artifactId"))
        .isEmpty();
    assertThat(texts("/project/dependencies/dependency[not(scope='test') and version]/artifactId"))
        .contains("slf4j-api", "commons-io", "commons-lang3");
  }

  /** The profiles are in the published POM; a classifier outside them would be the publisher's. */
  @Test
  void eachPlatformsNativesAreThoseOfItsProfile() throws Exception {
    assertThat(texts("/project/dependencies/dependency/classifier")).isEmpty();
    for (String platform :
        List.of("linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64", "windows-x86_64")) {
      String profile = "/project/profiles/profile[id='" + platform + "']";
      assertThat(texts(profile + "/activation/property/name")).containsExactly("!javacpp.platform");
      assertNatives(profile, platform);
    }
    assertNatives("/project/profiles/profile[id='platform-by-name']", "${javacpp.platform}");
  }

  private static void assertNatives(String profile, String platform) throws Exception {
    assertThat(texts(profile + "/dependencies/dependency/artifactId"))
        .containsExactly("nd4j-native", "nd4j-native-preset", "javacpp", "openblas");
    assertThat(texts(profile + "/dependencies/dependency/classifier"))
        .hasSize(4)
        .containsOnly(platform);
  }

  /** It needs a network and half a minute; only a release has both. */
  @Test
  void onlyAReleaseMakesABillOfMaterials() throws Exception {
    String made = "/build/plugins/plugin[artifactId='cyclonedx-maven-plugin']";

    assertThat(texts("/project" + made + "/artifactId")).isEmpty();
    assertThat(texts("/project/profiles/profile[build" + made.substring(6) + "]/id"))
        .containsExactly("sbom");
    assertThat(texts("/project/profiles/profile[id='sbom']/activation")).isEmpty();
    assertThat(texts("/project/profiles/profile" + made + "/executions/execution/goals/goal"))
        .containsExactly("makeBom");
    assertThat(texts("/project/profiles/profile" + made + "/executions/execution/phase"))
        .containsExactly("package");
    assertThat(Files.readString(Path.of(".ci/release"))).contains("-Prelease,sbom ");
  }

  /** Java refuses two modules with the same package. */
  @Test
  void allPackagesAreOurOwn() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allMatch(file -> file.startsWith("src/main/java/dev/sluice"));
    }
  }

  @Test
  void theVersionsInTheDocsAreThoseOfThePom() throws Exception {
    Map<String, String> versions =
        Map.of(
            "sluice", text("/project/version"),
            "nd4j-native", text("/project/properties/dl4j.version"),
            "nd4j-native-preset", text("/project/properties/dl4j.version"),
            "javacpp", text("/project/properties/javacpp.version"),
            "openblas", text("/project/properties/openblas.version"));

    Map<String, String> shown =
        Pattern.compile("<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>")
            .matcher(Files.readString(Path.of("docs/java.md")))
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));

    assertThat(shown).isEqualTo(versions);
    for (String program : List.of("plain", "spring")) {
      assertThat(Files.readString(Path.of("bench/consumers", program, "pom.xml")))
          .contains("<version>" + versions.get("sluice") + "</version>");
    }
    assertThat(Files.readString(Path.of("bench/consumers/gradle/build.gradle")))
        .contains("'dev.sluice:sluice:" + versions.get("sluice") + "'");
  }

  private static String text(String path) throws Exception {
    return texts(path).get(0);
  }

  private static List<String> texts(String path) throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
    XPath paths = XPathFactory.newInstance().newXPath();
    NodeList nodes = (NodeList) paths.evaluate(path, pom, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
