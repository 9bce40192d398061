package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A shipped config with a few characters or lines changed is read, or refused with a place. */
class MutationProperties {
  private static final String SIGNS = "\n\t :-[]{},'\"#&*!|>%@`?~<=.0a\u00e9\uFEFF\u0007\uD83D";

  private static final List<String> OVERRIDES =
      List.of(
          "network[0].gru.units=3",
          "training.optimizer.sgd.momentum=0.9",
          "data.columns.passengers.scale=robust",
          "evaluation.metrics.0=mae",
          "training={epochs: 3, optimizer: {adam: {}}}");

  @Property(tries = 500)
  void changedTextIsReadOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String name = random.nextBoolean() ? "config/reviews.yaml" : "config/airline.yaml";
    StringBuilder yaml = new StringBuilder(Files.readString(Path.of(name)));
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutate(yaml, random);
    }

    try {
      ConfigReader.parse(yaml.toString(), "a.yaml", Path.of("config"), List.of());
    } catch (UserException e) {
      assertThat(e.problems()).allMatch(problem -> problem.location().startsWith("a.yaml:"));
    }
  }

  @Property(tries = 500)
  void anyOverrideIsAppliedOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder override = new StringBuilder(OVERRIDES.get(random.nextInt(OVERRIDES.size())));
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutate(override, random);
    }
    String yaml = Files.readString(Path.of("config/airline.yaml"));

    try {
      ConfigReader.parse(yaml, "a.yaml", Path.of("config"), List.of(override.toString()));
    } catch (UserException e) {
      assertThat(e.problems()).noneMatch(problem -> problem.location().isEmpty());
    }
  }

  private static void mutate(StringBuilder yaml, Random random) {
    int at = random.nextInt(yaml.length());
    int end = Math.min(yaml.length(), at + 1 + random.nextInt(8));
    switch (random.nextInt(4)) {
      case 0 -> yaml.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      case 1 -> yaml.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      case 2 -> yaml.delete(at, end);
      default -> yaml.insert(random.nextInt(yaml.length()), yaml.substring(at, end));
    }
  }
}
