package com.example;

import dev.sluice.predict.Predictor;
import dev.sluice.source.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers a POST to /text with the probability that its body is positive, one to /series with the
 * first forecast of the CSV in its body; {@code --classifier} and {@code --forecaster} name the
 * models.
 */
@SpringBootApplication
@RestController
public class Application {
  /** Loaded on threads whose context class loader does not see the jars within the jar. */
  private final CompletableFuture<Predictor> classifier;

  private final CompletableFuture<Predictor> forecaster;

  Application(@Value("${classifier}") Path classifier, @Value("${forecaster}") Path forecaster) {
    this.classifier = load(classifier);
    this.forecaster = load(forecaster);
  }

  private static CompletableFuture<Predictor> load(Path model) {
    return CompletableFuture.supplyAsync(() -> Predictor.load(model), ForkJoinPool.commonPool());
  }

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }

  @PostMapping("/text")
  double classify(@RequestBody String text) {
    return classifier.join().classify(text).probability("positive");
  }

  @PostMapping("/series")
  double forecast(@RequestBody String csv) {
    List<List<String>> rows = csv.lines().map(line -> List.of(line.split(","))).toList();
    Table table = Table.of(rows.get(0), rows.subList(1, rows.size()));
    return forecaster.join().forecast(table).column("passengers")[0];
  }
}
