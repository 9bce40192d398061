package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.source.Table;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.records.Record;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;

class TableRecordReaderTest {
  private final TableRecordReader reader =
      new TableRecordReader(
          Table.of(
              List.of("a", "b"), List.of(List.of("1", "x"), List.of("2", "y"), List.of("3", "z"))));

  private static List<Writable> record(String... values) {
    return List.<Writable>of(new Text(values[0]), new Text(values[1]));
  }

  @Test
  void readsRecordsOneByOneOrSeveralAtATime() {
    assertThat(reader.next()).isEqualTo(record("1", "x"));
    assertThat(reader.next(5)).containsExactly(record("2", "y"), record("3", "z"));
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void startsAgainAfterAReset() {
    reader.next(3);

    reader.reset();

    assertThat(reader.next()).isEqualTo(record("1", "x"));
  }

  @Test
  void findsARecordAgainByItsMetadata() {
    reader.next();
    Record second = reader.nextRecord();
    reader.next();

    assertThat(reader.loadFromMetaData(second.getMetaData()).getRecord())
        .isEqualTo(record("2", "y"));
  }
}
