package dev.sluice.network;

import dev.sluice.spec.ScheduleSpec;

/** A schedule as a line of text, {@code warm_up 2.0 cosine 0.25}: for DL4J's configurations. */
final class ScheduleText {
  private ScheduleText() {}

  static String of(ScheduleSpec spec) {
    if (spec instanceof ScheduleSpec.Step s) {
      return "step " + s.factor() + " " + s.every();
    }
    if (spec instanceof ScheduleSpec.Exponential e) {
      return "exponential " + e.factor();
    }
    if (spec instanceof ScheduleSpec.Cosine c) {
      return "cosine " + c.finalShare();
    }
    if (spec instanceof ScheduleSpec.SlantedTriangular s) {
      return "slanted_triangular " + s.rise() + " " + s.ratio();
    }
    if (spec instanceof ScheduleSpec.WarmUp w) {
      return "warm_up " + w.epochs() + " " + of(w.then());
    }
    if (spec instanceof ScheduleSpec.Plateau p) {
      return "plateau " + p.factor() + " " + p.patience();
    }
    return "constant";
  }

  /**
   * @throws IllegalArgumentException if it is not such a text
   */
  static ScheduleSpec read(String text) {
    String[] words = text.split(" ", 3);
    return switch (words[0] + "/" + words.length) {
      case "constant/1" -> new ScheduleSpec.Constant();
      case "step/3" -> new ScheduleSpec.Step(number(words[1]), Integer.parseInt(words[2]));
      case "exponential/2" -> new ScheduleSpec.Exponential(number(words[1]));
      case "cosine/2" -> new ScheduleSpec.Cosine(number(words[1]));
      case "slanted_triangular/3" ->
          new ScheduleSpec.SlantedTriangular(number(words[1]), number(words[2]));
      case "warm_up/3" -> new ScheduleSpec.WarmUp(number(words[1]), read(words[2]));
      case "plateau/3" -> new ScheduleSpec.Plateau(number(words[1]), Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException("no schedule: " + text);
    };
  }

  private static double number(String word) {
    return Double.parseDouble(word);
  }
}
