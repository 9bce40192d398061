package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The network of a plan, or the mean of an ensemble of networks, as operators. */
record NetworkNodes(OnnxGraph graph, Steps steps, NetworkPlan plan) {

  /** Everything that cannot be expressed as operators. */
  static List<Problem> whyNot(NetworkPlan plan) {
    return Stream.concat(
            plan.layers().stream().flatMap(layer -> LayerTable.whyNot(layer).stream()),
            OutputNodes.whyNot(plan).stream())
        .toList();
  }

  /**
   * @param networks the parameters of each: by layer, by key
   * @param in ids (steps, batch), or numbers (steps, batch, features)
   * @param columns beside a text (batch, columns); {@link Value#NONE} if there are none
   */
  OutputNodes.Answer nodes(
      List<List<Map<String, ParameterMatrix>>> networks, Flow in, Value columns) {
    List<OutputNodes.Answer> answers = new ArrayList<>();
    for (List<Map<String, ParameterMatrix>> parameters : networks) {
      Flow flow = in;
      for (int i = 0; i < plan.layers().size(); i++) {
        if (plan.joining(i) > 0) {
          flow = Flow.vector(graph.concat(1, flow.value(), columns));
        }
        flow =
            LayerTable.nodes(
                plan.layers().get(i), parameters.get(i), plan.lastStepOnly(i), graph, steps, flow);
      }
      OutputNodes.Answer answer =
          new OutputNodes(graph, steps, plan, parameters.get(plan.layers().size()))
              .nodes(flow, () -> plan.input().columns() > 0 ? columns : window(in.value()));
      answers.add(
          plan.input().reversible().isEmpty()
              ? answer
              : new OutputNodes.Answer(
                  ReversibleNodes.undone(
                      graph,
                      parameters.get(0),
                      plan.target().values().orElseThrow(),
                      answer.value()),
                  answer.path()));
    }
    if (answers.size() == 1) {
      return answers.get(0);
    }
    Value mean =
        graph.op("Mean", answers.stream().map(OutputNodes.Answer::value).toArray(Value[]::new));
    return new OutputNodes.Answer(mean, Value.NONE);
  }

  /** (batch, features * steps) */
  private Value window(Value in) {
    return graph.reshape(graph.transpose(in, 1, 2, 0), 0, plan.output().window());
  }
}
