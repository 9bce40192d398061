package dev.sluice.imports;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.stream.Collectors;

/** Texts as YAML, also within braces. */
final class YamlValue {
  private YamlValue() {}

  /** A text; in double quotes unless it is plainly one. No variable is replaced in it. */
  static String text(String value) {
    boolean word =
        value.matches("[A-Za-z_][A-Za-z0-9_.-]*")
            && !value.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return word ? value : TextNode.valueOf(value.replace("${", "$${")).toString();
  }

  static String list(Collection<String> values) {
    return values.stream().map(YamlValue::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
