package repartee.knowledge;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's codec, which writes vectors of up to 4096 numbers instead of 1024; Lucene's own reads
 * them.
 */
final class WideVectorCodec extends Lucene104Codec {
  private static final int NUMBERS_MAX = 4096;
  private final KnnVectorsFormat wide = new Wide();

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return wide;
  }

  private static final class Wide extends KnnVectorsFormat {
    private final KnnVectorsFormat lucene = new Lucene99HnswVectorsFormat();

    Wide() {
      super("Lucene99HnswVectorsFormat");
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return lucene.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return lucene.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return NUMBERS_MAX;
    }
  }
}
