package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import dev.sluice.source.TableFormat;
import dev.sluice.spec.SourceSpec;
import java.util.List;

/** The source that reads a table, and how a config writes it. */
record TableSource(Wishes wishes, SourceSpec spec) {
  static TableSource of(Wishes wishes) {
    return new TableSource(wishes, spec(wishes));
  }

  /** Whether the file can be read with these names for its columns. */
  boolean canName(List<String> names) {
    return TableFormat.reads(spec(wishes.withColumns(names)));
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
    return TableFormat.of(wishes.data(), wishes.columns());
  }
}
