package com.example;

import dev.sluice.predict.Predictor;
import java.nio.file.Path;

/** Classifies one text. Arguments: a run's folder or a model, the text. */
final class Classify {
  private Classify() {}

  public static void main(String[] args) {
    Predictor predictor = Predictor.load(Path.of(args[0]));
    System.out.println(predictor.classify(args[1]).probability("positive"));
  }
}
