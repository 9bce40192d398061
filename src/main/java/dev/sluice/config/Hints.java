package dev.sluice.config;

import dev.sluice.problem.NearNames;
import java.util.List;
import java.util.Locale;

/** Suggestions for the lines below a message; empty if there are none. */
final class Hints {
  private Hints() {}

  static String forWhole(Node.Scalar scalar) {
    String text = scalar.text();
    if (CoreSchema.isWhole(text)) {
      return "remove the quotes";
    }
    if (CoreSchema.isNumber(text)) {
      double value = CoreSchema.number(text);
      boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return isWhole ? "write " + Shown.number(value) : "";
    }
    String bare = text.replace("_", "").replace(",", "").replace(" ", "");
    return CoreSchema.isWhole(bare) ? "write " + bare : "";
  }

  static String forReal(Node.Scalar scalar) {
    String text = scalar.text();
    if (CoreSchema.isNumber(text)) {
      return "remove the quotes";
    }
    if (text.endsWith("%") && CoreSchema.isNumber(text.substring(0, text.length() - 1))) {
      double share = CoreSchema.number(text.substring(0, text.length() - 1)) / 100;
      return "write " + Shown.number(share);
    }
    if (text.matches("[+-]?[1-9]\\d{0,2},\\d{3}")) {
      return "write %s or %s: the comma may separate thousands or decimals"
          .formatted(text.replace(",", ""), text.replace(',', '.'));
    }
    String pointed = text.replace(',', '.').replace("_", "");
    return CoreSchema.isNumber(pointed) ? "write " + pointed : "";
  }

  static String forFlag(Node.Scalar scalar) {
    String text = scalar.text().toLowerCase(Locale.ROOT);
    if (CoreSchema.isTrue(text) || CoreSchema.isFalse(text)) {
      return scalar.plain() ? "write " + text : "remove the quotes";
    }
    return switch (text) {
      case "yes", "on", "y", "1" -> "write true";
      case "no", "off", "n", "0" -> "write false";
      default -> "";
    };
  }

  /** For something else in place of a list. */
  static String forItems(Node node) {
    if (node instanceof Node.Mapping) {
      return "start each entry with a dash and a space";
    }
    boolean isNothing = node instanceof Node.Scalar scalar && scalar.isNull();
    return isNothing ? "an empty list is []" : "write [" + Flow.text(node) + "]";
  }

  /** For a value in place of a section: the section's keys. */
  static String forSection(Node node, Section section, String path) {
    return behindColon(node) + Shown.listed(keysOf(path), section.summaries());
  }

  /** For plain text that contains a colon in place of a map. */
  static String behindColon(Node node) {
    return node instanceof Node.Scalar scalar && scalar.plain() && scalar.text().contains(":")
        ? "write a space after the colon of a key\n"
        : "";
  }

  static String keysOf(String sectionPath) {
    return sectionPath.isEmpty() ? "keys:" : "keys of " + KeyPath.name(sectionPath) + ":";
  }

  /** The closest of these names, and all of them. */
  static String oneOf(String name, List<String> names) {
    return Shown.listed(near(name, names) + "one of", names);
  }

  static String forWord(Node.Scalar scalar, ValueType.Word type) {
    return type.isShort()
        ? near(scalar.text(), type.words()).strip()
        : oneOf(scalar.text(), type.words());
  }

  private static String near(String name, List<String> names) {
    return NearNames.nearest(name, names).map("did you mean '%s'?  "::formatted).orElse("");
  }
}
