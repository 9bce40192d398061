package dev.sluice.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class YamlTest {
  @Test
  void pathsAreRelativeToTheFolderOfTheConfig() {
    assertThat(Yaml.path(Path.of("data/a.csv"), Path.of("config/a.yaml")))
        .isEqualTo("../data/a.csv");
    assertThat(Yaml.path(Path.of("data"), Path.of("data/a.yaml"))).isEqualTo(".");
    assertThat(Yaml.path(Path.of("."), Path.of("a.yaml"))).isEqualTo(".");
  }
}
