package dev.sluice.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 into nodes. Anchors, aliases, merge keys, tags and further documents are refused:
 * a config says each thing once, where it belongs. Works on events, so that neither an alias nor
 * deep nesting is ever expanded.
 */
final class YamlText {
  private static final int DEEPEST = 50; // levels; specs need about 10

  /** Turns a position in the text into its origin; line and column count from 1. */
  @FunctionalInterface
  interface Places {
    Origin at(int line, int column);
  }

  private final Places places;
  private final Findings findings;
  private final Iterator<Event> events;

  private YamlText(String text, Places places, Findings findings) {
    this.places = places;
    this.findings = findings;
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            // All at once: a surrogate pair at the end of a full buffer stops the parser.
            .setBufferSize(text.length() + 2)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Reads the one document of a text; an empty plain scalar if there is none.
   *
   * @return empty if the text is not YAML, which is then among the findings
   */
  static Optional<Node> read(String text, Places places, Findings findings) {
    if (hasUnprintable(text, places, findings)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new YamlText(text, places, findings).document());
    } catch (MarkedYamlEngineException e) {
      Origin at =
          e.getProblemMark().or(e::getContextMark).map(mark -> at(places, mark)).orElseThrow();
      SyntaxError.of(e).report(at, findings);
      return Optional.empty();
    }
  }

  private static boolean hasUnprintable(String text, Places places, Findings findings) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        findings.add(
            places.at(line, column),
            KeyPath.ROOT,
            "the character U+%04X is not allowed in YAML".formatted(c),
            "remove it, or write it as an escape in double quotes");
        return true;
      }
      i += Character.charCount(c);
      if (c == '\n' || c == '\r' && (i == text.length() || text.charAt(i) != '\n')) {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return false;
  }

  private static Origin at(Places places, Mark mark) {
    return places.at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Origin at(Event event) {
    return at(places, event.getStartMark().orElseThrow());
  }

  private Node document() {
    events.next(); // the stream starts
    Event start = events.next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      return new Node.Scalar("", true, places.at(1, 1));
    }
    Node root = node(events.next(), 1);
    events.next(); // the document ends
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      findings.add(
          at(after), KeyPath.ROOT, "a second document starts here", "a config has one document");
      while (events.hasNext()) {
        events.next(); // the rest must still be YAML
      }
    }
    return root;
  }

  private Node node(Event event, int depth) {
    Origin at = at(event);
    if (event instanceof AliasEvent alias) {
      findings.add(
          at,
          KeyPath.ROOT,
          "'*%s' is a YAML alias, which is not allowed in a config"
              .formatted(alias.getAlias().getValue()),
          "write the value out");
      return new Node.Refused(at);
    }
    refuseAnchor((NodeEvent) event, at);
    if (event instanceof ScalarEvent scalar) {
      scalar.getTag().ifPresent(tag -> refuseTag(tag, at));
      return new Node.Scalar(scalar.getValue(), scalar.isPlain(), at);
    }
    if (depth > DEEPEST) {
      throw new ParserException(
          "", Optional.empty(), SyntaxError.TOO_DEEP.formatted(DEEPEST), event.getStartMark());
    }
    ((CollectionStartEvent) event).getTag().ifPresent(tag -> refuseTag(tag, at));
    return event instanceof MappingStartEvent ? mapping(at, depth) : sequence(at, depth);
  }

  private Node sequence(Origin at, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(node(e, depth + 1));
    }
    return new Node.Sequence(items, at);
  }

  private Node mapping(Origin at, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Node key = node(e, depth + 1);
      Node value = node(events.next(), depth + 1);
      if (key instanceof Node.Scalar scalar) {
        if (isUsable(scalar, keys)) {
          entries.add(new Node.Entry(scalar.text(), scalar.at(), value));
        }
      } else if (!(key instanceof Node.Refused)) {
        findings.add(
            key.at(),
            KeyPath.ROOT,
            "expected a word as a key, found " + Shown.found(key),
            "text with braces or brackets, such as {name}, needs quotes");
      }
    }
    return new Node.Mapping(entries, at);
  }

  private boolean isUsable(Node.Scalar key, Set<String> seen) {
    if (key.plain() && key.text().equals("<<")) {
      findings.add(
          key.at(),
          KeyPath.ROOT,
          "'<<' is a YAML merge key, which is not allowed in a config",
          "write its keys out");
      return false;
    }
    if (!seen.add(key.text())) {
      findings.add(
          key.at(),
          KeyPath.ROOT,
          "the key '%s' is given twice".formatted(Shown.shortened(key.text())),
          "keep one of the two");
      return false;
    }
    return true;
  }

  private void refuseAnchor(NodeEvent event, Origin at) {
    event
        .getAnchor()
        .ifPresent(
            anchor ->
                findings.add(
                    at,
                    KeyPath.ROOT,
                    "'&%s' is a YAML anchor, which is not allowed in a config"
                        .formatted(anchor.getValue()),
                    "remove it, and write the value out wherever it is needed"));
  }

  private void refuseTag(String tag, Origin at) {
    findings.add(
        at,
        KeyPath.ROOT,
        "'%s' is a YAML tag, which is not allowed in a config".formatted(shownTag(tag)),
        "remove it; put text that looks like a number in quotes");
  }

  private static String shownTag(String tag) {
    String core = "tag:yaml.org,2002:";
    return Shown.shortened(tag.startsWith(core) ? "!!" + tag.substring(core.length()) : tag);
  }
}
