package dev.sluice.report;

import dev.sluice.run.CsvRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a language model loses most: the tokens that cost the most bits in total. */
final class NextSection {
  private static final int SHOWN = 20;
  private static final int MOST_TOKENS = 100_000; // different ones that are counted

  private NextSection() {}

  private static final class Cost {
    private long count;
    private long right;
    private double bits;
  }

  static Optional<Section> of(ReportedRun run) {
    Map<String, Cost> tokens = new LinkedHashMap<>();
    double[] all = new double[1];
    CsvRows.read(
        run.folder().predictions(),
        row -> {
          double bits = -row.number("log_probability") / Math.log(2);
          all[0] += bits;
          String token = row.text("actual");
          if (tokens.size() < MOST_TOKENS || tokens.containsKey(token)) {
            Cost cost = tokens.computeIfAbsent(token, t -> new Cost());
            cost.count++;
            cost.right += row.text("right").equals("true") ? 1 : 0;
            cost.bits += bits;
          }
        });
    Tag section = Section.begin();
    section.add(Tag.of("h3", "The most expensive tokens"));
    DataTable table =
        new DataTable(List.of("Token", "#Times", "#Bits each", "#Of all bits", "#Most probable"));
    Comparator<Map.Entry<String, Cost>> most =
        Comparator.comparingDouble(entry -> -entry.getValue().bits);
    tokens.entrySet().stream()
        .sorted(most)
        .limit(SHOWN)
        .forEach(
            entry -> {
              Cost cost = entry.getValue();
              List<Tag> cells = new ArrayList<>();
              cells.add(Tag.of("td", Figures.count(cost.count)));
              cells.add(Tag.of("td", Figures.number(cost.bits / cost.count, 3)));
              cells.add(Tag.of("td", Figures.percent(all[0] == 0 ? 0 : cost.bits / all[0])));
              cells.add(Tag.of("td", Figures.percent((double) cost.right / cost.count)));
              table.row(Section.token(entry.getKey()), cells);
            });
    section.add(table.tag());
    section.add(
        Section.note(
            "A token costs -log2 of its probability, in bits; the mean is bits_per_token above."
                + " Most probable is how often it was the most probable token."));
    return Optional.of(new Section("Tokens", section));
  }
}
