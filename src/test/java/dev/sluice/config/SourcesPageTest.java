package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configs of docs/sources.md, which shows the data section alone, are what one may write. */
class SourcesPageTest {
  @Test
  void everyConfigOfThePageIsRead() throws IOException {
    List<String> blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/sources.md")))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replaceAll("```(yaml\n)?", "").indent(2))
            .toList();

    assertThat(blocks).hasSize(3);
    for (String block : blocks) {
      String config =
          "name: page\ndata:\n" + block + "network: [{embedding: {size: 4}}, {lstm: {units: 4}}]\n";
      assertThat(ConfigReader.parse(config, "page.yaml", Path.of(""), List.of()).config().name())
          .isEqualTo("page");
    }
  }
}
