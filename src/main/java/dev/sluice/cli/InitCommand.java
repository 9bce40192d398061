package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.draft.Draft;
import dev.sluice.draft.Drafted;
import dev.sluice.draft.Effort;
import dev.sluice.draft.Template;
import dev.sluice.draft.Wishes;
import dev.sluice.experiment.Experiment;
import dev.sluice.problem.Problem;
import dev.sluice.problem.ShellWord;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "Writes a first config for a data file, with the reason for each value.",
      "",
      "Infers what each column holds and what can be learned from it. If something is ambiguous, it"
          + " asks, and prints the commands with the possible answers. The config has passed check"
          + " when it is written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice init mails.csv",
      "  sluice init mails.csv --best --output mails-best.yaml",
      "  sluice init sales.csv --target sold --output config/sales.yaml",
      "  sluice init --template forecast"
    })
final class InitCommand implements Runnable {
  private static final String MISSING =
      "forward|interpolate|mask|[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,2})?";

  private static final List<String> TASKS =
      List.of("class", "labels", "number", "tags", "next", "text", "forecast");

  private final Terminal terminal;
  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "DATA",
      arity = "0..1",
      description =
          "A file: CSV, TSV, JSON lines, CoNLL, CoNLL-U or plain text, also as .gz; or .npz. Or a"
              + " folder with a folder of texts for each class, also as .tar.gz.")
  private Path data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict. Can be repeated, for forecasts, numbers and labels.")
  private List<String> targets = new ArrayList<>();

  @Option(names = "--text", paramLabel = "COLUMN", description = "The column with the texts.")
  private Optional<String> text;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description =
          "The target, as in the config: class, labels, number, tags, next, text or forecast.")
  private Optional<String> task;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description = "The column whose value is the same in all steps of one sequence.")
  private Optional<String> by;

  @Option(
      names = "--order",
      paramLabel = "COLUMN",
      description = "With --by: the column with the number or the time of each step.")
  private Optional<String> order;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description = "The column with the times, or none for rows at equal distances.")
  private Optional<String> time;

  @Option(
      names = "--time-format",
      paramLabel = "FORMAT",
      description = "The format of the times, such as dd/MM/yyyy.")
  private Optional<String> timeFormat;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone whose clock the times show, such as Europe/Berlin: an hour that daylight"
              + " saving skips or repeats is then no mistake.")
  private Optional<String> zone;

  @Option(
      names = "--decimal",
      paramLabel = "SIGN",
      description = "Whether 1,281 has a decimal comma (,) or a thousands sign (.).")
  private Optional<String> decimal;

  @Option(
      names = "--missing",
      paramLabel = "VALUE",
      description =
          "How to fill missing rows and values: forward (the last value), interpolate, mask or a"
              + " number.")
  private Optional<String> missing;

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      description = "The names of the columns, for a file without a header: label,text.")
  private List<String> columns;

  /** Options of which at most one may be given. */
  @ArgGroup private Time effort = new Time();

  private static final class Time {
    @Option(
        names = "--fast",
        description = "A network that trains in seconds to a minute, for a first try.")
    private boolean fast;

    @Option(
        names = "--best",
        description = "The recipe that scored best on validation parts, at several times the cost.")
    private boolean best;

    private Effort allowed() {
      return fast ? Effort.FAST : best ? Effort.BEST : Effort.USUAL;
    }
  }

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description = "Without data: a config to fill in, ${COMPLETION-CANDIDATES}.")
  private Template template;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where to write; - for standard output. Default: the name of the data, in the current"
              + " folder.")
  private Path output;

  @Mixin private ForceOption force;

  @Mixin private JsonOption json;

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    requireOneStart();
    requireWords();
    requireOneTask();
    Path file = output == null || prints() ? Path.of(stem() + ".yaml") : output;
    if (data != null
        && file.toAbsolutePath().normalize().equals(data.toAbsolutePath().normalize())) {
      throw new UserException(
          Problem.inFile(file, "is the data file", "choose another file with --output"));
    }
    if (!prints()) {
      ForceOption.requirePlace(file, "--output");
    }
    if (!prints() && Files.exists(file) && !force.given()) {
      throw ForceOption.isThere(file);
    }
    if (template != null) {
      write(file, template.text(file), List.of(), Optional.empty());
      return;
    }
    Drafted drafted =
        Draft.of(
            new Wishes(
                data,
                file,
                targets,
                text,
                task,
                by,
                order,
                time,
                timeFormat,
                zone,
                decimal,
                missing,
                Optional.ofNullable(columns),
                effort.allowed(),
                Commands::init));
    List<String> warnings =
        checked(drafted.config(), file).warnings().stream().map(w -> w.name()).distinct().toList();
    write(file, drafted.config(), warnings, drafted.note());
  }

  private void requireOneStart() {
    if ((data == null) == (template == null)) {
      throw new ParameterException(command.commandLine(), "give a DATA file, or a --template");
    }
    boolean ofData =
        !targets.isEmpty()
            || columns != null
            || text.isPresent()
            || task.isPresent()
            || by.isPresent()
            || order.isPresent()
            || time.isPresent()
            || timeFormat.isPresent()
            || zone.isPresent()
            || decimal.isPresent()
            || missing.isPresent()
            || effort.allowed() != Effort.USUAL;
    if (template != null && ofData) {
      throw new ParameterException(
          command.commandLine(),
          "a --template does not read data: leave out the options about columns and training");
    }
  }

  private void requireOneTask() {
    if (text.isPresent() && targets.contains(text.get())) {
      throw new ParameterException(
          command.commandLine(), "--text and --target name the same column: " + text.get());
    }
    if (text.isPresent() && (time.isPresent() || timeFormat.isPresent() || zone.isPresent())) {
      throw new ParameterException(
          command.commandLine(), "texts have no time: leave out --text or the options about times");
    }
  }

  private void requireWords() {
    if (task.filter(name -> !TASKS.contains(name)).isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--task takes one of " + String.join(", ", TASKS));
    }
    if (order.isPresent() && by.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--order is for steps of sequences: give their column with --by");
    }
    if (zone.isPresent() && time.filter(Wishes.NO_TIME::equals).isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--zone tells how times are read: leave it out with --time none");
    }
    if (decimal.filter(sign -> !sign.matches("[.,]")).isPresent()) {
      throw new ParameterException(command.commandLine(), "--decimal takes , or .");
    }
    if (missing.filter(value -> !value.matches(MISSING)).isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--missing takes forward, interpolate, mask or a number");
    }
  }

  private boolean prints() {
    return output != null && output.toString().equals("-");
  }

  private String stem() {
    return template != null
        ? template.toString()
        : data.getFileName()
            .toString()
            .replaceFirst("(?i)\\.gz$", "")
            .replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  /**
   * Reads the whole data only now, so that an error beyond the sample is found before the file is
   * written.
   */
  private Experiment checked(String yaml, Path file) {
    try {
      return Experiment.of(
          ConfigReader.parse(yaml, file.toString(), file.toAbsolutePath().getParent(), List.of()));
    } catch (UserException e) {
      List<Problem> problems =
          e.problems().stream().map(p -> p.path().isEmpty() ? asNamed(p) : ofData(p)).toList();
      throw new UserException(problems);
    }
  }

  /** Names the file as the user did, not relative to the config. */
  private Problem asNamed(Problem problem) {
    return problem.withLocation(
        problem.location().replace(data.toAbsolutePath().normalize().toString(), data.toString()));
  }

  /** Drops the key of the problem: there is no config yet that it could refer to. */
  private Problem ofData(Problem problem) {
    return Problem.inFile(
        data,
        problem.what(),
        (problem.advice().isEmpty() ? "" : problem.advice() + "\n")
            + "no config was written"
            + template(problem.path())
                .map(template -> "; for one to fill in: sluice init --template " + template)
                .orElse(""));
  }

  /** The template whose config has this key; empty if it is a key of all tasks. */
  private static Optional<Template> template(String key) {
    return key.contains("class") || key.contains("text")
        ? Optional.of(Template.SENTIMENT)
        : key.startsWith("data.split") ? Optional.empty() : Optional.of(Template.FORECAST);
  }

  private void write(Path file, String yaml, List<String> warnings, Optional<String> note) {
    if (prints()) {
      terminal.data().print(yaml);
      terminal.data().flush();
      return;
    }
    AtomicFiles.write(file, yaml);
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("config", file.toString());
      result.put("warnings", warnings);
      note.ifPresent(text -> result.put("note", text));
      json.print(result, terminal);
    } else {
      tell(file, yaml, warnings, note);
    }
  }

  private void tell(Path file, String yaml, List<String> warnings, Optional<String> note) {
    terminal.out().println("wrote " + file);
    note.ifPresent(text -> terminal.out().println("note: " + text));
    if (!warnings.isEmpty()) {
      terminal.out().println("warnings: " + String.join(", ", warnings));
    }
    terminal.out().println("look at it: sluice check " + ShellWord.of(file));
    if (template == null) {
      terminal.out().println("train it:   sluice train " + ShellWord.of(file));
    }
    String schema = yaml.lines().findFirst().orElseThrow().replaceFirst(".*schema=", "");
    Path beside = file.resolveSibling(schema);
    if (!Files.exists(beside)) {
      terminal
          .out()
          .println("for completion in your editor: sluice schema > " + ShellWord.of(beside));
    }
    terminal.out().flush();
  }
}
