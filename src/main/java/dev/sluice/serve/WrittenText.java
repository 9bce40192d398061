package dev.sluice.serve;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A text that a language model writes for a request. */
final class WrittenText {
  /** The form of server-sent events. */
  static final String EVENTS = "text/event-stream";

  private static final Logger LOG = LoggerFactory.getLogger(WrittenText.class);

  private final Exchange exchange;
  private final ServedModel model;
  private final GenerateRequest request;
  private final Limits limits;
  private Predicate<byte[]> out; // null before the first event

  /**
   * @param model a language model
   */
  WrittenText(Exchange exchange, ServedModel model, GenerateRequest request, Limits limits) {
    this.exchange = exchange;
    this.model = model;
    this.request = request;
    this.limits = limits;
  }

  private void write(Predicate<String> token) {
    model.generator().orElseThrow().generate(request.prompt(), request.how(), token);
  }

  /**
   * Sends the text when it is complete.
   *
   * @throws CancellationException if that takes too long
   */
  void send() {
    StringBuilder text = new StringBuilder();
    write(
        token -> {
          text.append(token);
          return !exchange.isLate(limits);
        });
    if (exchange.isLate(limits)) {
      throw new CancellationException();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.name());
    json.put("text", text.toString());
    exchange.json(json);
  }

  /** Sends an event for each token, then one named end. */
  void sendEvents() {
    try {
      write(token -> !exchange.isLate(limits) && sendEvent("message", Map.of("text", token)));
      sendEvent("end", Map.of("late", exchange.isLate(limits)));
      exchange.end();
    } catch (RuntimeException | Error e) {
      if (out == null) {
        throw e;
      }
      LOG.error("a text ended early", e);
      exchange.breakOff(e);
    }
  }

  /** False if the client has gone. */
  private boolean sendEvent(String name, Map<String, Object> data) {
    if (out == null) {
      out = exchange.begin(EVENTS);
    }
    String json = new String(JsonForm.bytes(data), StandardCharsets.UTF_8);
    return out.test(
        "event: %s\ndata: %s\n\n".formatted(name, json).getBytes(StandardCharsets.UTF_8));
  }
}
