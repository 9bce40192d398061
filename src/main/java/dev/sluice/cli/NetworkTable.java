package dev.sluice.cli;

import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlannedLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A planned network, a line per layer. */
final class NetworkTable {
  private NetworkTable() {}

  static String text(NetworkPlan plan) {
    TextTable table = new TextTable("layer", "takes", "gives", ">parameters");
    for (PlannedLayer<?> layer : plan.layers()) {
      table.row(
          layer.name(), layer.input().text(), layer.output().text(), number(layer.parameters()));
    }
    table.row(
        (plan.output().name() + " " + kind(plan)).strip(),
        Integer.toString(plan.output().inputs()),
        Integer.toString(plan.output().units()),
        number(plan.output().parameters()));
    table.row("all", "", "", number(plan.parameters()));
    return table.text();
  }

  static List<Map<String, Object>> json(NetworkPlan plan) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (PlannedLayer<?> layer : plan.layers()) {
      layers.add(
          entry(layer.name(), layer.input().text(), layer.output().text(), layer.parameters()));
    }
    layers.add(
        entry(
            plan.output().name(),
            Integer.toString(plan.output().inputs()),
            Integer.toString(plan.output().units()),
            plan.output().parameters()));
    return layers;
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
    if (plan.output().decoder().isPresent()) {
      return "";
    }
    return plan.output().activation().name().toLowerCase(Locale.ROOT);
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
