import dev.sluice.source.VectorFile;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Writes 400,000 vectors of 100 numbers as GloVe does, and reads those of 20,000 words, five times. */
final class ReadVectors {
  private static final int WORDS = 400_000;
  private static final int SIZE = 100;

  public static void main(String[] args) throws Exception {
    Path file = Files.createTempFile("vectors", ".txt");
    Random random = new Random(1);
    StringBuilder[] ends = new StringBuilder[64]; // lines repeat, words do not
    for (int i = 0; i < ends.length; i++) {
      ends[i] = new StringBuilder();
      for (int j = 0; j < SIZE; j++) {
        ends[i].append(String.format(Locale.ROOT, " %.6f", random.nextGaussian() / 2));
      }
      ends[i].append('\n');
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int i = 0; i < WORDS; i++) {
        out.write(("w" + i + ends[i % ends.length]).getBytes(StandardCharsets.US_ASCII));
      }
    }
    Set<String> words = new HashSet<>();
    for (int i = 0; i < WORDS; i += 20) {
      words.add("w" + i);
    }
    System.out.println(Files.size(file) / 1_000_000 + " MB");
    for (int run = 0; run < 5; run++) {
      long start = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int found = VectorFile.read(file, SIZE, words).size();
      System.out.printf(
          Locale.ROOT,
          "%d words, %.2f s, %.2f s of CPU%n",
          found,
          (System.nanoTime() - start) / 1e9,
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9);
    }
    Files.delete(file);
  }
}
