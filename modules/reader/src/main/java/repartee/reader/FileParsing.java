package repartee.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads one file after another, in the reader's process: the only code that meets their bytes. */
final class FileParsing {
  private static final double INFLATES_AT_MOST_TO = 200;
  private static final long PART_BYTES_MAX = 512L << 20;
  private static final int PARTS_MAX = 100_000;

  private final TikaConfig tika = TikaConfig.getDefaultConfig();
  private final Parser pdf = new PDFParser();
  private final Parser office = new OOXMLParser();
  private final Parser openDocument = new OpenDocumentParser();
  private final Parser epub = new EpubParser();
  private final Parser html = new JSoupParser();

  FileParsing() {
    // The parser switches this off when it is loaded, as others count for it there.
    ZipSecureFile.setMinInflateRatio(1 / INFLATES_AT_MOST_TO);
    ZipSecureFile.setMaxEntrySize(PART_BYTES_MAX);
    ZipSecureFile.setMaxFileCount(PARTS_MAX);
  }

  void read(Path file, String name, TextPieces pieces) throws RefusedException {
    try {
      if (Files.size(file) == 0) {
        throw new RefusedException(Refusal.EMPTY);
      }
      Metadata metadata = new Metadata();
      metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
      try (TikaInputStream bytes = TikaInputStream.get(file, metadata)) {
        MediaType type = tika.getDetector().detect(bytes, metadata);
        metadata.set(Metadata.CONTENT_TYPE, type.toString());
        read(type, file, bytes, metadata, pieces);
      }
      pieces.end();
    } catch (StoppedException stopped) {
      throw new RefusedException(stopped.refusal(), stopped);
    } catch (EncryptedDocumentException locked) {
      throw new RefusedException(Refusal.ENCRYPTED, locked);
    } catch (StackOverflowError deep) {
      throw new RefusedException(Refusal.TOO_DEEP, deep);
    } catch (IOException | TikaException | SAXException | RuntimeException failed) {
      throw new RefusedException(meaning(failed), failed);
    }
  }

  private void read(
      MediaType type, Path file, TikaInputStream bytes, Metadata metadata, TextPieces pieces)
      throws IOException, TikaException, SAXException, RefusedException {
    switch (FileKind.of(type, tika.getMediaTypeRegistry())) {
      case PDF -> parse(pdf, bytes, metadata, new TextHandler(pieces, true));
      case OFFICE_XML -> parse(office, bytes, metadata, new TextHandler(pieces, isSlides(type)));
      case OPEN_DOCUMENT -> parse(openDocument, bytes, metadata, new TextHandler(pieces, false));
      case EPUB -> parse(epub, bytes, metadata, new TextHandler(pieces, false));
      case HTML -> parse(html, bytes, metadata, new TextHandler(pieces, false));
      case MARKDOWN -> PlainText.read(file, true, pieces);
      case TEXT -> PlainText.read(file, false, pieces);
    }
  }

  private static boolean isSlides(MediaType type) {
    return type.getSubtype().contains("presentation") || type.getSubtype().contains("powerpoint");
  }

  private static void parse(
      Parser parser, InputStream bytes, Metadata metadata, ContentHandler handler)
      throws IOException, TikaException, SAXException {
    ParseContext context = new ParseContext();
    context.set(Parser.class, EmptyParser.INSTANCE);
    context.set(EmbeddedDocumentExtractor.class, new NothingEmbedded());
    PDFParserConfig pages = new PDFParserConfig();
    pages.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    pages.setExtractInlineImages(false);
    pages.setExtractBookmarksText(false);
    context.set(PDFParserConfig.class, pages);
    OfficeParserConfig words = new OfficeParserConfig();
    words.setUseSAXDocxExtractor(true);
    words.setUseSAXPptxExtractor(true);
    words.setExtractMacros(false);
    words.setIncludeHeadersAndFooters(false);
    context.set(OfficeParserConfig.class, words);
    parser.parse(bytes, handler, metadata, context);
  }

  private static Refusal meaning(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoppedException stopped) {
        return stopped.refusal();
      }
      if (cause instanceof EncryptedDocumentException) {
        return Refusal.ENCRYPTED;
      }
      if (cause instanceof StackOverflowError) {
        return Refusal.TOO_DEEP;
      }
    }
    return Refusal.DAMAGED;
  }

  /** A file within a file is not opened: so nothing unfolds. */
  private static final class NothingEmbedded implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
      // Nothing is.
    }
  }
}
