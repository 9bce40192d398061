package com.example;

import dev.sluice.predict.Predictor;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers a POST with the probability that its body is positive; {@code --model} names the model. */
@SpringBootApplication
@RestController
public class Application {
  /** Loaded on a thread whose context class loader does not see the jars within the jar. */
  private final CompletableFuture<Predictor> predictor;

  Application(@Value("${model}") Path model) {
    predictor = CompletableFuture.supplyAsync(() -> Predictor.load(model), ForkJoinPool.commonPool());
  }

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }

  @PostMapping("/")
  double classify(@RequestBody String text) {
    return predictor.join().classify(text).probability("positive");
  }
}
