package dev.sluice.cli;

import dev.sluice.predict.Generator;
import dev.sluice.predict.Sampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "generate",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Writes texts with a language model, token by token.",
      "",
      "The prompt is the begin of the text; without one, a new document begins. A text ends after"
          + " --length tokens, or where the model ends it. The same seed gives the same text."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice generate runs/shakespeare/latest --prompt \"KING:\"",
      "  sluice generate runs/shakespeare/latest --temperature 0.8 --top-p 0.9 --seed 7",
      "  sluice generate runs/names/latest --count 20 --length 30"
    })
final class GenerateCommand implements Runnable {
  private final Terminal terminal;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "The folder of a run, or a model folder.")
  private Path run;

  @Option(
      names = "--prompt",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What the text begins with.")
  private String prompt;

  @Option(
      names = "--length",
      defaultValue = "400",
      paramLabel = "TOKENS",
      description = "The most tokens to write: characters, or words. 400, if not given.")
  private int length;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description =
          "Less than 1 writes what is probable more often, 0 always the most probable. 1, if not"
              + " given: as the model says.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Choose among the K most probable tokens only.")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Choose among the most probable tokens that make up this probability only.")
  private Double topP;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "SEED",
      description = "42, if not given; further texts of --count have the next seeds.")
  private long seed;

  @Option(
      names = "--count",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many texts to write, with an empty line between two.")
  private int count;

  @Mixin private JsonOption json;

  GenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Sampling how = sampling();
    List<String> texts = new ArrayList<>();
    try (Generator generator = Generator.load(run)) {
      for (int i = 0; i < count; i++) {
        Sampling one = how.withSeed(seed + i);
        if (json.wanted()) {
          texts.add(prompt + generator.generate(prompt, one));
        } else {
          terminal.data().print(i == 0 ? "" : System.lineSeparator());
          boolean[] begun = {false};
          generator.generate(
              prompt,
              one,
              token -> {
                terminal.data().print((begun[0] ? "" : prompt) + token);
                begun[0] = true;
                return !terminal.data().checkError(); // which flushes
              });
          terminal.data().println(begun[0] ? "" : prompt);
        }
      }
    }
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", run.toString());
      result.put("texts", texts);
      json.print(result, terminal);
    }
    terminal.data().flush();
  }

  private Sampling sampling() {
    try {
      if (count < 1) {
        throw new IllegalArgumentException("count must be 1 or more");
      }
      return new Sampling(
          length,
          temperature,
          topK == null ? OptionalInt.empty() : OptionalInt.of(topK),
          topP == null ? OptionalDouble.empty() : OptionalDouble.of(topP),
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage());
    }
  }
}
