package com.example;

import dev.sluice.predict.Predictor;
import dev.sluice.source.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies a text and forecasts a series, with models that are loaded on a thread of a pool, and
 * prints the probability and the first forecast. Arguments: the folders of two runs, the text, the
 * series as a CSV file.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  public static void main(String[] args) throws IOException {
    Predictor classifier =
        CompletableFuture.supplyAsync(() -> Predictor.load(Path.of(args[0]))).join();
    Predictor forecaster =
        CompletableFuture.supplyAsync(() -> Predictor.load(Path.of(args[1]))).join();
    LOG.info("both models are loaded");
    System.out.println("probability " + classifier.classify(args[2]).probability("positive"));
    System.out.println(
        "forecast " + forecaster.forecast(read(Path.of(args[3]))).column("passengers")[0]);
  }

  private static Table read(Path csv) throws IOException {
    try (Stream<String> lines = Files.lines(csv)) {
      List<List<String>> rows = lines.map(line -> List.of(line.split(","))).toList();
      return Table.of(rows.get(0), rows.subList(1, rows.size()));
    }
  }
}
