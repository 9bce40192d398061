package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces environment variables in the values of a config: {@code ${NAME}} and {@code
 * ${NAME:-default}}, whose default also applies to an empty variable, as in a shell. A doubled
 * dollar sign before an opening brace stands for a literal one. Works on parsed values, so that a
 * variable cannot introduce keys, lists or nulls. The replacement is read as if it had no quotes,
 * since a variable within braces has to be quoted, even for a number.
 */
final class Variables {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-((?:(?!\\$\\{)[^}])*+))?\\}");

  private final Function<String, Optional<String>> environment;

  Variables(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  static Variables ofProcess() {
    return new Variables(name -> Optional.ofNullable(System.getenv(name)));
  }

  /** The inverse: a text that yields this one once variables are replaced. */
  static String escaped(String text) {
    return text.replace("${", "$${");
  }

  Node replaceIn(Node node, Findings findings) {
    if (node instanceof Node.Mapping mapping) {
      List<Node.Entry> entries = new ArrayList<>();
      for (Node.Entry entry : mapping.entries()) {
        Node value = replaceIn(entry.value(), findings);
        entries.add(new Node.Entry(entry.key(), entry.at(), value));
      }
      return new Node.Mapping(entries, mapping.at());
    }
    if (node instanceof Node.Sequence sequence) {
      List<Node> items = sequence.items().stream().map(item -> replaceIn(item, findings)).toList();
      return new Node.Sequence(items, sequence.at());
    }
    return node instanceof Node.Scalar scalar && scalar.text().contains("${")
        ? replaceIn(scalar, findings)
        : node;
  }

  private Node replaceIn(Node.Scalar scalar, Findings findings) {
    String text = scalar.text();
    StringBuilder replaced = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    boolean isWhole = true;
    boolean hasVariables = false;
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$${", i)) {
        replaced.append("${");
        i += 3;
      } else if (!text.startsWith("${", i)) {
        replaced.append(text.charAt(i));
        i++;
      } else if (variable.region(i, text.length()).lookingAt()) {
        Optional<String> value = value(variable, scalar, findings);
        value.ifPresent(replaced::append);
        isWhole &= value.isPresent();
        hasVariables = true;
        i = variable.end();
      } else {
        refuse(text.substring(i), scalar, findings);
        return new Node.Refused(scalar.at());
      }
    }
    if (!isWhole) {
      return new Node.Refused(scalar.at());
    }
    return hasVariables
        ? new Node.Scalar(
            replaced.toString(), true, new Origin.WithVariables(scalar.at(), scalar.text()))
        : new Node.Scalar(replaced.toString(), scalar.plain(), scalar.at());
  }

  private Optional<String> value(Matcher variable, Node.Scalar scalar, Findings findings) {
    String name = variable.group(1);
    Optional<String> value = environment.apply(name);
    if (variable.group(2) != null) {
      return value.filter(v -> !v.isEmpty()).or(() -> Optional.of(variable.group(2)));
    }
    if (value.isEmpty()) {
      findings.add(
          scalar.at(),
          KeyPath.ROOT,
          "the environment variable '%s' is not set".formatted(Shown.shortened(name)),
          "set it, or give a default:  ${%s:-...}".formatted(Shown.shortened(name)));
    }
    return value;
  }

  private static void refuse(String rest, Node.Scalar scalar, Findings findings) {
    int end = rest.indexOf('}');
    findings.add(
        scalar.at(),
        KeyPath.ROOT,
        "'%s' is not a variable"
            .formatted(Shown.shortened(end < 0 ? rest : rest.substring(0, end + 1))),
        "write ${NAME} or ${NAME:-default}; the default cannot contain variables\n"
            + "for the characters '${' themselves, write $${");
  }
}
