package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kernel.TilePeak;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine's peak as one JSON object, in GFLOP/s: {@code one_thread} and {@code all_threads}.
 */
public final class Peak {
  private Peak() {}

  public static void main(String[] args) throws IOException {
    Map<String, Object> peak = new LinkedHashMap<>();
    peak.put("one_thread", TilePeak.gflops(1));
    peak.put("all_threads", TilePeak.gflops(Runtime.getRuntime().availableProcessors()));
    System.out.println(new ObjectMapper().writeValueAsString(peak));
  }
}
