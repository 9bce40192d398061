package dev.sluice.draft;

import dev.sluice.problem.UserException;
import dev.sluice.problem.YamlWord;
import dev.sluice.source.Sources;
import dev.sluice.spec.SourceSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The source that reads a table: chosen by the name of the file, then by the delimiter in its first
 * line.
 */
record TableSource(Wishes wishes, SourceSpec spec) {
  static TableSource of(Wishes wishes) {
    return new TableSource(wishes, spec(wishes));
  }

  /** Whether the file can be read with these names for its columns. */
  boolean canName(List<String> names) {
    return reads(spec(wishes.withColumns(names)));
  }

  /** In the config's notation. */
  String text() {
    String path = "path: " + Yaml.path(wishes.data(), wishes.config());
    String names = wishes.columns().map(all -> ", column_names: " + Yaml.list(all)).orElse("");
    if (spec instanceof SourceSpec.Csv csv) {
      String delimiter =
          csv.delimiter().equals(",") ? "" : ", delimiter: " + YamlWord.of(csv.delimiter());
      return "csv: {" + path + delimiter + names + "}";
    }
    if (spec instanceof SourceSpec.Jsonl) {
      return "jsonl: {"
          + path
          + wishes.columns().map(all -> ", columns: " + Yaml.list(all)).orElse("")
          + "}";
    }
    return "tsv: {" + path + names + "}";
  }

  private static SourceSpec spec(Wishes wishes) {
    String name = wishes.data().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    SourceSpec tabs = new SourceSpec.Tsv(wishes.data(), wishes.columns());
    if (name.endsWith(".tsv") || name.endsWith(".tab")) {
      return tabs;
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return new SourceSpec.Jsonl(wishes.data(), wishes.columns(), SourceSpec.Limits.USUAL);
    }
    SourceSpec commas = new SourceSpec.Csv(wishes.data(), ",", wishes.columns());
    List<SourceSpec> others =
        List.of(
            new SourceSpec.Csv(wishes.data(), ";", wishes.columns()),
            tabs,
            new SourceSpec.Csv(wishes.data(), "|", wishes.columns()));
    if (wishes.columns().isPresent()) {
      return Stream.concat(Stream.of(commas), others.stream())
          .filter(TableSource::reads)
          .findFirst()
          .orElse(commas);
    }
    List<String> header = Sources.open(commas).columns();
    return header.size() > 1
        ? commas
        : Stream.of(";", "\t", "|")
            .filter(header.get(0)::contains)
            .findFirst()
            .map(delimiter -> others.get(List.of(";", "\t", "|").indexOf(delimiter)))
            .orElse(commas);
  }

  /** Whether the source can be read with the columns that the user has named. */
  private static boolean reads(SourceSpec source) {
    try {
      Sources.open(source).first(1);
      return true;
    } catch (UserException e) {
      return false; // if no source fits, this is reported when the file is read
    }
  }
}
