package dev.sluice.input.text;

import dev.sluice.frame.NormalForm;
import dev.sluice.spec.CleanSpec;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cleaning of a text before it is cut into tokens: {@link CleanSpec} and the normal form. */
final class Cleaning {
  private static final List<Hidden> HIDDEN =
      List.of(Hidden.element("script"), Hidden.element("style"), new Hidden("<!--", "-->"));
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]*>");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}[1-4]{0,2}));");
  private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
  private static final Map<String, String> ENTITIES = new HashMap<>(); // by name

  static {
    String latin1 = // from U+00A0 on
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
            + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
            + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave"
            + " Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
            + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig"
            + " ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute"
            + " ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
    char next = '\u00A0';
    for (String name : latin1.split(" ")) {
      ENTITIES.put(name, String.valueOf(next++));
    }
    ENTITIES.putAll(Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'"));
    ENTITIES.putAll(
        Map.of(
            "hellip", "\u2026", "mdash", "\u2014", "ndash", "\u2013", "lsquo", "\u2018", "rsquo",
            "\u2019", "ldquo", "\u201C", "rdquo", "\u201D", "euro", "\u20AC", "bull", "\u2022",
            "trade", "\u2122"));
  }

  /**
   * Elements whose content is not displayed, from start to end tag; without an end tag they do not
   * count.
   */
  private record Hidden(Pattern begin, Pattern end) {
    Hidden(String begin, String end) {
      this(Pattern.compile("(?i)" + begin), Pattern.compile("(?i)" + end));
    }

    static Hidden element(String name) {
      return new Hidden("<%s\\b[^<>]*>".formatted(name), "</%s\\s*>".formatted(name));
    }

    String leftOut(String text) {
      StringBuilder kept = new StringBuilder();
      Matcher begins = begin.matcher(text);
      Matcher ends = end.matcher(text);
      int from = 0;
      while (begins.find(from) && ends.find(begins.end())) {
        kept.append(text, from, begins.start()).append(' ');
        from = ends.end();
      }
      return from == 0 ? text : kept.append(text, from, text.length()).toString();
    }
  }

  private final CleanSpec spec;
  private final NormalForm form;

  Cleaning(CleanSpec spec, NormalForm form) {
    this.spec = spec;
    this.form = form;
  }

  NormalForm form() {
    return form;
  }

  String of(String original) {
    String text = spec.html() ? withoutHtml(original) : original;
    if (spec.control()) {
      text = withoutControls(text);
    }
    text = form.of(text);
    if (spec.unicode() == CleanSpec.Unicode.NFKC) {
      text = Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
    return spec.numbers() == CleanSpec.Numbers.ZEROS ? DIGIT.matcher(text).replaceAll("0") : text;
  }

  private static String withoutHtml(String text) {
    String visible = text;
    if (text.indexOf('<') >= 0) {
      for (Hidden hidden : HIDDEN) {
        visible = hidden.leftOut(visible);
      }
      visible = TAG.matcher(visible).replaceAll(" ");
    }
    return visible.indexOf('&') < 0 ? visible : ENTITY.matcher(visible).replaceAll(Cleaning::meant);
  }

  private static String meant(MatchResult entity) {
    String meant =
        entity.group(3) != null
            ? ENTITIES.get(entity.group(3))
            : character(
                entity.group(1) != null
                    ? Integer.parseInt(entity.group(1))
                    : Integer.parseInt(entity.group(2), 16));
    return Matcher.quoteReplacement(meant == null ? entity.group() : meant);
  }

  /** Null if the number is not a valid character. */
  private static String character(int number) {
    return number > 0
            && Character.isValidCodePoint(number)
            && !(number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE)
        ? Character.toString(number)
        : null;
  }

  private static String withoutControls(String text) {
    StringBuilder kept = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r') {
        kept = kept == null ? new StringBuilder(text) : kept;
        kept.setCharAt(i, ' ');
      }
    }
    return kept == null ? text : kept.toString();
  }
}
