package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.predict.Explainer;
import dev.sluice.predict.Predictor;
import dev.sluice.predict.TextExplanation;
import dev.sluice.predict.TextExplanation.Method;
import dev.sluice.source.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A price and a shop beside the text of a ticket, from the file to predictions of new rows. */
class ColumnsBesideTextTest {
  private static final String CONFIG =
      """
      name: tickets
      data:
        source: {csv: {path: tickets.csv}}
        split: {validation: {share: 0.2}, test: {share: 0.2}}
        columns: {the price: {missing: {mask: {}}}}
        input:
          text: {column: text, max_length: 4, features: {numbers: [the price], categories: [shop]}}
        target: {class: {column: urgent}}
      network: [{embedding: {size: 4}}, {lstm: {units: 3}}, {dense: {units: 4, activation: tanh}}]
      training: {epochs: 12, batch_size: 8, optimizer: {adam: {learning_rate: 0.03}}}
      evaluation: {baselines: [majority, bag_of_words]}
      """;

  @TempDir Path folder;

  /** Every text is the same, so that only the columns tell: dear ones are urgent. */
  private Path write() throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,the price,shop,urgent"));
    for (int i = 0; i < 80; i++) {
      boolean urgent = i % 2 == 0;
      String price = i % 10 == 7 ? "" : Double.toString(urgent ? 90 + i % 7 : 10 + i % 5);
      String shop = i % 16 == 3 ? "rare " + i : List.of("north", "south", "").get(i % 3);
      lines.add("please help,%s,%s,%s".formatted(price, shop, urgent ? "yes" : "no"));
    }
    Files.writeString(folder.resolve("tickets.csv"), String.join("\r\n", lines));
    return Files.writeString(folder.resolve("tickets.yaml"), CONFIG);
  }

  @Test
  void areTrainedScoredPredictedAndExplained() throws IOException {
    Path config = write();
    Path run = folder.resolve("run");

    CommandLineRun check = CommandLineRun.of("check", config.toString());
    CommandLineRun describe = CommandLineRun.of("describe", config.toString());
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    CommandLineRun predict =
        CommandLineRun.of(
            "predict", run.toString(), "--input", folder.resolve("tickets.csv").toString());
    CommandLineRun text = CommandLineRun.of("predict", run.toString(), "please help");
    Path lacking = Files.writeString(folder.resolve("new.csv"), "text,the prise,shop\nhelp,1,x\n");
    CommandLineRun missing =
        CommandLineRun.of("predict", run.toString(), "--input", lacking.toString());
    CommandLineRun explain =
        CommandLineRun.of(
            "explain", run.toString(), "--input", folder.resolve("tickets.csv").toString());

    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains("duplicate_rows_across_parts") // equal prices and shops, too
        .containsPattern("the price +'\\d+.0' is ")
        .containsPattern("shop +'.*' is [01].0 ");
    assertThat(describe.out()).contains("3 + 6");
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.out()) // the bag of words gets the columns, too
        .contains("accuracy              1.000    0.5000         1.000");
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(predict.out().lines()).hasSize(81);
    assertThat(text.exit()).isEqualTo(2);
    assertThat(text.err()).contains("takes rows with the columns text, the price, shop, not texts");
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err())
        .contains("new.csv: has no column 'the price'")
        .contains("did you mean 'the prise'?");
    assertThat(explain.exit()).as(explain.err()).isZero();
    assertThat(explain.out()).contains("the price").contains("unchanged");
    try (Predictor predictor = Predictor.load(run)) {
      Table tickets =
          Table.of(
              List.of("shop", "text", "the price"),
              List.of(
                  List.of("north", "please help", "94"),
                  List.of("never seen", "please help", "12"),
                  List.of("", "", "")));

      assertThat(predictor.classify(tickets).subList(0, 2))
          .extracting("label")
          .containsExactly("yes", "no");
      assertThatThrownBy(() -> predictor.classify("please help"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this model takes rows with the columns text, the price, shop, not texts");
    }
  }

  @Test
  void explanationsHoldThemAndSayWhatEachAdds() throws IOException {
    Path config = write();
    Path run = folder.resolve("run");
    assertThat(CommandLineRun.of("train", config.toString(), "--run", run.toString()).exit())
        .isZero();
    try (Explainer explainer = Explainer.load(run)) {
      Table dear =
          Table.of(
              List.of("text", "the price", "shop"), List.of(List.of("please help", "95", "north")));

      TextExplanation why =
          explainer.explain(dear, Optional.of("yes"), Method.INTEGRATED_GRADIENTS).get(0);

      assertThat(why.columns())
          .extracting(TextExplanation.Column::name)
          .containsExactly("the price", "shop");
      assertThat(why.columns().get(0).cell()).isEqualTo("95");
      assertThat(why.columns().get(0).attribution()).isGreaterThan(0.5);
      assertThat(Math.abs(why.columns().get(1).attribution()))
          .isLessThan(why.columns().get(0).attribution());
      assertThat(why.completenessError()).isLessThan(0.01 * Math.abs(why.output()) + 1e-3);
      assertThat(Arrays.asList(why.tokens().get(0).text())).containsExactly("please");
    }
  }

  private String refused(String replaced, String by) throws IOException {
    Path config = write();
    Files.writeString(config, CONFIG.replace(replaced, by));
    CommandLineRun check = CommandLineRun.of("check", config.toString());
    assertThat(check.exit()).isEqualTo(2);
    return check.err();
  }

  @Test
  void areRefusedByTasksThatReadTextsAlone() throws IOException {
    assertThat(refused("class: {column: urgent}", "text: {column: urgent}"))
        .contains("data.input.text.features: target 'text' reads texts alone")
        .contains("choose the target class, labels or number");
    assertThat(refused("class: {column: urgent}", "next: {}"))
        .contains("data.input.text.features: target 'next' reads texts alone");
  }

  @Test
  void wrongColumnsAreNamedWithTheirPlace() throws IOException {
    assertThat(refused("categories: [shop]", "categories: [shap]"))
        .contains("data.input.text.features.categories[0]: ")
        .contains("has no column 'shap'")
        .contains("did you mean 'shop'?");
    assertThat(refused("categories: [shop]", "categories: [urgent]"))
        .contains("'urgent' is an input: the network would see the answer");
    assertThat(refused("numbers: [the price], categories: [shop]", "numbers: [the price, shop]"))
        .contains("tickets.yaml:7:")
        .contains("'shop' has words such as 'north' instead of numbers");
    assertThat(refused("missing: {mask: {}}", "missing: {forward: {}}"))
        .contains("takes a value of another row, and only those of series follow each other");
    assertThat(refused("missing: {mask: {}}", "transform: {log: {}}"))
        .contains("data.columns.\"the price\".transform: only columns of series have it");
    assertThat(refused("{missing: {mask: {}}}", "{}"))
        .contains("tickets.csv:9: column 'the price': no value")
        .contains("data.columns.\"the price\": {missing: {mask: {}}}");
  }
}
