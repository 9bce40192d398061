import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Asks a server from many connections at once, each as soon as it has its answer, and says how many
 * answers came and how long they took. An answer that differs from the first one to the same body
 * is an error.
 *
 * <p>java Load.java URL BODIES CONNECTIONS SECONDS [ANSWERS]; BODIES is a file with a JSON body a
 * line, ANSWERS one that is written, with the answer to each in the same line.
 */
final class Load {
  private static final Map<Integer, String> FIRST = new ConcurrentHashMap<>(); // answers, by body
  private static final Map<String, AtomicLong> STATUSES = new ConcurrentHashMap<>();
  private static final AtomicLong OTHERS = new AtomicLong();

  public static void main(String[] args) throws Exception {
    URI url = URI.create(args[0]);
    List<byte[]> requests = new ArrayList<>();
    for (String body : Files.readAllLines(Path.of(args[1]))) {
      requests.add(request(url, body));
    }
    int connections = Integer.parseInt(args[2]);
    long seconds = Long.parseLong(args[3]);
    run(url, requests, connections, Math.max(1, seconds / 3)); // warms up
    System.out.println("warmed up, statuses " + new TreeMap<>(STATUSES));
    STATUSES.clear();
    long begin = System.nanoTime();
    long[] times = run(url, requests, connections, seconds);
    double took = (System.nanoTime() - begin) / 1e9;
    if (times.length == 0) {
      throw new IOException("no answer came: " + STATUSES);
    }
    Arrays.sort(times);
    System.out.println(
        String.format(
            Locale.ROOT,
            "connections %d  requests/s %.0f  p50 %.2f ms  p99 %.2f ms  max %.1f ms  statuses %s"
                + "  other answers %d",
            connections,
            times.length / took,
            times[times.length / 2] / 1e6,
            times[(int) (times.length * 0.99)] / 1e6,
            times[times.length - 1] / 1e6,
            new TreeMap<>(STATUSES),
            OTHERS.get()));
    if (args.length > 4) {
      Files.write(
          Path.of(args[4]),
          IntStream.range(0, requests.size()).mapToObj(i -> FIRST.getOrDefault(i, "")).toList());
    }
  }

  private static byte[] request(URI url, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(url.getRawPath(), url.getHost(), bytes.length);
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private static long[] run(URI url, List<byte[]> requests, int connections, long seconds)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000;
    List<long[]> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      int offset = c * 7;
      Thread thread =
          new Thread(
              () -> {
                long[] times = ask(url, requests, offset, end);
                synchronized (all) {
                  all.add(times);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return all.stream().flatMapToLong(Arrays::stream).toArray();
  }

  private static long[] ask(URI url, List<byte[]> requests, int offset, long end) {
    long[] times = new long[1024];
    int count = 0;
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      for (int i = offset; System.nanoTime() < end; i++) {
        int which = i % requests.size();
        long begin = System.nanoTime();
        out.write(requests.get(which));
        String answer = answer(in);
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = System.nanoTime() - begin;
        String first = FIRST.putIfAbsent(which, answer);
        if (first != null && !first.equals(answer)) {
          OTHERS.incrementAndGet();
        }
      }
    } catch (IOException e) {
      STATUSES.computeIfAbsent(e.toString(), key -> new AtomicLong()).incrementAndGet();
    }
    return Arrays.copyOf(times, count);
  }

  /** The body of an answer. */
  private static String answer(InputStream in) throws IOException {
    int length = 0;
    String status = line(in);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    STATUSES
        .computeIfAbsent(status.split(" ")[1], key -> new AtomicLong())
        .incrementAndGet();
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server has closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
