package dev.sluice.task.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.experiment.Experiment;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class TagTaskTest {
  private static final String CONFIG =
      """
      name: toy
      data:
        source: SOURCE
        split: {validation: {share: 0.2}, test: {share: 0.2}}
        input: {tokens: {column: form}}
        target: {tags: {column: tag}}
      network:
        - embedding: {size: 8}
        - bidirectional: {layer: {lstm: {units: 8}}}
      training: {epochs: 30, batch_size: 4, optimizer: {adam: {learning_rate: 0.02}}}
      """;

  @TempDir private Path folder;

  /**
   * Sentences in which the tag of `can` depends on the word before it: a verb after a pronoun, else
   * a noun. The most frequent tag of a word is right in all others.
   */
  private static List<String[]> sentences() {
    Random random = new Random(7);
    List<String[]> sentences = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<String> words = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      for (int clause = 1 + random.nextInt(3); clause > 0; clause--) {
        boolean verb = random.nextBoolean();
        words.add(verb ? "we" : "a");
        tags.add(verb ? "PRON" : "DET");
        words.add("can");
        tags.add(verb ? "VERB" : "NOUN");
      }
      sentences.add(new String[] {String.join(" ", words), String.join(" ", tags)});
    }
    return sentences;
  }

  private LoadedConfig conll() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String[] sentence : sentences()) {
      String[] words = sentence[0].split(" ");
      String[] tags = sentence[1].split(" ");
      for (int t = 0; t < words.length; t++) {
        text.append(words[t]).append(' ').append(tags[t]).append('\n');
      }
      text.append('\n');
    }
    Files.writeString(folder.resolve("toy.conll"), text);
    return config("{conll: {path: toy.conll, columns: [form, tag]}}");
  }

  private LoadedConfig config(String source, String... overrides) {
    return ConfigReader.parse(
        CONFIG.replace("SOURCE", source), "toy.yaml", folder, List.of(overrides));
  }

  @Test
  void learnsTagsThatDependOnNeighbours() throws IOException {
    Experiment experiment = Experiment.of(conll());
    TrainedNetwork trained = experiment.train();
    Evaluation scores = experiment.score(trained).orElseThrow();

    assertThat(scores.values().get("accuracy")).isEqualTo(1);
    assertThat(scores.baselineValues().get("frequent_tag").get("accuracy")).isBetween(0.5, 0.9);
    assertThat(scores.verdict().hasSkill()).isTrue();
    try (Predictor predictor = Predictor.of(experiment.data().pipeline(), trained.network())) {
      assertThat(predictor.tag(List.of("we", "can", "a", "can")).tags())
          .containsExactly("PRON", "VERB", "DET", "NOUN");
      assertThat(predictor.tag(List.of("we", "can")).probabilities())
          .allMatch(p -> p > 0.5 && p <= 1);
    }
  }

  @Test
  void aRowOfEachTokenAndARowOfEachSentenceAreTheSame() throws IOException {
    Dataset rowByRow = Dataset.load(conll().config().data());
    StringBuilder csv = new StringBuilder("form,tag\n");
    sentences().forEach(s -> csv.append(s[0]).append(',').append(s[1]).append('\n'));
    Files.writeString(folder.resolve("toy.csv"), csv);
    Dataset together = Dataset.load(config("{csv: {path: toy.csv}}").config().data());

    for (Part part : Part.values()) {
      DataSet one = batch(rowByRow.examples(part));
      DataSet other = batch(together.examples(part));
      assertThat(one.getFeatures()).isEqualTo(other.getFeatures());
      assertThat(one.getLabels()).isEqualTo(other.getLabels());
      assertThat(one.getFeaturesMaskArray()).isEqualTo(other.getFeaturesMaskArray());
    }
  }

  private static DataSet batch(Examples examples) {
    return examples.batches(100, new BatchOrder.Sequential(), 4).next();
  }

  @Test
  void labelsAreIndexesAndNoneWherePaddingIs() {
    TagLabels labels = new TagLabels(new int[][] {{2, 0, 1}, {1}});

    assertThat(labels.labels(new int[] {1, 0}, 3).values()).containsExactly(1, -1, -1, 2, 0, 1);
  }

  @Test
  void answersStandBesideTheirTokens() throws IOException {
    Experiment experiment = Experiment.of(conll());
    TrainedNetwork trained = experiment.train();
    try (Predictor predictor = Predictor.of(experiment.data().pipeline(), trained.network())) {
      StringWriter csv = new StringWriter();
      predictor.predict(
          Table.of(
              List.of("sentence", "form"),
              List.of(List.of("s 1", "a"), List.of("s 1", "can"), List.of("s 2", "we"))),
          csv);

      assertThat(csv.toString().lines().map(line -> line.replaceAll("[.0-9]+$", "#")))
          .containsExactly(
              "sentence,form,prediction,p", "s 1,a,DET,#", "s 1,can,NOUN,#", "s 2,we,PRON,#");
    }
  }

  @Test
  void saysWhereTokensAndTagsDoNotFit() throws IOException {
    Files.writeString(folder.resolve("toy.csv"), "form,tag\na b,X Y\na b c,X Y\na,Y\nb,X\n");
    assertThat(refused("{csv: {path: toy.csv}}"))
        .contains("toy.csv:3: 3 tokens in column 'form', but 2 tags in column 'tag'")
        .contains("write one tag for each token");

    Files.writeString(folder.resolve("toy.csv"), "sentence,form,tag\n1,a,X\n1,b,\n2,a,Y\n2, ,X\n");
    assertThat(refused("{csv: {path: toy.csv}}")).contains("toy.csv:3: column 'tag': no tag");
    Files.writeString(folder.resolve("toy.csv"), "sentence,form,tag\n1,a,X\n2, ,X\n2,b,Y\n");
    assertThat(refused("{csv: {path: toy.csv}}", "data.split={test: {rows: 1}}"))
        .contains("toy.csv:3: column 'form': no token")
        .contains("write the token, or leave the row out");

    Files.writeString(folder.resolve("toy.csv"), "sentence,form,tag\n1,a,B-x\n1,b,Inside\n2,a,O\n");
    assertThat(refused("{csv: {path: toy.csv}}", "data.target.tags.scheme=iob2"))
        .contains("toy.csv:3: column 'tag': 'Inside' is not a tag of iob2")
        .contains("B-person");

    Files.writeString(folder.resolve("toy.csv"), "sentence,form,tag\n1,a,X\n2,a,X\n3,b,X\n");
    assertThat(refused("{csv: {path: toy.csv}}", "data.split={test: {share: 0.3}}"))
        .contains("the training part has only one tag, 'X'");
  }

  @Test
  void namesTagsThatTrainingHasNever() throws IOException {
    Files.writeString(folder.resolve("toy.csv"), "form,tag\na b,X Y\nb a,Y X\n");
    Files.writeString(folder.resolve("test.csv"), "form,tag\na b,X Z\n");

    assertThat(refused("{csv: {path: toy.csv}}", testFile()))
        .contains("test.csv:2: column 'tag': 'Z' is not a tag of the training part")
        .contains("tags: X, Y");
  }

  @Test
  void bothPlacesOfATypeAreTagsWhereTheyMarkSpans() throws IOException {
    Files.writeString(folder.resolve("toy.csv"), "form,tag\na b,B-x O\nb a,O B-x\n");
    Files.writeString(folder.resolve("test.csv"), "form,tag\na b,B-x I-x\n");
    Dataset data =
        Dataset.load(
            config("{csv: {path: toy.csv}}", testFile(), "data.target.tags.scheme=iob2")
                .config()
                .data());

    assertThat(((FittedTags) data.pipeline().target()).names()).containsExactly("B-x", "I-x", "O");
  }

  @Test
  void frequentTagsAreThoseOfTheTokenOrOfAll() throws IOException {
    Experiment experiment = Experiment.of(conll());
    Examples training = experiment.data().examples(Part.TRAINING);
    int[][] tags = training.labels(TagLabels.class).tags();
    FrequentTags fitted = new FrequentTags(training.input().texts().orElseThrow(), tags, 4);
    List<String> names = List.of("DET", "NOUN", "PRON", "VERB");
    Examples unknown =
        experiment
            .data()
            .pipeline()
            .unlabelled(Table.of(List.of("sentence", "form"), List.of(List.of("1", "never seen"))));

    double[] p =
        fitted.predict(names, unknown.input().texts().orElseThrow(), new int[] {0})
            .probabilities()[0];

    assertThat(p[0] + p[2]).isCloseTo(0.5, within(1e-9)); // every other word
  }

  private String testFile() {
    return "data.split={test: {file: '" + folder.resolve("test.csv") + "'}}";
  }

  private String refused(String source, String... overrides) {
    LoadedConfig config = config(source, overrides);
    Throwable thrown = catchThrowable(() -> Dataset.load(config.config().data()));
    assertThat(thrown).isInstanceOf(UserException.class);
    return thrown.getMessage();
  }
}
