package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in the data of a task is named with its place and what to do; nothing begins. */
class BadInputsOfTasksTest {
  @TempDir private Path folder;

  /** What {@code train} says of data of which nothing can be made. */
  private String refused(String file, String content, String data, String network)
      throws IOException {
    Files.writeString(folder.resolve(file), content);
    return refused(data, network);
  }

  private String refused(String data, String network) throws IOException {
    Path config = folder.resolve("bad.yaml");
    Files.writeString(
        config,
        "name: bad\ndata: {%s}\nnetwork: [%s]\ntraining: {epochs: 1}\n".formatted(data, network));
    Path run = Files.createDirectories(folder.resolve("run"));
    List<Path> before = everything();

    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    CommandLineRun check = CommandLineRun.of("check", config.toString());

    assertThat(train.exit()).as(train.err()).isEqualTo(Main.USER_MISTAKE);
    assertThat(train.out()).isEmpty();
    assertThat(train.err()).doesNotContain("\tat ");
    assertThat(everything()).isEqualTo(before);
    assertThat(check.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(check.out()).isEmpty();
    assertThat(train.err()).endsWith(check.err());
    return train.err().replace(folder + File.separator, "");
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static final String TAGS =
      "source: {conll: {path: t.conll, columns: [word, pos, tag]}}, input: {tokens: {column:"
          + " word}}, target: {tags: {column: tag, scheme: iob2}}";
  private static final String SMALL = "{embedding: {size: 2}}, {gru: {units: 2}}";

  @Test
  void linesOfTokensThatAreNotWhole() throws IOException {
    assertThat(refused("t.conll", "a N O\nb N\n\nc N O\n", TAGS, SMALL))
        .contains("t.conll:2: ", "write one token per line");
    assertThat(refused("t.conll", "a N O\nb N X-y\n\nc N B-z\n", TAGS, SMALL))
        .contains(
            "t.conll:2: column 'tag': 'X-y' is not a tag of iob2", "O, or B- or I- and a type");
    assertThat(refused("t.conll", "\n\n \n", TAGS, SMALL)).contains("t.conll: ", "no token");
  }

  @Test
  void sentencesWithoutWordsOrWithATagTooFew() throws IOException {
    String rows =
        "source: {csv: {path: t.csv}}, input: {tokens: {column: words}},"
            + " target: {tags: {column: tags}}";
    assertThat(refused("t.csv", "words,tags\na b,A B\n,\nc d,A B\n", rows, SMALL))
        .contains("t.csv:3: column 'words': the row has no token", "write its tokens");
    assertThat(refused("t.csv", "words,tags\na b,A B\nc d,A\n", rows, SMALL))
        .contains("t.csv:3: 2 tokens in column 'words', but 1 tags in column 'tags'");
  }

  private static final String IDS =
      "source: {csv: {path: i.csv}}, input: {ids: {column: ids, num_words: 10}},"
          + " target: {class: {column: y}}";

  @Test
  void idsThatAreNone() throws IOException {
    assertThat(refused("i.csv", "ids,y\n1 4 5,a\n1 -4,b\n1 x,a\n", IDS, SMALL))
        .contains("i.csv:3: column 'ids'", "i.csv:4: column 'ids'");
  }

  @Test
  void stepsThatAreNoSequence() throws IOException {
    String steps =
        "source: {csv: {path: s.csv}}, target: {class: {column: y}},"
            + " input: {sequence: {long: {by: id, order: t, columns: [x]}}}";
    assertThat(
            refused(
                "s.csv",
                "id,t,x,y\na,0,1,u\na,0,2,u\nb,1,1,v\nb,1.0,2,v\n",
                steps,
                "{gru: {units: 2}}"))
        .contains(
            "s.csv:3: column 't': 0 as well as 0 in line 2, of the same sequence ('a')",
            "s.csv:5: column 't': 1.0 as well as 1 in line 4, of the same sequence ('b')",
            "give each step of a sequence another 't'");
    assertThat(
            refused(
                "s.csv",
                "id,t,x,y\na,0,NaN,u\na,1,,u\nb,0,inf,v\nb,1,1e999,v\n",
                steps,
                "{gru: {units: 2}}"))
        .contains(
            "s.csv:2: column 'x'",
            "s.csv:3: column 'x'",
            "s.csv:4: column 'x'",
            "s.csv:5: column 'x'");
    assertThat(refused("s.csv", "id,t,x,y\n", steps, "{gru: {units: 2}}")).contains("s.csv: ");
  }

  @Test
  void arraysWithCodeInThem() throws IOException {
    Files.copy(Path.of("src/test/resources/npz/code.npz"), folder.resolve("code.npz"));
    assertThat(
            refused(
                "source: {npz: {path: code.npz}}, input: {ids: {column: x}},"
                    + " target: {class: {column: y}}",
                SMALL))
        .contains("code.npz: ", "system");
  }

  @Test
  void aBeamWiderThanTheVocabularyAndTargetsOfUnknownWordsAreNoFaults() throws IOException {
    StringBuilder pairs = new StringBuilder("a\tb\n");
    for (int i = 0; i < 30; i++) {
      pairs.append("x y\t").append(i < 20 ? "u v\n" : "only" + i + "\n");
    }
    Files.writeString(folder.resolve("p.tsv"), pairs);
    Path config = folder.resolve("pairs.yaml");
    Files.writeString(
        config,
        """
        name: pairs
        data:
          source: {tsv: {path: p.tsv}}
          split: {test: {share: 0.3}}
          input: {text: {column: a}}
          target: {text: {column: b, vocabulary: {min_count: 2}, max_length: 3, beam: {width: 50}}}
        network: {encoder: [{embedding: {size: 2}}, {gru: {units: 2}}], decoder: [{gru: {units: 2}}]}
        training: {epochs: 1}
        """);

    CommandLineRun train =
        CommandLineRun.of("train", config.toString(), "--run", folder.resolve("run").toString());

    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("run/predictions.csv"))).hasSize(10);
  }
}
