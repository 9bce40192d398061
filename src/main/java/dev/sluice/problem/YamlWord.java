package dev.sluice.problem;

/**
 * Writes texts in YAML so that they keep their meaning wherever they are used, also within braces.
 */
public final class YamlWord {
  private YamlWord() {}

  /**
   * A value; in double quotes unless it is clearly a plain text. Variables in it are not replaced.
   */
  public static String of(String value) {
    return key(value.replace("${", "$${"));
  }

  /** A key that the user chose, in which no variables are replaced. */
  public static String key(String name) {
    boolean word =
        name.matches("[A-Za-z_][A-Za-z0-9_.-]*")
            && !name.matches("(?i)true|false|null|yes|no|on|off|y|n");
    if (word) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    name.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
