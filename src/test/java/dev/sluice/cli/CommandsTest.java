package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.draft.Wishes.Answer;
import dev.sluice.problem.Problem;
import dev.sluice.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  @TempDir Path folder;

  @Test
  void everyRemedyIsACommandBelowTheAdvice() {
    Problem problem = Problem.inFile("a", "is wrong", "do this");

    assertThat(Commands.in(problem)).isEqualTo(problem);
    assertThat(Commands.in(problem.withRemedy(new Remedy.Resume(Path.of("my run")))).advice())
        .isEqualTo("do this\nto resume it: sluice train --resume 'my run'");
    assertThat(Commands.in(problem.withAdvice("").withRemedy(new Remedy.ListRuns())).advice())
        .isEqualTo("to list the runs: sluice runs");
    assertThat(Remedy.class.getPermittedSubclasses()).hasSize(2); // all have been seen here
  }

  @Test
  void answersThatBeginWithADashStayAnswers() {
    assertThat(
            Commands.init(
                Path.of("a b.csv"), List.of(new Answer("time", "none"), new Answer("text", "-"))))
        .isEqualTo("sluice init 'a b.csv' --time none --text=-");
  }

  @Test
  void printsTheCommandThatResumes() throws IOException {
    Path run = Files.createDirectories(folder.resolve("my run"));
    Files.writeString(run.resolve("config.yaml"), "name: reviews\n");

    CommandLineRun train =
        CommandLineRun.of("train", "config/reviews.yaml", "--run", run.toString(), "--json");

    String line = "to resume it: sluice train --resume '" + run + "'";
    assertThat(train.exit()).isEqualTo(2);
    assertThat(train.err()).contains("\n    " + line + "\n");
    assertThat(train.out()).contains(line);
  }
}
