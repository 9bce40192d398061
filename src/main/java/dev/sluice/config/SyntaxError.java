package dev.sluice.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * A complaint of the YAML parser, in words for somebody who does not know its grammar.
 *
 * @param what what is wrong
 * @param advice what usually corrects it
 */
record SyntaxError(String what, String advice) {
  static final String TOO_DEEP = "nested more than %s levels deep";

  void report(Origin at, Findings findings) {
    findings.add(at, KeyPath.ROOT, what, advice);
  }

  static SyntaxError of(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    if (problem.startsWith("nested more than")) {
      return new SyntaxError(problem, "a config needs only a few levels");
    }
    int found = e.getProblemMark().map(mark -> codePoint(mark)).orElse(0);
    if (found == '\t' && problem.contains("cannot start any token")) {
      return new SyntaxError("a tab in place of spaces", "indent with spaces");
    }
    if (problem.contains("cannot start any token")) {
      return new SyntaxError(
          "a value cannot start with '%s'".formatted(Character.toString(found)),
          "put the value in quotes");
    }
    if (context.contains("scanning an alias") || context.contains("scanning an anchor")) {
      return new SyntaxError(
          "a value cannot start with '%s'".formatted(context.contains("alias") ? '*' : '&'),
          "put the value in quotes");
    }
    if (context.contains("quoted scalar")) {
      int line = e.getContextMark().map(Mark::getLine).orElse(0) + 1;
      return new SyntaxError(
          problem.contains("unexpected end of stream")
              ? "the quote of line %s is never closed".formatted(line)
              : "in the quoted text of line %s: %s".formatted(line, problem),
          problem.contains("escape")
              ? "write '\\\\' for a backslash, or use single quotes"
              : "close the quote; write a quote inside single quotes twice");
    }
    if (context.contains("flow")) {
      int line = e.getContextMark().map(Mark::getLine).orElse(0) + 1;
      String opened = context.contains("mapping") ? "'{'" : "'['";
      String closing = context.contains("mapping") ? "'}'" : "']'";
      return new SyntaxError(
          "expected ',' or %s for the %s of line %s".formatted(closing, opened, line),
          found == '{' && e.getProblemMark().map(SyntaxError::before).orElse(0) == '$'
              ? "within braces, a value with ${...} needs quotes"
              : "close it, or put a comma between two entries");
    }
    if (problem.contains("mapping values are not allowed")) {
      return new SyntaxError(
          "a ':' where there can be no key",
          "a value that contains ': ' needs quotes; the keys of one map start in the same column");
    }
    if (problem.contains("could not find expected ':'")) {
      return new SyntaxError(
          "expected 'key: value'", "a key is followed by a colon and a space or a line end");
    }
    if (context.contains("block mapping")
        || context.contains("block collection")
        || problem.contains("expected '<document start>'")) {
      return new SyntaxError(
          "the indentation matches none of the lines above",
          "the keys of one map, and the dashes of one list, start in the same column");
    }
    return new SyntaxError(
        "this is not YAML: "
            + Shown.onOneLine(context.isEmpty() ? problem : context + ", " + problem),
        "quote values that contain one of : # { } [ ] , & * ? | > ! % @ `");
  }

  private static int codePoint(Mark mark) {
    int[] buffer = mark.getBuffer();
    return mark.getPointer() < buffer.length ? buffer[mark.getPointer()] : 0;
  }

  private static int before(Mark mark) {
    return mark.getPointer() > 0 ? mark.getBuffer()[mark.getPointer() - 1] : 0;
  }
}
