package dev.sluice.experiment;

import dev.sluice.network.DecoderPlan;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlannedLayer;
import java.util.Locale;

/** A planned network as an SVG picture: a box for each layer, and the shapes between them. */
final class NetworkPicture {
  private static final int WIDTH = 340;
  private static final int BOX = 38; // height of a layer
  private static final int STEP = 74; // from one layer to the next

  private final StringBuilder svg = new StringBuilder();
  private int y = 26;

  private NetworkPicture(NetworkPlan plan) {
    shape(plan.layers().isEmpty() ? plan.input().layer().text() : first(plan).input().text());
    for (PlannedLayer<?> layer : plan.layers()) {
      box(kind(layer.name()), layer.parameters());
      shape(layer.output().text());
    }
    if (plan.output().decoder().isPresent()) {
      for (DecoderPlan.Part part : plan.output().decoder().get().parts()) {
        box(
            part.name().replaceFirst("^network\\.", "").replaceFirst("\\[\\d+]", ""),
            part.parameters());
        shape(part.gives());
      }
      return;
    }
    String head = plan.output().activation().name().toLowerCase(Locale.ROOT);
    box("output " + head, plan.output().parameters());
    String units = Integer.toString(plan.output().units());
    shape(plan.target().takesSteps() ? plan.input().steps() + " steps x " + units : units);
  }

  static String of(NetworkPlan plan) {
    NetworkPicture picture = new NetworkPicture(plan);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" font-family="sans-serif" font-size="13">
        <style>
        text { fill: #24292f } .shape { font-family: monospace } rect { fill: #ddf4ff; stroke: #0969da } path { stroke: #57606a }
        @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #0c2d6b; stroke: #58a6ff } path { stroke: #8b949e } }
        </style>
        %s</svg>
        """
        .formatted(WIDTH, picture.y - 12, picture.svg);
  }

  private static PlannedLayer<?> first(NetworkPlan plan) {
    return plan.layers().get(0);
  }

  private static String kind(String name) {
    return name.substring(name.indexOf(' ') + 1);
  }

  private void box(String kind, long parameters) {
    line("<rect x='10' y='%s' width='%s' height='%s' rx='5'/>", y, WIDTH - 20, BOX);
    line("<text x='22' y='%s'>%s</text>", y + 24, kind);
    String count = String.format(Locale.ROOT, "%,d", parameters);
    line("<text x='%s' y='%s' text-anchor='end'>%s</text>", WIDTH - 22, y + 24, count);
    line("<path d='M%s %sv%s'/>", WIDTH / 2, y + BOX, 8);
    y += STEP;
  }

  private void shape(String text) {
    line(
        "<text class='shape' x='%s' y='%s' text-anchor='middle'>%s</text>",
        WIDTH / 2, y - 14, text);
  }

  private void line(String format, Object... values) {
    svg.append(format.replace('\'', '"').formatted(values)).append('\n');
  }
}
