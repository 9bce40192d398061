package com.example.sluice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.source.Source;
import dev.sluice.source.SourceFactory;
import dev.sluice.source.Table;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens files of JSON lines; the columns are the keys of the first line. */
public final class JsonLinesFactory implements SourceFactory<ExampleKinds.JsonLines> {
  @Override
  public Class<ExampleKinds.JsonLines> spec() {
    return ExampleKinds.JsonLines.class;
  }

  @Override
  public Source open(ExampleKinds.JsonLines spec) {
    return new Lines(spec.path());
  }

  private record Lines(Path path) implements Source {
    @Override
    public List<String> columns() {
      return read().columns();
    }

    @Override
    public Table read() {
      List<String> columns = new ArrayList<>();
      List<String[]> rows = new ArrayList<>();
      try {
        for (String line : Files.readAllLines(path)) {
          JsonNode object = new ObjectMapper().readTree(line);
          if (columns.isEmpty()) {
            object.fieldNames().forEachRemaining(columns::add);
          }
          rows.add(columns.stream().map(c -> object.path(c).asText()).toArray(String[]::new));
        }
      } catch (JsonProcessingException e) {
        throw new UserException(
            Problem.inFile(path, rows.size() + 1, "is not JSON", "write an object on each line"));
      } catch (IOException e) {
        throw new UserException(Problem.inFile(path, "cannot be read", ""), e);
      }
      long[] lines = new long[rows.size()];
      for (int i = 0; i < lines.length; i++) {
        lines[i] = i + 1;
      }
      return new Table(path.toString(), columns, rows, lines);
    }
  }
}
