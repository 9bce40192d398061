package dev.sluice.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Listens to a training as a page does, over HTTP. */
public final class Listener implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int PATIENCE = 60; // seconds

  /** An event of the server. */
  public record Event(String name, JsonNode data) {
    public String words() {
      return data.path("words").asText();
    }
  }

  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  private final List<Event> taken = new ArrayList<>();
  private final HttpResponse<java.util.stream.Stream<String>> answer;
  private final Thread reader = new Thread(this::read, "listener");

  /**
   * @param url of the page
   */
  public Listener(String url) throws IOException, InterruptedException {
    answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url + "events")).build(), BodyHandlers.ofLines());
    reader.setDaemon(true);
    reader.start();
  }

  int status() {
    return answer.statusCode();
  }

  String header(String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private void read() {
    ObjectMapper json = new ObjectMapper();
    String[] name = {""};
    try {
      answer
          .body()
          .forEach(
              line -> {
                if (line.startsWith("event: ")) {
                  name[0] = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                  try {
                    queue.add(new Event(name[0], json.readTree(line.substring("data: ".length()))));
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }
              });
    } catch (RuntimeException e) {
      // The server is gone, or the test has heard enough.
    }
  }

  /** The first event from now on that is like this. */
  public Event await(Predicate<Event> wanted) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (System.nanoTime() < until) {
      Event event = queue.poll(1, TimeUnit.SECONDS);
      if (event != null) {
        taken.add(event);
        if (wanted.test(event)) {
          return event;
        }
      }
    }
    throw new AssertionError("no such event; there were: " + taken);
  }

  public Event await(String name) throws InterruptedException {
    return await(event -> event.name().equals(name));
  }

  /** All events that were awaited, and those before them. */
  public List<Event> heard() {
    return taken;
  }

  /** What a page gets from a path of the server. */
  public static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    answer.body().close();
  }
}
