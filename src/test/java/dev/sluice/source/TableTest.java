package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.util.Arrays;
import java.util.List;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.BooleanWritable;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NullWritable;
import org.datavec.api.writable.Text;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void takesTheRecordsOfAReaderOfDataVec() {
    List<String> columns = List.of("a", "b", "c");
    RecordReader reader =
        new CollectionRecordReader(
            List.of(
                List.of(new Text(" x,y "), new IntWritable(7), new DoubleWritable(0.5)),
                List.of(new Text(""), NullWritable.INSTANCE, new BooleanWritable(true))));

    Table table = Table.of(reader, columns);

    assertThat(table.columns()).isEqualTo(columns);
    assertThat(SourceContract.valuesOf(table))
        .containsExactly(List.of(" x,y ", "7", "0.5"), List.of("", "", "true"));
    assertThat(table.line(1)).isEqualTo(2);
  }

  @Test
  void namesTheRecordsOfAnotherWidth() {
    RecordReader reader =
        new CollectionRecordReader(
            List.of(List.of(new Text("x"), new Text("y")), List.of(new Text("z"))));

    assertThatThrownBy(() -> Table.of(reader, List.of("a", "b")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "records:2: 1 values, expected 2 (a, b)\n    give each value of a record a name");
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> Table.of(List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has 1 values for 2 columns");
  }

  @Test
  void refusesARowWithANull() {
    assertThatThrownBy(
            () -> Table.of(List.of("a"), List.of(List.of("1"), Arrays.asList((String) null))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 2 has no value for a column");
  }
}
