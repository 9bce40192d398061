package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.input.text.TokenizerFactory;
import dev.sluice.input.text.Tokenizers;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TokenizerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SourcesTest {
  /** A source that a plug-in registered without its factory. */
  record Orphan(Path path) implements SourceSpec {
    @Override
    public SourceSpec withPath(Path other) {
      return new Orphan(other);
    }
  }

  @Test
  void everyRegisteredSourceHasAFactory() {
    List<Class<?>> opened = new ArrayList<>();
    for (SourceFactory<?> factory : ServiceLoader.load(SourceFactory.class)) {
      opened.add(factory.spec());
    }

    for (Kind<SourceSpec> kind : Kinds.installed().of(SourceSpec.class)) {
      assertThat(opened).contains(kind.record());
    }
  }

  @Test
  void everyRegisteredTokenizerHasAFactory() {
    List<Class<?>> made = new ArrayList<>();
    for (TokenizerFactory<?> factory : ServiceLoader.load(TokenizerFactory.class)) {
      made.add(factory.spec());
    }

    for (Kind<TokenizerSpec> kind : Kinds.installed().of(TokenizerSpec.class)) {
      assertThat(made).contains(kind.record());
    }
  }

  @Test
  void namesTheServiceOfASourceWithoutAFactory() {
    assertThatThrownBy(() -> Sources.open(new Orphan(Path.of("x"))))
        .isInstanceOf(ServiceConfigurationError.class)
        .hasMessageEndingWith("name one in META-INF/services/dev.sluice.source.SourceFactory");
  }

  @Test
  void namesTheServiceOfATokenizerWithoutAFactory() {
    TokenizerSpec orphan = new TokenizerSpec() {};

    assertThatThrownBy(() -> Tokenizers.create(orphan))
        .isInstanceOf(ServiceConfigurationError.class)
        .hasMessageEndingWith(
            "name one in META-INF/services/dev.sluice.input.text.TokenizerFactory");
  }

  @Test
  void aSourceIsReadOnlyWhenAskedTo() {
    assertThat(Sources.open(new SourceSpec.Tsv(Path.of("missing.tsv"), Optional.empty())))
        .isNotNull();
  }
}
