package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.evaluate.MetricFactory;
import dev.sluice.experiment.Backtest;
import dev.sluice.experiment.BacktestRecord;
import dev.sluice.experiment.DriftMonitor;
import dev.sluice.experiment.Experiment;
import dev.sluice.experiment.RunRecord;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.RowGroups;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.frame.series.TransformFactory;
import dev.sluice.imports.ModelImport;
import dev.sluice.input.Input;
import dev.sluice.input.text.TokenizerFactory;
import dev.sluice.network.LayerFactory;
import dev.sluice.plugin.KindProvider;
import dev.sluice.predict.Explainer;
import dev.sluice.predict.Generator;
import dev.sluice.predict.Predictor;
import dev.sluice.predict.SeriesExplainer;
import dev.sluice.source.RowProblems;
import dev.sluice.source.SourceFactory;
import dev.sluice.task.AnswerRows;
import dev.sluice.task.Task;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What programs and plug-ins may rely on: the types of docs/api.md, which are all that can be
 * reached from a few entrances by public methods. All else may change with any version.
 */
class PublicApiTest {
  private static final List<Class<?>> ENTRANCES =
      List.of(
          Predictor.class,
          Generator.class,
          Explainer.class,
          SeriesExplainer.class,
          Experiment.class,
          RunRecord.class,
          Backtest.class,
          ModelImport.class,
          BacktestRecord.class,
          DriftMonitor.class,
          ConfigReader.class,
          KindProvider.class,
          SourceFactory.class,
          TokenizerFactory.class,
          TransformFactory.class,
          LayerFactory.class,
          MetricFactory.class,
          Input.class,
          Task.class,
          Rows.class,
          RowGroups.class,
          RowSplit.class,
          AnswerRows.class,
          RowProblems.class,
          FittedJson.class);
  private static final List<String> INTERNAL =
      List.of("cli", "draft", "kernel", "report", "input.series", "frame.series.Series");

  @Test
  void docsNameEveryTypeThatProgramsCanReach() {
    Map<String, SortedSet<String>> byPackage = new TreeMap<>();
    for (Class<?> type : reached()) {
      if (type.getPackageName().equals("dev.sluice.spec") && type.isMemberClass()) {
        continue; // what may stand in a config, which its reference lists
      }
      byPackage.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>()).add(nameOf(type));
    }
    StringBuilder page =
        new StringBuilder(
            """
            # The public types

            What programs and plug-ins may rely on: everything that can be reached from `Predictor`, `Generator`,
            `Explainer`, `SeriesExplainer`, `Experiment`, `RunRecord`, `Backtest`, `ModelImport`, `DriftMonitor`, `ConfigReader` and the interfaces of plug-ins by public methods. A change here is named in
            CHANGELOG.md. All other types are internal, public or not, and may change with any version. The records
            in `spec` are what may stand in [a config](config-reference.md). A test writes this page.

            | package | types |
            |---|---|
            """);
    byPackage.forEach(
        (name, types) ->
            page.append("| `%s` | `%s` |\n".formatted(name, String.join("`, `", types))));
    Golden.assertMatches(page.toString(), Path.of("docs/api.md"));
  }

  @Test
  void internalPackagesAreNotReached() {
    assertThat(reached().stream().map(type -> type.getName().substring("dev.sluice.".length())))
        .noneMatch(name -> INTERNAL.stream().anyMatch(name::startsWith));
  }

  private static String nameOf(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static List<Class<?>> reached() {
    Deque<Type> open = new ArrayDeque<>(ENTRANCES);
    SortedSet<String> names = new TreeSet<>();
    Map<String, Class<?>> reached = new TreeMap<>();
    while (!open.isEmpty()) {
      Type type = open.poll();
      if (type instanceof ParameterizedType parameterized) {
        open.add(parameterized.getRawType());
        open.addAll(Arrays.asList(parameterized.getActualTypeArguments()));
      } else if (type instanceof WildcardType wildcard) {
        open.addAll(Arrays.asList(wildcard.getUpperBounds()));
      } else if (type instanceof GenericArrayType array) {
        open.add(array.getGenericComponentType());
      } else if (type instanceof Class<?> c && c.isArray()) {
        open.add(c.getComponentType());
      } else if (type instanceof Class<?> c
          && c.getName().startsWith("dev.sluice.")
          && names.add(c.getName())) {
        reached.put(c.getName(), c);
        open.addAll(Arrays.asList(c.getInterfaces()));
        open.addAll(Arrays.asList(c.getClasses()));
        open.addAll(Arrays.asList(c.getRecordComponents() == null ? new Type[0] : types(c)));
        for (Method method : c.getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
            open.add(method.getGenericReturnType());
            open.addAll(Arrays.asList(method.getGenericParameterTypes()));
          }
        }
        for (Constructor<?> constructor : c.getConstructors()) {
          open.addAll(Arrays.asList(constructor.getGenericParameterTypes()));
        }
      }
    }
    return List.copyOf(reached.values());
  }

  private static Type[] types(Class<?> recordType) {
    return Arrays.stream(recordType.getRecordComponents())
        .map(component -> component.getGenericType())
        .toArray(Type[]::new);
  }
}
