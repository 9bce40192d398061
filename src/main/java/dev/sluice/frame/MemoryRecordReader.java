package dev.sluice.frame;

import java.io.DataInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.Writable;

/**
 * A DataVec reader of records that are in memory already, numbered from 0. There is nothing to
 * initialize, and it can always be reset.
 */
public abstract class MemoryRecordReader extends BaseRecordReader {
  private static final long serialVersionUID = 1L;

  private int position; // of the next record

  /** The number of records. */
  protected abstract int size();

  /**
   * Records one after the other.
   *
   * @param from the first
   * @param count at least one
   */
  protected abstract List<List<Writable>> records(int from, int count);

  @Override
  public final void initialize(Configuration configuration, InputSplit split) {}

  @Override
  public final void initialize(InputSplit split) {}

  @Override
  public final void setConf(Configuration configuration) {}

  @Override
  public final Configuration getConf() {
    return new Configuration();
  }

  @Override
  public final boolean hasNext() {
    return position < size();
  }

  @Override
  public final boolean batchesSupported() {
    return true;
  }

  /** As many records as there are left, at most {@code count}. */
  @Override
  public final List<List<Writable>> next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + size() + " records have been read");
    }
    int taken = Math.min(count, size() - position);
    List<List<Writable>> records = records(position, taken);
    position += taken;
    return records;
  }

  @Override
  public final List<Writable> next() {
    return next(1).get(0);
  }

  @Override
  public final Record nextRecord() {
    RecordMetaData index = new RecordMetaDataIndex(position, null, getClass());
    return new org.datavec.api.records.impl.Record(next(), index);
  }

  @Override
  public final void reset() {
    position = 0;
  }

  @Override
  public final boolean resetSupported() {
    return true;
  }

  @Override
  public final Record loadFromMetaData(RecordMetaData index) {
    int at = Math.toIntExact(((RecordMetaDataIndex) index).getIndex());
    return new org.datavec.api.records.impl.Record(records(at, 1).get(0), index);
  }

  @Override
  public final List<Record> loadFromMetaData(List<RecordMetaData> indexes) {
    List<Record> records = new ArrayList<>();
    indexes.forEach(index -> records.add(loadFromMetaData(index)));
    return records;
  }

  @Override
  public final List<Writable> record(URI uri, DataInputStream bytes) {
    throw new UnsupportedOperationException("the records are in memory, not in a stream");
  }

  @Override
  public final void close() {}
}
