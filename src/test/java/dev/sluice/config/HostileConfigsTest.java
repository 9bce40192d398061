package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The largest files that are read at all, written to cost as much as they can. */
class HostileConfigsTest {
  private static final int LARGEST = 128 << 10;

  @TempDir private Path folder;

  private static Map<String, String> hostile() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("keys nobody knows", numbered("k%d:\n"));
    texts.put("keys near to known ones", numbered("trainin%d:\n"));
    texts.put("a layer nobody knows, many times", "network:\n" + repeated("- lstn: {}\n"));
    texts.put("a layer without its units, many times", "network:\n" + repeated("- lstm\n"));
    texts.put(
        "layers of wrong values", "network:\n" + repeated("- lstm: {units: x, dropout: y}\n"));
    texts.put("columns without end", "data: {columns: {" + numbered("c%d: {scale: x},") + "}}");
    texts.put("aliases", "a: &a 1\nb:\n" + repeated("- *a\n"));
    texts.put("anchors", "b:\n" + repeated("- &a 1\n"));
    texts.put("tags", "b:\n" + repeated("- !t 1\n"));
    texts.put("a key twice, many times", repeated("a: 1\n"));
    texts.put("a long key", "a".repeat(LARGEST - 10) + ": 1\n");
    texts.put("a long value", "name: " + "a".repeat(LARGEST - 20) + "/\n");
    texts.put("a long pattern", "name: a-" + "..__".repeat(LARGEST / 4 - 10) + "\u20ac\n");
    texts.put("brackets", "[".repeat(LARGEST));
    texts.put("lists as keys", repeated("[a]: b\n"));
    texts.put("braces with nothing in them", "[" + repeated("{},") + "]");
    texts.put("empty items", "network:\n" + repeated("-\n"));
    texts.put("questions", repeated("? "));
    texts.put("documents", repeated("---\n"));
    texts.put("an open quote", "a: \"" + repeated("\\u0041"));
    texts.put("folded lines", "a: >\n" + repeated(" b\n\n"));
    texts.put("comments", repeated("#\n"));
    texts.put("numbers of many digits", "seed: " + "9".repeat(LARGEST - 20) + "\n");
    return texts;
  }

  private static String repeated(String piece) {
    return piece.repeat((LARGEST - 100) / piece.length());
  }

  private static String numbered(String piece) {
    int count = (LARGEST - 100) / (piece.length() + 4);
    return IntStream.range(0, count)
        .mapToObj(i -> piece.replace("%d", Integer.toString(i)))
        .collect(Collectors.joining());
  }

  @TestFactory
  List<DynamicTest> isRefusedInLittleTime() {
    return hostile().entrySet().stream()
        .map(text -> DynamicTest.dynamicTest(text.getKey(), () -> refuse(text.getValue())))
        .toList();
  }

  private void refuse(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), text);
    assertThat(Files.size(file)).isBetween(LARGEST / 2L, (long) LARGEST);
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime(); // ns, whatever else the machine does

    UserException refused =
        catchThrowableOfType(UserException.class, () -> ConfigReader.read(file, List.of()));

    assertThat(refused.problems()).hasSizeBetween(1, 101);
    assertThat(refused.getMessage()).hasSizeLessThan(100_000);
    assertThat(thread.getCurrentThreadCpuTime() - start).isLessThan(2_000_000_000L);
  }
}
