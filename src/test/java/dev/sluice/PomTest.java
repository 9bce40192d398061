package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
