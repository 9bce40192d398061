package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.series.TimeParts;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.problem.YamlWord;
import dev.sluice.source.Columns;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.NumberSpec;
import dev.sluice.spec.SourceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks at a table and writes the first config for it. */
final class TableDraft {
  /** The most rows to look at in larger files; `check` and `train` read all. */
  static final int MOST_ROWS = 100_000;

  static final int WIDE = 20; // this many numbered columns may be the steps of a sequence
  private static final int LISTED = 12;
  private static final Pattern DATED = Pattern.compile("(?=.*\\b(19|20)\\d{2}\\b).{8,40}");
  private static final int FEWEST_ROWS = 5; // a tenth of fewer rows is not even one
  private static final int ROWS_OF_A_CLASS = 2; // on average, where the user has named the column

  /** The first that the columns suggest is taken; if none is, a class of texts or a forecast. */
  private static final List<TableTask> TASKS =
      List.of(
          new NextDraft(),
          new IdsDraft(),
          new TagsDraft(),
          new WordRowsDraft(),
          new PairDraft(),
          new LongDraft(),
          new WideDraft(),
          new LabelsDraft(),
          new NumberDraft());

  private final Wishes wishes;
  private final SourceSpec source;
  private final String sourceText; // as the config says it
  private final Table table;
  private final boolean whole;
  private final List<ColumnProfile> columns;
  private final Map<String, NumberSpec> numberForms; // by column, before rewriting
  private Optional<SplitTime.Joined> joined = Optional.empty(); // the last column of the table
  private Optional<SplitChoice> givenSplit = Optional.empty(); // of parts that the data name
  private Table all; // null until asked for

  private TableDraft(
      Wishes wishes,
      SourceSpec source,
      String sourceText,
      Table table,
      boolean whole,
      List<ColumnProfile> columns,
      Map<String, NumberSpec> numberForms) {
    this.wishes = wishes;
    this.source = source;
    this.sourceText = sourceText;
    this.table = table;
    this.whole = whole;
    this.columns = columns;
    this.numberForms = numberForms;
  }

  /**
   * Looks at a file of comma- or tab-separated values or JSON lines.
   *
   * @throws UserException if it cannot be read, or may have no header
   */
  static TableDraft of(Wishes wishes) {
    TableSource source = TableSource.of(wishes);
    TableDraft draft = of(wishes, source.spec(), source.text());
    new Header(wishes, source, draft.table, draft.columns).requireNames();
    return draft.withPlainNumbers().withWholeTimes();
  }

  /**
   * Looks at the first rows of a source.
   *
   * @param sourceText the source in the config's notation
   */
  static TableDraft of(Wishes wishes, SourceSpec source, String sourceText) {
    Table table = Sources.open(source).first(MOST_ROWS + 1);
    boolean whole = table.size() <= MOST_ROWS;
    Table looked = table.first(MOST_ROWS);
    List<ColumnProfile> columns =
        IntStream.range(0, looked.columns().size())
            .mapToObj(i -> ColumnProfile.of(looked, i, formatFor(wishes, looked.columns().get(i))))
            .toList();
    return new TableDraft(wishes, source, sourceText, looked, whole, columns, Map.of());
  }

  /** The same with numbers in plain digits; classes are left as they are written. */
  private TableDraft withPlainNumbers() {
    boolean texts = !of(Kind.TEXT).isEmpty() || wishes.text().isPresent();
    if (texts
        && wishes.targets().stream().allMatch(name -> isClassOfTexts(named(name, "--target")))) {
      return this;
    }
    PlainNumbers plain = PlainNumbers.of(table, columns, wishes.decimal());
    List<ColumnProfile> profiles = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      profiles.add(
          plain.forms().containsKey(name)
              ? ColumnProfile.of(plain.table(), i, formatFor(wishes, name))
              : columns.get(i));
    }
    return new TableDraft(
        wishes, source, sourceText, plain.table(), whole, profiles, plain.forms());
  }

  /** The same with a single column for the time, where several make it up. */
  private TableDraft withWholeTimes() {
    Optional<SplitTime.Joined> found =
        wishes.time().isPresent()
            ? Optional.empty()
            : SplitTime.of(table, columnsOfAnyTime(), wishes.timeFormat());
    if (found.isEmpty()) {
      return this;
    }
    TimeParts parts = found.get().parts();
    Table joined = parts.joined(table);
    List<ColumnProfile> others = new ArrayList<>(columns);
    others.removeIf(column -> parts.columns().contains(column.name()));
    others.add(ColumnProfile.of(joined, joined.columns().size() - 1, found.get().format()));
    TableDraft draft =
        new TableDraft(wishes, source, sourceText, joined, whole, others, numberForms);
    draft.joined = found;
    return draft;
  }

  /** The columns; if no column has times in the format that the user gave, with those of others. */
  private List<ColumnProfile> columnsOfAnyTime() {
    return wishes.timeFormat().isEmpty() || !of(Kind.TIME).isEmpty()
        ? columns
        : columns.stream()
            .map(column -> ColumnProfile.of(table, indexOf(column), Optional.empty()))
            .toList();
  }

  /** As if the file held these rows, equally spaced in time. */
  TableDraft ofTable(Table rows) {
    return new TableDraft(
        wishes.withRowsForTime(),
        source,
        sourceText,
        rows,
        whole,
        IntStream.range(0, rows.columns().size())
            .mapToObj(column -> ColumnProfile.of(rows, column, Optional.empty()))
            .toList(),
        Map.of());
  }

  /** As if the file held only these rows. */
  TableDraft ofRows(int[] rows) {
    Table some = table.inOrder(rows);
    TableDraft draft =
        new TableDraft(
            wishes,
            source,
            sourceText,
            some,
            whole,
            columns.stream()
                .map(column -> ColumnProfile.of(some, indexOf(column), formatFor(column.name())))
                .toList(),
            numberForms);
    draft.joined = joined;
    return draft;
  }

  /** The columns that make up the time; empty if a single one has it. */
  Optional<TimeParts> timeParts() {
    return joined.map(SplitTime.Joined::parts);
  }

  private Optional<String> formatFor(String column) {
    return joined
        .filter(time -> time.parts().name().equals(column))
        .map(SplitTime.Joined::format)
        .orElseGet(() -> formatFor(wishes, column));
  }

  private static Optional<String> formatFor(Wishes wishes, String column) {
    return wishes.time().orElse(column).equals(column) ? wishes.timeFormat() : Optional.empty();
  }

  /** The same with the parts that a column of the source names; if none does, they are drawn. */
  TableDraft withParts(String column, List<String> names) {
    givenSplit = SplitChoice.given(column, names);
    return this;
  }

  /** Which rows train, validate and test. */
  SplitChoice split(String whyDrawn) {
    return givenSplit.orElseGet(() -> SplitChoice.drawn(whyDrawn));
  }

  /** Whether the column says which part a row belongs to. */
  boolean isPart(ColumnProfile column) {
    return givenSplit.isPresent() && column.name().equals("part");
  }

  // The task

  Drafted drafted() {
    for (TableTask task : TASKS) {
      Optional<String> text = task.draft(this);
      if (text.isPresent()) {
        return new Drafted(text.get(), task.note(this));
      }
    }
    refuseLists();
    if (wishes.task().isPresent() && !wishes.name("class") && !wishes.name("forecast")) {
      throw question(
          "it is not clear from which columns to learn '%s'".formatted(wishes.task().get()),
          List.of("name what to predict with --target, and a column of texts with --text"),
          "columns: " + described(columns));
    }
    if (wishes.text().isPresent() && wishes.targets().size() > 1) {
      throw question(
          "several targets of texts must be numbers, or columns of 0 and 1",
          wishes.targets().stream()
              .map(name -> "'%s' is %s".formatted(name, describe(named(name, "--target"))))
              .toList(),
          "");
    }
    Optional<WidePanel> wide = isWide() ? WidePanel.of(this) : Optional.empty();
    if (wide.isPresent()) {
      return new Drafted(wide.get().text(), Optional.empty());
    }
    List<ColumnProfile> targets = targets();
    if (targets.size() == 1 && isClassOfTexts(targets.get(0))) {
      return new Drafted(
          new TextDraft(this, ClassLabel.of(this, targets.get(0)), textColumns(targets)).text(),
          Optional.empty());
    }
    List<ColumnProfile> numbers = numbers(targets);
    Optional<LongPanel> panel =
        wishes.withoutTime() ? Optional.empty() : LongPanel.of(this, numbers);
    if (panel.isPresent()) {
      return new Drafted(
          panel.get().text(numbers),
          wishes.targets().isEmpty()
              ? LongDraft.answers(this).stream().findFirst()
              : Optional.empty());
    }
    TimeChoice time = new TimeChoice(this);
    return new Drafted(
        new SeriesDraft(this, numbers, time, Optional.empty()).text(), time.shifted());
  }

  /**
   * Refuses sequences that are written into a cell each, unless there is something else to read.
   */
  private void refuseLists() {
    if (wishes.text().isPresent() || !of(Kind.TEXT).isEmpty() || !of(Kind.TIME).isEmpty()) {
      return;
    }
    columns.stream()
        .filter(column -> column.reason().equals(ColumnProfile.LISTS))
        .findFirst()
        .ifPresent(
            column -> {
              throw question(
                  "column '%s' holds lists of numbers, and no input reads those"
                      .formatted(column.name()),
                  List.of(
                      "if all lists have the same length, write a column for each number: x0, x1, ...;",
                      "otherwise write a row for each number, and the number of the list in another"
                          + " column, such as with pandas:",
                      "    table.rename_axis('id').explode('%s')".formatted(column.name())),
                  "columns: " + described(columns));
            });
  }

  private boolean isClassOfTexts(ColumnProfile target) {
    if (wishes.text().isPresent() || wishes.name("class")) {
      return true;
    }
    if (wishes.name("forecast")) {
      return false;
    }
    boolean named = !wishes.targets().isEmpty() && target.is(Kind.ID) && !target.holdsNumbers();
    return !of(Kind.TEXT).isEmpty()
        && (target.is(Kind.CLASS) || (target.mayBeClass() || named) && wishes.time().isEmpty());
  }

  /** Requires enough rows that each part of the split has some. */
  void requireRows() {
    requireRows(FEWEST_ROWS);
  }

  void requireRows(int fewest) {
    if (table.size() < fewest) {
      throw question(
          "has too few rows to train, validate and test: %s".formatted(table.size()),
          List.of(),
          "there must be at least %s".formatted(fewest));
    }
  }

  /** Requires a number in each row. */
  void requireNumbers(ColumnProfile target) {
    if (!target.holdsNumbers()) {
      if (!target.numberForms().isEmpty()) {
        throw new UserException(commaProblem(target, ""));
      }
      throw target
          .strays()
          .filter(strays -> strays.kind() == Kind.NUMBER)
          .map(strays -> new UserException(strayProblem(target, "")))
          .orElseGet(
              () ->
                  question(
                      "column '%s' has no numbers: %s".formatted(target.name(), describe(target)),
                      List.of(),
                      "columns: " + described(columns)));
    }
    requireValues(target);
  }

  void requireNumbersOrTimes(ColumnProfile column) {
    if (column.readings().size() == 1) {
      requireValues(column);
    } else {
      requireNumbers(column);
    }
  }

  private void requireValues(ColumnProfile column) {
    if (column.missing() > 0) {
      throw new UserException(missingProblem(column, "fill them in, or leave the rows out"));
    }
  }

  private Problem missingProblem(ColumnProfile column, String advice) {
    int first = firstMissing(column);
    return Problem.inFile(
        wishes.data(),
        table.line(first),
        "column '%s' has no value in %s of %s rows, first in row %s"
            .formatted(column.name(), column.missing(), table.size(), table.recordNumber(first)),
        advice);
  }

  /** Requires enough rows of each class that the drafted split leaves one for training. */
  void requireClasses(ColumnProfile target) {
    requireRows();
    if (!hasRowsOfClasses(target)) {
      throw question(
          "column '%s' cannot be the class: %s".formatted(target.name(), describe(target)),
          target.is(Kind.ID) && !target.holdsNumbers() && wishes.task().isEmpty()
              ? List.of("to write it as a text: " + wishes.answered("task", PairDraft.TASK))
              : List.of(),
          "there must be at least two classes, with two rows each on average; columns: "
              + described(columns));
    }
  }

  boolean hasRowsOfClasses(ColumnProfile target) {
    int classes = target.written().size();
    return classes >= 2 && classes * ROWS_OF_A_CLASS <= table.size();
  }

  private List<ColumnProfile> targets() {
    if (!wishes.targets().isEmpty()) {
      return wishes.targets().stream().map(name -> named(name, "--target")).toList();
    }
    List<ColumnProfile> texts = of(Kind.TEXT);
    if (!texts.isEmpty() || wishes.text().isPresent()) {
      return List.of(onlyClass());
    }
    refuseWide();
    List<ColumnProfile> numbers = of(Kind.NUMBER);
    if (numbers.size() < 2) {
      refuseUnreadable(numbers);
    }
    if (numbers.size() == 1) {
      return numbers;
    }
    if (numbers.isEmpty()) {
      requireRows();
      throw question(
          "no column has texts or numbers to learn from",
          Stream.of(
                  otherTasks().stream(),
                  columns.stream()
                      .filter(ColumnProfile::mayBeClass)
                      .flatMap(target -> shortTexts(Optional.of(target), "target", target.name())),
                  PairDraft.directions(this).stream())
              .flatMap(s -> s)
              .limit(LISTED)
              .toList(),
          "columns: " + described(columns));
    }
    List<String> commands =
        new ArrayList<>(
            numbers.stream()
                .sorted(Comparator.comparing(column -> -column.values().size())) // measured first
                .limit(LISTED)
                .map(column -> wishes.answered("target", column.name()))
                .toList());
    commands.add(
        "or several at once: "
            + wishes.answered("target", numbers.get(0).name(), "target", numbers.get(1).name()));
    commands.addAll(otherTasks());
    throw question(
        "which of %s columns of numbers should be forecast?".formatted(numbers.size()),
        commands,
        "columns: " + described(columns));
  }

  /** The commands for rows that are the steps of sequences or the words of sentences. */
  List<String> otherTasks() {
    return Stream.concat(LongDraft.answers(this).stream(), WordRowsDraft.answers(this).stream())
        .toList();
  }

  /**
   * Asks about columns that would be numbers but for commas or a few rows: the user may want to
   * forecast them.
   */
  private void refuseUnreadable(List<ColumnProfile> others) {
    String more =
        others.isEmpty()
            ? ""
            : "\nor leave the column out: " + wishes.answered("target", others.get(0).name());
    List<Problem> problems =
        columns.stream()
            .flatMap(
                column ->
                    column.strays().filter(s -> s.kind() == Kind.NUMBER).isPresent()
                        ? Stream.of(strayProblem(column, more))
                        : !column.numberForms().isEmpty()
                            ? Stream.of(commaProblem(column, more))
                            : Stream.of())
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /** Names the values that stop a column from being numbers or times. */
  Problem strayProblem(ColumnProfile column, String more) {
    Strays strays = column.strays().orElseThrow();
    return Problem.inFile(
        wishes.data(),
        table.line(strays.rows().get(0)),
        "column '%s' has %s".formatted(column.name(), strays),
        (strays.kind() == Kind.TIME
                ? "write the time of each row; leave out rows that are not data, such as a total"
                : "write numbers like 1204, -0.5 or 1.2e3; leave out rows that are not data")
            + more);
  }

  /** The commands that take a column of single words, such as names, as the texts. */
  private Stream<String> shortTexts(Optional<ColumnProfile> target, String... more) {
    return columns.stream()
        .filter(column -> column.is(Kind.ID) || column.is(Kind.CLASS))
        .filter(column -> target.filter(column::equals).isEmpty() && !column.holdsNumbers())
        .map(
            column ->
                "if '%s' has the texts: ".formatted(column.name())
                    + wishes.answered(
                        Stream.concat(Stream.of("text", column.name()), Stream.of(more))
                            .toArray(String[]::new)));
  }

  /** What to do about columns that were taken for texts, but may be dates in another language. */
  private Stream<String> unreadTimes() {
    return of(Kind.TEXT).stream()
        .filter(column -> column.values().keySet().stream().allMatch(DATED.asMatchPredicate()))
        .map(
            column ->
                "if '%s' is a time, write it in numbers or in English, such as 2024-05-31;"
                    .formatted(column.name()));
  }

  private ColumnProfile onlyClass() {
    Optional<ColumnProfile> text = wishes.text().map(name -> named(name, "--text"));
    List<ColumnProfile> classes =
        columns.stream()
            .filter(ColumnProfile::mayBeClass)
            .filter(column -> !isPart(column) && !text.filter(column::equals).isPresent())
            .toList();
    if (classes.size() == 1) {
      return classes.get(0);
    }
    if (classes.isEmpty()) {
      requireRows();
      Stream<String> single =
          of(Kind.CONSTANT).stream()
              .filter(column -> !isPart(column) && !text.filter(column::equals).isPresent())
              .map(
                  column ->
                      "'%s' is %s: a class needs at least two different values"
                          .formatted(column.name(), column.reason()));
      Stream<String> rare =
          of(Kind.ID).stream()
              .filter(column -> !column.holdsNumbers() && !text.filter(column::equals).isPresent())
              .filter(column -> hasRowsOfClasses(column))
              .map(
                  column ->
                      "if '%s' is the class: ".formatted(column.name())
                          + wishes.answered("target", column.name()));
      Stream<String> forecasts =
          text.isPresent()
              ? Stream.of()
              : columns.stream()
                  .filter(c -> c.is(Kind.NUMBER) || !c.numberForms().isEmpty())
                  .map(
                      column ->
                          (of(Kind.TIME).isEmpty() ? "to predict '%s': " : "to forecast '%s': ")
                                  .formatted(column.name())
                              + wishes.answered("target", column.name()));
      throw question(
          "there are texts, but no column of classes to predict",
          Stream.of(
                  single,
                  rare,
                  unreadTimes(),
                  forecasts,
                  PairDraft.directions(this).stream(),
                  NextDraft.answer(this).stream())
              .flatMap(s -> s)
              .limit(LISTED)
              .toList(),
          "a class is a word or number that is in at least five rows on average; columns: "
              + described(columns));
    }
    throw question(
        "which of %s columns is the class to predict?".formatted(classes.size()),
        Stream.concat(
                classes.stream()
                    .limit(LISTED)
                    .map(column -> wishes.answered("target", column.name())),
                LabelsDraft.answer(this).stream())
            .toList(),
        "columns: " + described(columns));
  }

  /** The text columns to read for targets: the one that the user names, or all there are. */
  List<ColumnProfile> textColumns(List<ColumnProfile> targets) {
    List<ColumnProfile> texts =
        of(Kind.TEXT).stream().filter(column -> !targets.contains(column)).toList();
    return wishes.text().isPresent() || texts.size() < 2 ? List.of(textColumn()) : texts;
  }

  ColumnProfile textColumn() {
    if (wishes.text().isPresent()) {
      ColumnProfile text = named(wishes.text().get(), "--text");
      if (text.is(Kind.EMPTY)) {
        throw question(
            "column '%s' has no texts: %s".formatted(text.name(), text.reason()),
            List.of(),
            "columns: " + described(columns));
      }
      return text;
    }
    List<ColumnProfile> texts = of(Kind.TEXT);
    if (texts.size() == 1) {
      return texts.get(0);
    }
    throw question(
        texts.isEmpty()
            ? "no column has texts"
            : "which of %s columns of texts should be read?".formatted(texts.size()),
        texts.isEmpty()
            ? shortTexts(Optional.empty()).limit(LISTED).toList()
            : texts.stream().map(column -> wishes.answered("text", column.name())).toList(),
        "columns: " + described(columns));
  }

  /** The targets of a forecast. */
  private List<ColumnProfile> numbers(List<ColumnProfile> targets) {
    List<Problem> problems = new ArrayList<>();
    for (ColumnProfile target : targets) {
      if (!target.numberForms().isEmpty()) {
        problems.add(commaProblem(target, ""));
      } else if (target.strays().isPresent()) {
        problems.add(strayProblem(target, ""));
      } else if (!target.is(Kind.NUMBER) && !target.is(Kind.ID)) {
        boolean markers =
            target.values().keySet().stream().filter(v -> !ColumnProfile.isNumber(v)).count() <= 3
                && target.values().keySet().stream().anyMatch(ColumnProfile::isNumber);
        List<String> texts = shortTexts(Optional.of(target)).limit(LISTED).toList();
        problems.add(
            Problem.inFile(
                wishes.data(),
                "column '%s' cannot be the target: %s".formatted(target.name(), describe(target)),
                target.is(Kind.CLASS) && of(Kind.TEXT).isEmpty()
                    ? markers
                        ? "write all numbers like 1204, -0.5 or 1.2e3"
                        : texts.isEmpty()
                            ? "a class is predicted from texts, token ids or sequences, and no"
                                + " column has any"
                            : String.join("\n", texts)
                    : "choose a class, with a column of texts, or a column of numbers"));
      } else if (!target.holdsNumbers()) {
        problems.add(
            Problem.inFile(
                wishes.data(), "column '%s' has no numbers".formatted(target.name()), ""));
      } else if (target.missing() > 0 && wishes.missing().isEmpty()) {
        problems.add(
            missingProblem(
                target,
                "fill them in, or leave the rows out if they are at the start or end;\n"
                    + filling(target)));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return targets;
  }

  /** Looks at both the first and the last row of the file: either may be the first in time. */
  private String filling(ColumnProfile column) {
    boolean carries =
        IntStream.of(0, table.size() - 1)
            .noneMatch(row -> ColumnProfile.isMissing(value(row, column).strip()));
    return (carries
            ? "or carry the last value forward: " + wishes.answered("missing", "forward") + "\n"
            : "")
        + "or tell the network which values are missing: "
        + wishes.answered("missing", "mask")
        + "\n"
        + "or fill in a number, such as 0 where nothing was sold: "
        + wishes.answered("missing", "0");
  }

  String value(int row, ColumnProfile column) {
    return table.value(row, indexOf(column));
  }

  /** Of a column of numbers or times. */
  int firstMissing(ColumnProfile column) {
    return IntStream.range(0, table.size())
        .filter(row -> ColumnProfile.isMissing(table.value(row, indexOf(column)).strip()))
        .findFirst()
        .orElseThrow();
  }

  private Problem commaProblem(ColumnProfile column, String more) {
    String comma =
        column.values().keySet().stream().filter(v -> v.contains(",")).findFirst().orElseThrow();
    return Problem.inFile(
        wishes.data(),
        "column '%s': the comma of '%s' may be a thousands sign or a decimal comma"
            .formatted(column.name(), comma),
        "thousands: %s\ndecimals: %s"
                .formatted(wishes.answered("decimal", "."), wishes.answered("decimal", ","))
            + more);
  }

  /** Whether the user has said nothing and nearly all columns are numbered. */
  private boolean isWide() {
    int numbered = numbered().size();
    return wishes.targets().isEmpty()
        && wishes.text().isEmpty()
        && wishes.time().isEmpty()
        && of(Kind.TEXT).isEmpty()
        && numbered >= WIDE
        && numbered >= columns.size() - 2;
  }

  private List<ColumnProfile> numbered() {
    return columns.stream()
        .filter(c -> c.name().matches("\\D*\\d+") || WidePanel.isDate(c.name()))
        .toList();
  }

  /** Files with one series per row, without names. */
  private void refuseWide() {
    if (isWide()) {
      List<ColumnProfile> steps = numbered();
      List<String> answers = new ArrayList<>();
      columns.stream()
          .filter(column -> !steps.contains(column) && !isPart(column))
          .forEach(
              column ->
                  answers.add(
                      "if '%s' is the class of each row: ".formatted(column.name())
                          + wishes.answered("target", column.name())));
      answers.add(
          "to forecast: put the name of each series into a first column, or write each as a column;");
      answers.add(
          "or, if the columns are right, choose which to forecast: "
              + wishes.answered("target", steps.get(1).name()));
      throw question(
          "%s columns are numbered, '%s' to '%s': each row seems to be a separate series"
              .formatted(steps.size(), steps.get(0).name(), steps.get(steps.size() - 1).name()),
          answers,
          "");
    }
  }

  // What the kinds of draft need

  UserException question(String what, List<String> commands, String more) {
    List<String> advice = new ArrayList<>(commands);
    if (!more.isEmpty()) {
      advice.add(more);
    }
    return new UserException(Problem.inFile(wishes.data(), what, String.join("\n", advice)));
  }

  ColumnProfile named(String name, String option) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Problem.inFile(
                        wishes.data(),
                        "%s: there is no column '%s'".formatted(option, name),
                        NearNames.nearest(name, table.columns())
                                .map("did you mean '%s'?  "::formatted)
                                .orElse("")
                            + "columns: "
                            + Columns.listed(table.columns()))));
  }

  /** The format of a column's numbers, if they are not plain. */
  Optional<NumberSpec> numberForm(ColumnProfile column) {
    return Optional.ofNullable(numberForms.get(column.name()));
  }

  List<ColumnProfile> of(Kind kind) {
    return columns.stream().filter(column -> column.is(kind)).toList();
  }

  List<ColumnProfile> columns() {
    return columns;
  }

  /** Whether the table holds all rows of the file. */
  boolean isWhole() {
    return whole;
  }

  Wishes wishes() {
    return wishes;
  }

  SourceSpec source() {
    return source;
  }

  Table table() {
    return table;
  }

  /** Reads the whole file. */
  Table all() {
    if (all == null) {
      all = whole ? table : Sources.open(source).read();
    }
    return all;
  }

  /**
   * The number of sequences of each class in the whole file; a sequence has that of its first row.
   */
  Map<String, Integer> classes(ColumnProfile target, ColumnProfile by) {
    Table all = all();
    Map<String, String> ofSequence = new HashMap<>();
    for (int row = 0; row < all.size(); row++) {
      ofSequence.putIfAbsent(
          all.value(row, indexOf(by)), NormalForm.NFC.of(all.value(row, indexOf(target))));
    }
    Map<String, Integer> classes = new HashMap<>();
    ofSequence.values().stream()
        .filter(name -> !name.isBlank())
        .forEach(name -> classes.merge(name, 1, Integer::sum));
    return classes;
  }

  /** The number of rows of each class in the whole file. */
  Map<String, Integer> classes(ColumnProfile target) {
    if (whole) {
      return target.written();
    }
    Table all = all();
    Map<String, Integer> classes = new HashMap<>();
    for (int row = 0; row < all.size(); row++) {
      String name = NormalForm.NFC.of(all.value(row, indexOf(target)));
      if (!name.isBlank()) {
        classes.merge(name, 1, Integer::sum);
      }
    }
    return classes;
  }

  int indexOf(ColumnProfile column) {
    return table.indexOf(column.name());
  }

  static String describe(ColumnProfile column) {
    return column.kind().name().toLowerCase(Locale.ROOT) + " (" + column.reason() + ")";
  }

  static String described(List<ColumnProfile> columns) {
    String listed =
        String.join(
            ", ",
            columns.stream()
                .limit(LISTED)
                .map(
                    c ->
                        Columns.listed(List.of(c.name()))
                            + " "
                            + c.kind().name().toLowerCase(Locale.ROOT))
                .toList());
    return columns.size() > LISTED ? listed + ", ... (%s)".formatted(columns.size()) : listed;
  }

  // The lines that all drafts begin with

  /** The beginning of the config, including {@code data.source}. */
  String beginning(String what) {
    StringBuilder text = new StringBuilder();
    text.append(Drafts.schemaLine(wishes.config()));
    text.append("# ").append(what).append(". Each comment says why.\n");
    text.append("#\n# The columns of ");
    text.append(Yaml.comment(String.valueOf(wishes.data().getFileName())));
    text.append(whole ? ":\n" : ", from its first %s rows:\n".formatted(MOST_ROWS));
    for (ColumnProfile column : columns.subList(0, Math.min(40, columns.size()))) {
      text.append("#   ").append(Yaml.comment(column.name())).append(": ");
      text.append(Yaml.comment(describe(column)));
      if (column.missing() > 0) {
        text.append(
            ", missing in %s %s"
                .formatted(column.missing(), column.missing() == 1 ? "row" : "rows"));
      }
      text.append('\n');
    }
    if (columns.size() > 40) {
      text.append("#   ... (%s columns)\n".formatted(columns.size()));
    }
    return text.append(Drafts.head(wishes, sourceText)).toString();
  }

  /**
   * The same, and how numbers are written if they are not plain.
   *
   * @param read the columns that the config reads as numbers
   */
  String beginning(String what, List<ColumnProfile> read) {
    String lines =
        read.stream()
            .filter(column -> numberForm(column).isPresent())
            .map(
                column ->
                    "    %s: {number: %s}\n"
                        .formatted(
                            YamlWord.key(column.name()),
                            numberForm(column).orElseThrow().inConfig()))
            .collect(Collectors.joining());
    return beginning(what)
        + (lines.isEmpty() ? "" : Drafts.line("  columns:", "as the numbers are written") + lines);
  }
}
