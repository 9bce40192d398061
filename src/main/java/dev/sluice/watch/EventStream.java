package dev.sluice.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One page that listens. At most one event is on its way to it, and a page that reads slowly misses
 * what is out of date by then: nothing piles up, and no thread waits.
 */
final class EventStream {
  private static final byte[] COMMENT = bytes(": the training goes on\n\n");
  private static final byte[] END = bytes("event: end\ndata: {}\n\n");

  /**
   * The newest events.
   *
   * @param stateNumber grows with each new state
   * @param curvesNumber the same
   * @param last whether nothing follows
   */
  record Newest(long stateNumber, byte[] state, long curvesNumber, byte[] curves, boolean last) {}

  private final Response response;
  private final Callback callback;
  private final Runnable left;
  private Newest newest;
  private long state = -1; // the last that was sent
  private long curves = -1;
  private boolean writing;
  private boolean ending;
  private boolean closed;

  /**
   * @param left called once when the page is gone, or has got all
   */
  EventStream(Response response, Callback callback, Runnable left) {
    this.response = response;
    this.callback = callback;
    this.left = left;
  }

  static byte[] event(String name, String json) {
    return bytes("event: " + name + "\ndata: " + json + "\n\n"); // JSON has no line ends
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends what the page has not got, now or when it has taken what is on its way. */
  void offer(Newest events) {
    synchronized (this) {
      newest = events;
    }
    sendNext();
  }

  /** Finds out whether the page is still there. */
  void beat() {
    synchronized (this) {
      if (writing || closed) {
        return;
      }
      writing = true;
    }
    write(COMMENT, false);
  }

  private void sendNext() {
    byte[] next;
    synchronized (this) {
      if (writing || closed) {
        return;
      }
      next = take();
      if (next == null) {
        return;
      }
      writing = true;
    }
    write(next, ending);
  }

  private byte[] take() {
    if (curves < newest.curvesNumber()) {
      curves = newest.curvesNumber();
      return newest.curves();
    }
    if (state < newest.stateNumber()) {
      state = newest.stateNumber();
      return newest.state();
    }
    if (newest.last()) {
      ending = true;
      return END;
    }
    return null;
  }

  private void write(byte[] event, boolean last) {
    response.write(last, ByteBuffer.wrap(event), Callback.from(this::written, this::gone));
  }

  private void written() {
    synchronized (this) {
      writing = false;
      closed = ending;
    }
    if (closed) {
      callback.succeeded();
      left.run();
    } else {
      sendNext();
    }
  }

  private void gone(Throwable why) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    callback.failed(why);
    left.run();
  }
}
