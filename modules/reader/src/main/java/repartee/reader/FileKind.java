package repartee.reader;

import java.util.Set;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;

/** The kinds of files that are read; what a file is, its bytes say before its name does. */
enum FileKind {
  PDF,
  OFFICE_XML,
  OPEN_DOCUMENT,
  EPUB,
  HTML,
  MARKDOWN,
  TEXT;

  private static final String OOXML = "application/vnd.openxmlformats-officedocument.";
  private static final String MACROS = ".macroenabled.12";
  private static final Set<String> ARCHIVES =
      Set.of(
          "application/zip",
          "application/gzip",
          "application/x-tar",
          "application/x-gtar",
          "application/x-7z-compressed",
          "application/x-bzip2",
          "application/x-xz",
          "application/zstd",
          "application/x-rar-compressed",
          "application/java-archive",
          "application/vnd.rar",
          "application/x-rar-compressed;version=4",
          "application/x-rar-compressed;version=5");

  static FileKind of(MediaType type, MediaTypeRegistry registry) throws RefusedException {
    String name = type.getBaseType().toString();
    if (name.startsWith(OOXML)
        || (name.startsWith("application/vnd.ms-") && name.endsWith(MACROS))) {
      return OFFICE_XML;
    }
    if (name.startsWith("application/vnd.oasis.opendocument.")) {
      return OPEN_DOCUMENT;
    }
    return switch (name) {
      case "application/pdf" -> PDF;
      case "application/epub+zip" -> EPUB;
      case "text/html", "application/xhtml+xml" -> HTML;
      case "text/x-web-markdown", "text/markdown" -> MARKDOWN;
      case "application/x-tika-ooxml-protected" -> throw new RefusedException(Refusal.ENCRYPTED);
      default -> {
        if (ARCHIVES.contains(name)) {
          throw new RefusedException(Refusal.ARCHIVE);
        }
        // Programs, logs, JSON and the like: whatever people read as it stands.
        if (name.startsWith("text/") || registry.isInstanceOf(type, MediaType.TEXT_PLAIN)) {
          yield TEXT;
        }
        throw new RefusedException(Refusal.UNKNOWN_KIND);
      }
    };
  }
}
