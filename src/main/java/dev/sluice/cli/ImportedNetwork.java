package dev.sluice.cli;

import dev.sluice.model.Bundle;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlannedLayer;
import dev.sluice.network.StockNetwork;
import dev.sluice.run.ImportRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An imported model, beside the original. */
final class ImportedNetwork {
  private ImportedNetwork() {}

  static String text(Bundle bundle, ImportRecord record) {
    NetworkPlan plan = bundle.network().plan();
    TextTable origins = new TextTable("layer", "was", "runs on");
    List<String> names = names(plan);
    List<String> engines = bundle.network().engines();
    for (int i = 0; i < names.size(); i++) {
      origins.row(names.get(i), record.layers().get(i), engines.get(i));
    }
    return NetworkTable.text(plan, 1)
        + "\n"
        + origins.text()
        + "\nImported from %s, %s.\n".formatted(record.file().path(), record.program())
        + compared(record.compared(), record.difference(), record.program())
        + "\n"
        + notes(record.notes())
        + notStock(bundle)
            .map("Without Sluice, Deeplearning4j cannot run this network: %s.\n"::formatted)
            .orElse("Without Sluice, Deeplearning4j runs it from its model.zip.\n");
  }

  static Map<String, Object> json(Bundle bundle, ImportRecord record) {
    NetworkPlan plan = bundle.network().plan();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("network", NetworkTable.json(plan));
    result.put("parameters", plan.parameters());
    result.put("engines", bundle.network().engines());
    result.put("imported", record);
    result.put("stock_dl4j", notStock(bundle).isEmpty());
    notStock(bundle).ifPresent(reason -> result.put("stock_dl4j_reason", reason));
    return result;
  }

  /** How far its outputs differ from those of the program that trained it. */
  static String compared(int examples, Optional<Double> difference, String program) {
    return difference
        .map(
            most ->
                String.format(
                    Locale.ROOT,
                    "Its outputs for %d examples equal those of %s within %.1e.",
                    examples,
                    program,
                    most))
        .orElse("Its outputs were not compared; pass example inputs and outputs with --probe.");
  }

  static String notes(List<String> notes) {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString();
  }

  private static List<String> names(NetworkPlan plan) {
    List<String> names = new ArrayList<>(plan.layers().stream().map(PlannedLayer::name).toList());
    names.add(plan.output().name());
    return names;
  }

  private static Optional<String> notStock(Bundle bundle) {
    return StockNetwork.of(bundle.network().plan(), bundle.config(), bundle.network().parameters())
            instanceof StockNetwork.NotExpressible not
        ? Optional.of(not.reason())
        : Optional.empty();
  }
}
