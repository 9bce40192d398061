package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.Config;
import dev.sluice.spec.Doc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reference of all keys as a Markdown page, with a section for each map and each choice. */
public final class Reference {
  private final StringBuilder page = new StringBuilder();
  private final Deque<ValueType> open = new ArrayDeque<>();
  private final Set<ValueType> seen = new LinkedHashSet<>();

  private Reference() {}

  /** The reference of all installed kinds. */
  public static String text() {
    Reference reference = new Reference();
    reference.write();
    return reference.page.toString();
  }

  private void write() {
    page.append(
        """
        # Config reference

        Every key of a config, generated from the program itself. A choice is a map with one key, its name,
        whose value holds the settings: `optimizer: {adam: {learning_rate: 0.001}}`. If you need none of the
        settings, the name alone is enough: `optimizer: adam`. The command `schema` prints the same as a
        JSON Schema for editors, including the plug-ins that are installed.

        ## Extend another file

        `extends: base.yaml` takes everything that this file does not set from another file, and from the files
        that it extends in turn. Maps are merged key by key: `training: {epochs: 3}` changes the epochs and keeps
        the batch size. Lists and choices (`optimizer`, a layer, `input`, a part of the split) are replaced as a
        whole, even by the same choice: repeat what you want to keep. `early_stopping: null` removes what the other
        file sets. Relative paths are relative to the file that contains them. `--set` is applied last. The
        `resolved.yaml` of a run extends nothing.

        ## Environment variables

        `${NAME}` in a value stands for an environment variable. `${NAME:-default}` uses the default if the
        variable is not set or empty. Write `$${` for a literal `${`. The result is text or, where one of these is
        expected, a number, true, false or the name of a choice: `epochs: ${EPOCHS:-5}`. A variable cannot
        provide keys, lists or null, and keys cannot contain variables. Inside braces and brackets, YAML needs
        quotes: `{path: "${DATA_DIR:-data}/reviews.csv"}`. A number in quotes is still a number. Do not use
        variables for secrets: `resolved.yaml`, the model and messages contain their values.
        """);
    page.append("\n## config\n\n").append(doc(Config.class)).append("\n");
    keys(Section.of(Config.class));
    while (!open.isEmpty()) {
      ValueType type = open.removeFirst();
      page.append("\n## ").append(title(type)).append("\n");
      if (type instanceof ValueType.Body body) {
        page.append("\n").append(doc(body.record())).append("\n");
        keys(body.section());
      } else if (type instanceof ValueType.Choice choice) {
        choice(choice);
      }
    }
  }

  private void choice(ValueType.Choice choice) {
    for (String name : choice.names()) {
      ValueType.Body body = choice.find(name).orElseThrow();
      page.append("\n### `").append(name).append("`\n\n");
      page.append(doc(body.record())).append("\n");
      keys(body.section());
    }
  }

  private void keys(Section section) {
    if (section.writtenKeys().isEmpty()) {
      return;
    }
    page.append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Key key : section.writtenKeys()) {
      List<String> cells =
          List.of(
              "`" + key.name() + "`",
              value(key.type()),
              key.isRequired()
                  ? "required"
                  : key.defaultValue().map(node -> "`" + Flow.text(node) + "`").orElse(""),
              key.doc().orElse("")
                  + key.example().map(example -> " Example: `" + example + "`").orElse(""));
      page.append("| ");
      page.append(String.join(" | ", cells.stream().map(Reference::cell).toList()));
      page.append(" |\n");
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private String value(ValueType type) {
    if (type instanceof ValueType.Body || type instanceof ValueType.Choice) {
      if (seen.add(type)) {
        open.addLast(type);
      }
      return "[" + title(type) + "](#" + title(type).replace(' ', '-') + ")";
    }
    if (type instanceof ValueType.ListOrMap both) {
      return value(both.items()) + ", or " + value(both.map());
    }
    if (type instanceof ValueType.Items items) {
      return "list of " + value(items.item());
    }
    if (type instanceof ValueType.Entries entries) {
      return "map of names to " + value(entries.value());
    }
    if (type instanceof ValueType.Word word) {
      List<String> quoted = new ArrayList<>();
      word.words().forEach(w -> quoted.add("`" + w + "`"));
      return String.join(", ", quoted);
    }
    return type.expected();
  }

  private static String title(ValueType type) {
    if (type instanceof ValueType.Choice choice) {
      return choice.noun();
    }
    String name = ((ValueType.Body) type).record().getSimpleName();
    String stem = name.endsWith("Spec") ? name.substring(0, name.length() - 4) : name;
    return Section.snakeCase(stem).replace('_', ' ');
  }

  private static String doc(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(Doc.class)).map(Doc::value).orElse("");
  }
}
