package dev.sluice.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** A request and its one answer. */
final class Exchange {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final BiConsumer<Exchange, Integer> answered; // by the status
  private final AtomicBoolean done = new AtomicBoolean();
  private final long started = System.nanoTime();
  private String model = ""; // that answers
  private String kind = ""; // of the refusal

  /**
   * @param answered called once with the status
   */
  Exchange(
      Request request,
      Response response,
      Callback callback,
      BiConsumer<Exchange, Integer> answered) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.answered = answered;
  }

  String method() {
    return request.getMethod();
  }

  String path() {
    return Request.getPathInContext(request);
  }

  /** The name by which the client asks, without a port. */
  String host() {
    return Request.getServerName(request);
  }

  /** The value of a header, or null. */
  String header(HttpHeader name) {
    return request.getHeaders().get(name);
  }

  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  String model() {
    return model;
  }

  void answeredBy(String name) {
    model = name;
  }

  String kind() {
    return kind;
  }

  /** Whether it has taken longer than allowed. */
  boolean isLate(Limits limits) {
    return System.nanoTime() - started > limits.time().toNanos();
  }

  /**
   * Reads the body without blocking a thread.
   *
   * @return fails with a {@link Refusal} if the body is too large or too slow
   */
  CompletableFuture<byte[]> body(Limits limits) {
    long announced = request.getLength();
    if (announced > limits.bytes()) {
      return CompletableFuture.failedFuture(tooLarge(limits));
    }
    Body body = new Body(new CompletableFuture<>());
    Content.Source.asByteArrayAsync(request, limits.bytes(), body);
    return body.whole
        .orTimeout(limits.time().toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (bytes, failure) -> {
              if (failure == null) {
                return bytes;
              }
              Throwable cause = failure.getCause() == null ? failure : failure.getCause();
              throw failure instanceof TimeoutException || cause instanceof TimeoutException
                  ? new Refusal(408, "slow_body", "the body took too long to arrive")
                  : cause instanceof IllegalStateException
                      ? tooLarge(limits)
                      : new Refusal(400, "broken_body", "the body is incomplete");
            });
  }

  private record Body(CompletableFuture<byte[]> whole) implements Promise.Invocable<byte[]> {
    @Override
    public void succeeded(byte[] bytes) {
      whole.complete(bytes);
    }

    @Override
    public void failed(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }

  private static Refusal tooLarge(Limits limits) {
    return new Refusal(
        413,
        "body_limit",
        "the body is larger than %s bytes: send the rows in parts".formatted(limits.bytes()));
  }

  void send(int status, String type, byte[] body) {
    if (done.compareAndSet(false, true)) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      answered.accept(this, status);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }

  /**
   * Begins an answer that is sent in parts.
   *
   * @return accepts each part, once it has been sent or queued for the client; false if the client
   *     has gone
   */
  Predicate<byte[]> begin(String type) {
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    return part -> {
      try {
        Content.Sink.write(response, false, ByteBuffer.wrap(part));
        return true;
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** Ends an answer that was begun. */
  void end() {
    if (done.compareAndSet(false, true)) {
      answered.accept(this, HttpStatus.OK_200);
      response.write(true, ByteBuffer.allocate(0), callback);
    }
  }

  /** Aborts an answer that was begun: the client sees that it is incomplete. */
  void breakOff(Throwable why) {
    if (done.compareAndSet(false, true)) {
      answered.accept(this, HttpStatus.INTERNAL_SERVER_ERROR_500);
      callback.failed(why);
    }
  }

  /** Sets a header of the answer. */
  void put(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void json(Object plain) {
    send(HttpStatus.OK_200, MediaType.JSON.toString(), JsonForm.bytes(plain));
  }

  void refuse(Refusal why) {
    kind = why.kind();
    why.headers().forEach(this::put);
    if (why.status() == HttpStatus.REQUEST_TIMEOUT_408
        || why.status() == HttpStatus.PAYLOAD_TOO_LARGE_413) {
      put(HttpHeader.CONNECTION.asString(), "close"); // the rest of the body is not read
    }
    send(
        why.status(),
        "application/problem+json",
        JsonForm.bytes(why.json(HttpStatus.getMessage(why.status()))));
  }
}
