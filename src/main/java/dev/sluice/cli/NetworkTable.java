package dev.sluice.cli;

import dev.sluice.experiment.Experiment;
import dev.sluice.network.DecoderPlan;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlannedLayer;
import dev.sluice.network.PlannedOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A planned network, a line per layer. */
final class NetworkTable {
  private NetworkTable() {}

  static String text(Experiment checked) {
    return text(checked.network(), checked.loaded().config().training().networks());
  }

  /**
   * @param networks of an ensemble
   */
  static String text(NetworkPlan plan, int networks) {
    TextTable table = new TextTable("layer", "takes", "gives", ">parameters");
    for (int i = 0; i < plan.layers().size(); i++) {
      PlannedLayer<?> layer = plan.layers().get(i);
      table.row(layer.name(), takes(plan, i), layer.output().text(), number(layer.parameters()));
    }
    for (DecoderPlan.Part part : outputs(plan)) {
      table.row(
          (part.name() + " " + kind(plan)).strip(),
          part.takes(),
          part.gives(),
          number(part.parameters()));
    }
    table.row("all", "", "", number(plan.parameters()));
    return table.text()
        + (networks == 1
            ? ""
            : ("An ensemble of %s such networks, %s parameters in all: it takes %s times as long to"
                    + " train and to predict.\n")
                .formatted(networks, number(networks * plan.parameters()), networks));
  }

  /** What the network starts from besides randomly initialized weights. */
  static String start(Experiment checked) {
    return checked
            .vectors()
            .map(given -> "\nthe embedding starts from\n" + Outline.of(given.summary()).indent(2))
            .orElse("")
        + checked
            .pretraining()
            .map(
                before ->
                    "\npretraining: a %s\n".formatted(before.title())
                        + Outline.of(before.summary()).indent(2))
            .orElse("");
  }

  /** The same for programs, and the number of networks if there is more than one. */
  static void addStart(Experiment checked, Map<String, Object> json) {
    checked.vectors().ifPresent(given -> json.put("vectors", given.summary()));
    checked.pretraining().ifPresent(before -> json.put("pretraining", before.summary()));
    int networks = checked.loaded().config().training().networks();
    if (networks > 1) {
      json.put("networks", networks);
    }
  }

  static List<Map<String, Object>> json(NetworkPlan plan) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int i = 0; i < plan.layers().size(); i++) {
      PlannedLayer<?> layer = plan.layers().get(i);
      layers.add(entry(layer.name(), takes(plan, i), layer.output().text(), layer.parameters()));
    }
    for (DecoderPlan.Part part : outputs(plan)) {
      layers.add(entry(part.name(), part.takes(), part.gives(), part.parameters()));
    }
    return layers;
  }

  private static String takes(NetworkPlan plan, int i) {
    PlannedLayer<?> layer = plan.layers().get(i);
    return plan.joining(i) == 0
        ? layer.input().text()
        : layer.inputs() - plan.joining(i) + " + " + plan.joining(i);
  }

  private static List<DecoderPlan.Part> outputs(NetworkPlan plan) {
    PlannedOutput output = plan.output();
    return output.parts().isEmpty()
        ? List.of(
            new DecoderPlan.Part(
                output.name(),
                output.inputs() + (output.window() > 0 ? " + " + output.window() : ""),
                Integer.toString(output.units()),
                output.parameters()))
        : output.parts();
  }

  private static Map<String, Object> entry(
      String name, String takes, String gives, long parameters) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("layer", name);
    entry.put("takes", takes);
    entry.put("gives", gives);
    entry.put("parameters", parameters);
    return entry;
  }

  private static String kind(NetworkPlan plan) {
    if (plan.output().chain().isPresent()) {
      return "crf";
    }
    if (!plan.output().parts().isEmpty()) {
      return "";
    }
    return plan.output().activation().name().toLowerCase(Locale.ROOT);
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
