package dev.sluice.evaluate;

import dev.sluice.plugin.Factories;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The metrics on the class path, ours and those of plug-ins, and the one way to apply them. */
public final class Metrics {
  /** The suffix of a metric's name for the positive one of two classes. */
  static final String POSITIVE = "_positive";

  private static final Factories<MetricFactory<?>> FACTORIES = Factories.of(MetricFactory.class);

  private Metrics() {}

  /** The metric that a spec describes. */
  public static Metric of(MetricSpec spec) {
    return create(FACTORIES.forSpec(spec), spec);
  }

  private static <S extends MetricSpec> Metric create(MetricFactory<S> factory, MetricSpec spec) {
    return factory.create(factory.spec().cast(spec));
  }

  /**
   * A metric by its name in results: {@code mae}, {@code f1}, {@code f1_positive}, {@code
   * coverage_80}, {@code top_3}.
   */
  public static Optional<Metric> find(String name) {
    for (MetricFactory<?> factory : FACTORIES.installed()) {
      Optional<Metric> found = factory.find(name);
      if (found.isPresent()) {
        return found;
      }
    }
    for (Kind<MetricSpec> kind : Kinds.installed().of(MetricSpec.class)) {
      if (name.startsWith(kind.name()) && hasNoParameters(kind)) {
        Metric metric = of(create(kind));
        Map<String, Metric> named = named(kind.name(), metric);
        if (named.containsKey(name)) {
          return Optional.of(named.get(name));
        }
        String suffix = name.substring(kind.name().length());
        if (suffix.matches("_\\d{1,2}(\\.\\d+)?")) {
          Optional<Metric> ofLevel = metric.ofLevel(Spread.level(suffix.substring(1)));
          if (ofLevel.isPresent()) {
            return ofLevel;
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Every metric without parameters that fits a target and is not a ratio to a baseline, by name,
   * in the order of registration.
   */
  public static Map<String, Metric> fitting(TargetSpec target) {
    Map<String, Metric> fitting = new LinkedHashMap<>();
    for (Kind<MetricSpec> kind : Kinds.installed().of(MetricSpec.class)) {
      if (hasNoParameters(kind)) {
        Metric metric = of(create(kind));
        if (metric.fits(target) && metric.relativeTo().isEmpty()) {
          fitting.put(kind.name(), metric);
        }
      }
    }
    return Collections.unmodifiableMap(fitting);
  }

  /** Those of them that are computed if a config names none. */
  public static Map<String, Metric> usual(TargetSpec target) {
    Map<String, Metric> usual = new LinkedHashMap<>(fitting(target));
    usual.values().removeIf(metric -> !metric.isUsual());
    return Collections.unmodifiableMap(usual);
  }

  /** A metric under its name and, if it has one, its variant for the positive class. */
  static Map<String, Metric> named(String name, Metric metric) {
    Map<String, Metric> named = new TreeMap<>(Map.of(name, metric)); // the shorter name first
    metric.ofPositive().ifPresent(positive -> named.put(name + POSITIVE, positive));
    return named;
  }

  /** A metric and its name in results for these predictions, or several with one name each. */
  static Map<String, Metric> named(String name, Metric metric, Predictions predictions) {
    Map<String, Metric> named = new LinkedHashMap<>();
    for (double level : predictions.levels()) {
      metric.ofLevel(level).ifPresent(of -> named.put(name + "_" + Spread.percent(level), of));
    }
    if (!named.isEmpty()) {
      return named;
    }
    return predictions.hasPositiveClass() ? named(name, metric) : Map.of(name, metric);
  }

  /**
   * Applies a metric, or gives the reason why it cannot be applied: there are no rows, or the model
   * predicted values that are not finite. Metrics themselves never see these.
   *
   * @throws IllegalArgumentException if the metric is for other predictions
   */
  public static Score score(Metric metric, Predictions predictions) {
    return predictions
        .whyNone()
        .<Score>map(Score.Absent::new)
        .orElseGet(() -> metric.scoreOf(predictions));
  }

  private static boolean hasNoParameters(Kind<MetricSpec> kind) {
    return kind.record().getRecordComponents().length == 0;
  }

  private static MetricSpec create(Kind<MetricSpec> kind) {
    try {
      var constructor = kind.record().getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(kind.record().getName() + " cannot be created", e);
    }
  }
}
