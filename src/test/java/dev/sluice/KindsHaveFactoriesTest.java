package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.MetricFactory;
import dev.sluice.frame.series.TransformFactory;
import dev.sluice.input.Input;
import dev.sluice.input.text.TokenizerFactory;
import dev.sluice.network.LayerFactory;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.source.SourceFactory;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TokenizerSpec;
import dev.sluice.spec.TrackerSpec;
import dev.sluice.spec.TransformSpec;
import dev.sluice.task.Task;
import dev.sluice.track.TrackerFactory;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a user may name, and what does it, are registered apart; here they meet. */
class KindsHaveFactoriesTest {

  @Test
  void everySourceHasAFactory() {
    assertThat(factories(SourceFactory.class, factory -> factory.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(SourceSpec.class));
  }

  @Test
  void everyTokenizerHasAFactory() {
    assertThat(factories(TokenizerFactory.class, factory -> factory.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(TokenizerSpec.class));
  }

  @Test
  void everyTransformHasAFactory() {
    assertThat(factories(TransformFactory.class, factory -> factory.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(TransformSpec.class));
  }

  @Test
  void everyInputHasItsReader() {
    assertThat(factories(Input.class, input -> input.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(InputSpec.class));
  }

  @Test
  void everyTargetHasATask() {
    assertThat(factories(Task.class, task -> task.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(TargetSpec.class));
  }

  @Test
  void everyMetricHasAFactory() {
    assertThat(factories(MetricFactory.class, factory -> factory.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(MetricSpec.class));
  }

  @Test
  void everyTrackerHasAFactory() {
    assertThat(factories(TrackerFactory.class, factory -> factory.spec()))
        .containsExactlyInAnyOrderElementsOf(kinds(TrackerSpec.class));
  }

  @Test
  void everyLayerButTheLastHasAFactory() {
    assertThat(factories(LayerFactory.class, factory -> factory.spec()))
        .containsExactlyInAnyOrderElementsOf(
            kinds(LayerSpec.class).stream().filter(c -> c != LayerSpec.Output.class).toList());
  }

  private static <C> List<? extends Class<?>> kinds(Class<C> choice) {
    return Kinds.installed().of(choice).stream().map(Kind::record).toList();
  }

  private static <F> List<Class<?>> factories(Class<F> type, Function<F, Class<?>> spec) {
    return ServiceLoader.load(type).stream().<Class<?>>map(f -> spec.apply(f.get())).toList();
  }
}
