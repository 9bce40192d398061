package dev.sluice.config;

/** How a text that is no number was probably meant. */
final class NumberHints {
  private NumberHints() {}

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
    String pointed = text.replace(',', '.').replace("_", "");
    return CoreSchema.isNumber(pointed) ? "write " + pointed : "";
  }
}
