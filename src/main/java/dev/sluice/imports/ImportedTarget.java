package dev.sluice.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The output of an imported network, as a config and a fitted pipeline describe it.
 *
 * @param yaml of {@code data.target}
 * @param fitted as its kind writes it
 */
record ImportedTarget(String yaml, ObjectNode fitted) {
  private static final Set<String> LOSSES_OF_NUMBERS =
      Set.of(
          "mse",
          "mean_squared_error",
          "MeanSquaredError",
          "mae",
          "mean_absolute_error",
          "MeanAbsoluteError",
          "huber",
          "huber_loss",
          "Huber",
          "log_cosh",
          "LogCosh");

  static ImportedTarget of(ForeignNetwork network, ImportOptions options) {
    ForeignLayer output = network.output();
    String activation = output.options().get(ForeignLayer.ACTIVATION);
    String kind = options.output().target().orElseGet(() -> kind(network, activation));
    List<Problem> problems = new ArrayList<>();
    String fitting =
        switch (kind) {
          case "class" ->
              activation.equals("softmax") && output.outputs() > 1
                      || activation.equals("sigmoid") && output.outputs() == 1
                  ? ""
                  : "one sigmoid or several softmax";
          case "labels" -> activation.equals("sigmoid") ? "" : "sigmoid";
          case "number" -> activation.equals("softmax") ? "any but softmax" : "";
          default ->
              activation.equals("softmax") && network.ofSteps() ? "" : "softmax of each step";
        };
    if (!fitting.isEmpty() || network.ofSteps() != kind.equals("tags")) {
      problems.add(
          Problem.inFile(
              network.file(),
              "its output is %s %s%s, but the target %s needs %s"
                  .formatted(
                      output.outputs(),
                      activation,
                      network.ofSteps() ? " of each step" : "",
                      kind,
                      fitting.isEmpty() ? "an output of the whole sequence" : fitting),
              "choose another with the option target: class, labels, number or tags"));
    }
    int names = kind.equals("class") && output.outputs() == 1 ? 2 : output.outputs();
    if (!options.output().names().isEmpty()
        && (options.output().names().size() != names
            || options.output().names().stream().distinct().count() < names
            || kind.equals("number"))) {
      problems.add(
          Problem.inFile(
              network.file(),
              kind.equals("number")
                  ? "the option classes has no effect: its outputs are numbers"
                  : "%s classes are given, expected %s different ones"
                      .formatted(options.output().names().size(), names),
              "list each once, in the order of the outputs, or leave out the option"));
    }
    int columns = kind.equals("number") ? output.outputs() : 1;
    boolean labelsByColumn = kind.equals("labels") && options.output().columns().size() != 1;
    if (!options.output().columns().isEmpty()
        && options.output().columns().size() != (labelsByColumn ? names : columns)) {
      problems.add(
          Problem.inFile(
              network.file(),
              "%s target columns are given, expected %s"
                  .formatted(options.output().columns().size(), columns),
              "give one for each number; for classes and tags, the one with them"));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    List<String> classes =
        options.output().names().isEmpty()
            ? IntStream.range(0, names).mapToObj(Integer::toString).toList()
            : options.output().names();
    return switch (kind) {
      case "class" -> ofClass(column(options, "y"), classes);
      case "labels" -> ofLabels(options, classes);
      case "tags" -> ofTags(column(options, "tags"), classes);
      default -> ofNumbers(network, options);
    };
  }

  private static String kind(ForeignNetwork network, String activation) {
    if (network.ofSteps()) {
      return "tags";
    }
    boolean numbers = network.loss().filter(LOSSES_OF_NUMBERS::contains).isPresent();
    return switch (activation) {
      case "softmax" -> "class";
      case "sigmoid" -> numbers ? "number" : network.output().outputs() == 1 ? "class" : "labels";
      default -> "number";
    };
  }

  private static String column(ImportOptions options, String usual) {
    return options.output().columns().isEmpty() ? usual : options.output().columns().get(0);
  }

  private static ObjectNode fitted(String kind) {
    ObjectNode fitted = JsonNodeFactory.instance.objectNode().put("kind", kind);
    return kind.equals("number") ? fitted : fitted.put("normal_form", "nfc");
  }

  private static ImportedTarget ofClass(String column, List<String> classes) {
    ObjectNode fitted = fitted("class");
    classes.forEach(fitted.putArray("classes")::add);
    String positive = classes.size() == 2 ? ", positive: " + YamlValue.text(classes.get(1)) : "";
    return new ImportedTarget(
        "class: {column: %s%s}".formatted(YamlValue.text(column), positive), fitted);
  }

  private static ImportedTarget ofTags(String column, List<String> tags) {
    ObjectNode fitted = fitted("tags");
    tags.forEach(fitted.putArray("tags")::add);
    return new ImportedTarget("tags: {column: %s}".formatted(YamlValue.text(column)), fitted);
  }

  private static ImportedTarget ofLabels(ImportOptions options, List<String> classes) {
    List<String> labels =
        options.output().columns().size() > 1 ? options.output().columns() : classes;
    ObjectNode fitted = fitted("labels");
    labels.forEach(fitted.putArray("labels")::add);
    Collections.nCopies(labels.size(), 0.5).forEach(fitted.putArray("thresholds")::add);
    return new ImportedTarget(
        options.output().columns().size() > 1
            ? "labels: {columns: %s, threshold: 0.5}".formatted(YamlValue.list(labels))
            : "labels: {column: %s, threshold: 0.5}"
                .formatted(YamlValue.text(column(options, "y"))),
        fitted);
  }

  private static ImportedTarget ofNumbers(ForeignNetwork network, ImportOptions options) {
    int count = network.output().outputs();
    List<String> columns =
        !options.output().columns().isEmpty()
            ? options.output().columns()
            : count == 1 ? List.of("y") : IntStream.range(0, count).mapToObj(i -> "y" + i).toList();
    Optional<Scaler> scaler = options.scaler().map(Scaler::read);
    List<Scaler.By> scales =
        scaler
            .map(of -> Scaler.of(options.scaler().get(), of.outputs(), count, "outputs"))
            .orElse(Collections.nCopies(count, Scaler.By.NOTHING));
    ObjectNode fitted = fitted("number");
    ObjectNode byColumn = fitted.putObject("columns");
    for (int c = 0; c < count; c++) {
      ObjectNode of = byColumn.putObject(columns.get(c));
      of.put("shift", scales.get(c).mean()).put("divisor", scales.get(c).scale());
      of.put("deviation", Math.abs(scales.get(c).scale()));
    }
    return new ImportedTarget(
        "number: {columns: %s%s}"
            .formatted(
                YamlValue.list(columns),
                scales.stream().allMatch(Scaler.By.NOTHING::equals) ? ", scale: {none: {}}" : ""),
        fitted);
  }
}
