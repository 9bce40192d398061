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
      "The text starts with the prompt; without one, with a new document. It ends after --length"
          + " tokens, or where the model ends it. The same seed gives the same text."
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
      description = "The start of the text.")
  private String prompt;

  @Option(
      names = "--length",
      defaultValue = "400",
      paramLabel = "TOKENS",
      description = "The maximum number of tokens: characters, or words. Default: 400.")
  private int length;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description =
          "Below 1, probable tokens become more frequent; 0 always takes the most probable one."
              + " Default: 1, the probabilities of the model.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Choose only from the K most probable tokens.")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Choose only from the most probable tokens that add up to this probability.")
  private Double topP;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "SEED",
      description =
          "The seed of the first text of --count; the others have the next seeds. Default: 42.")
  private long seed;

  @Option(
      names = "--count",
      defaultValue = "1",
      paramLabel = "N",
      description = "The number of texts, separated by an empty line.")
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
        throw new IllegalArgumentException("--count must be 1 or more");
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
