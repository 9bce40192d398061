package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.data.text.TokenizerFactory;
import dev.sluice.data.text.Tokenizers;
import dev.sluice.spec.Kind;
import dev.sluice.spec.Kinds;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TokenizerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("name one in META-INF/services/dev.sluice.data.SourceFactory");
  }

  @Test
  void namesTheServiceOfATokenizerWithoutAFactory() {
    TokenizerSpec orphan = new TokenizerSpec() {};

    assertThatThrownBy(() -> Tokenizers.create(orphan))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "name one in META-INF/services/dev.sluice.data.text.TokenizerFactory");
  }

  @Test
  void aSourceIsReadOnlyWhenAskedTo() {
    assertThat(Sources.open(new SourceSpec.Tsv(Path.of("missing.tsv"), Optional.empty())))
        .isNotNull();
  }
}
