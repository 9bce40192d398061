package dev.sluice.train;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small problem that trains in a moment: which of two words stands in a text. */
record Toy(Config config, Dataset data, NetworkPlan plan) {

  /**
   * @param training the body of the `training` section, in flow style
   */
  static Toy withTraining(String training, String... overrides) {
    String yaml =
        """
        name: toy
        data:
          source: {csv: {path: rows-are-in-memory.csv}}
          split: {validation: {share: 0.25}, test: {share: 0.25}}
          input: {text: {column: text, max_length: 8}}
          target: {class: {column: label, positive: good}}
        network:
          - embedding: {size: 4}
          - lstm: {units: 5, dropout: 0.2}
          - dense: {units: 3, activation: relu, dropout: 0.2}
        training: %s
        """
            .formatted(training);
    Config config = ConfigReader.parse(yaml, "toy.yaml", Path.of(""), List.of(overrides)).config();
    Dataset data = Dataset.load(config.data(), rows());
    return new Toy(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  /**
   * Tags of which each is the other one than the tag before.
   *
   * @param input further options of `tokens`, such as {@code , lowercase: true}
   * @param target further options of `tags`, such as {@code , crf: {}}
   */
  static Toy ofTags(String training, String input, String target, String... overrides) {
    String yaml =
        """
        name: toy
        data:
          source: {csv: {path: rows-are-in-memory.csv}}
          split: {validation: {share: 0.25}}
          input: {tokens: {column: text%s}}
          target: {tags: {column: tags%s}}
        network:
          - embedding: {size: 4}
          - dense: {units: 3, dropout: 0.2}
        training: %s
        """
            .formatted(input, target, training);
    Config config = ConfigReader.parse(yaml, "toy.yaml", Path.of(""), List.of(overrides)).config();
    Random random = new Random(5);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      List<String> words = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      for (int w = 2 + random.nextInt(5); w > 0; w--) {
        words.add("w" + random.nextInt(4));
        tags.add(tags.isEmpty() || tags.get(tags.size() - 1).equals("b") ? "a" : "b");
      }
      rows.add(List.of(String.join(" ", words), String.join(" ", tags)));
    }
    Dataset data = Dataset.load(config.data(), Table.of(List.of("text", "tags"), rows));
    return new Toy(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  private static Table rows() {
    Random random = new Random(5);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 1 + random.nextInt(6); w > 0; w--) {
        words.add("w" + random.nextInt(12));
      }
      words.add(random.nextInt(words.size() + 1), i % 2 == 0 ? "fine" : "awful");
      rows.add(List.of(String.join(" ", words), i % 2 == 0 ? "good" : "bad"));
    }
    return Table.of(List.of("text", "label"), rows);
  }
}
