package repartee.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Small files of every kind, good and bad, as programs write them. */
final class Samples {
  private static final String W =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String DOCUMENT =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.";

  private Samples() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] pdf(String... pages) throws IOException {
    try (PDDocument document = document(pages)) {
      return bytes(document);
    }
  }

  static byte[] encryptedPdf(String page) throws IOException {
    try (PDDocument document = document(page)) {
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      return bytes(document);
    }
  }

  /** Each page of its tree is its own parent's child. */
  static byte[] loopingPdf() throws IOException {
    try (PDDocument document = document("round and round")) {
      var tree = document.getDocumentCatalog().getPages().getCOSObject();
      tree.getCOSArray(COSName.KIDS).add(tree);
      tree.setInt(COSName.COUNT, 1_000_000);
      return bytes(document);
    }
  }

  private static PDDocument document(String... pages) throws IOException {
    PDDocument document = new PDDocument();
    for (String words : pages) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(words);
        content.endText();
      }
    }
    return document;
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  static byte[] docx(String body) throws IOException {
    return docx(new byte[][] {utf8(body)});
  }

  /** The body in parts, one after the other: it may be far larger than this process' memory. */
  static byte[] docx(byte[]... body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "[Content_Types].xml", contentTypes());
      put(zip, "_rels/.rels", relations("officeDocument", "word/document.xml"));
      put(zip, "word/_rels/document.xml.rels", relations("styles", "styles.xml"));
      put(
          zip,
          "word/styles.xml",
          "<w:styles "
              + W
              + "><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>"
              + "</w:style></w:styles>");
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(utf8("<w:document " + W + "><w:body>"));
      for (byte[] part : body) {
        zip.write(part);
      }
      zip.write(utf8("</w:body></w:document>"));
    }
    return bytes.toByteArray();
  }

  private static String contentTypes() {
    return "<Types xmlns=\""
        + PACKAGE
        + "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-"
        + "package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\""
        + DOCUMENT
        + "document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\""
        + DOCUMENT
        + "styles+xml\"/></Types>";
  }

  private static String relations(String type, String target) {
    return "<Relationships xmlns=\""
        + PACKAGE
        + "relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/"
        + "officeDocument/2006/relationships/"
        + type
        + "\" Target=\""
        + target
        + "\"/></Relationships>";
  }

  static String heading(String words) {
    return "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>"
        + words
        + "</w:t></w:r></w:p>";
  }

  static String paragraph(String words) {
    return "<w:p><w:r><w:t>" + words + "</w:t></w:r></w:p>";
  }

  static byte[] pptx(String... slides) throws IOException {
    try (XMLSlideShow show = new XMLSlideShow()) {
      for (String words : slides) {
        XSLFTextBox box = show.createSlide().createTextBox();
        box.setText(words);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      show.write(bytes);
      return bytes.toByteArray();
    }
  }

  static byte[] xlsx(int sheets) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook()) {
      for (int i = 1; i <= sheets; i++) {
        var row = book.createSheet("Prices " + i).createRow(0);
        row.createCell(0).setCellValue("Tea");
        row.createCell(1).setCellValue(i);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      book.write(bytes);
      return bytes.toByteArray();
    }
  }

  static byte[] odt(String heading, String words) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "content.xml",
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:text><text:h text:outline-level=\"1\">"
            + heading
            + "</text:h><text:p>"
            + words
            + "</text:p></office:text></office:body></office:document-content>");
    return marked("application/vnd.oasis.opendocument.text", parts);
  }

  static byte[] epub(String heading, String words) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "META-INF/container.xml",
        "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">"
            + "<rootfiles><rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/>"
            + "</rootfiles></container>");
    parts.put(
        "book.opf",
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata/><manifest>"
            + "<item id=\"one\" href=\"one.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>"
            + "<spine><itemref idref=\"one\"/></spine></package>");
    parts.put(
        "one.xhtml",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Book</title></head><body><h1>"
            + heading
            + "</h1><p>"
            + words
            + "</p></body></html>");
    return marked("application/epub+zip", parts);
  }

  /** As these two kinds begin: with their type, not packed. */
  private static byte[] marked(String type, Map<String, String> parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry first = new ZipEntry("mimetype");
      first.setMethod(ZipEntry.STORED);
      CRC32 sum = new CRC32();
      sum.update(utf8(type));
      first.setCrc(sum.getValue());
      first.setSize(type.length());
      zip.putNextEntry(first);
      zip.write(utf8(type));
      for (Map.Entry<String, String> part : parts.entrySet()) {
        put(zip, part.getKey(), part.getValue());
      }
    }
    return bytes.toByteArray();
  }

  static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(utf8(text));
  }

  /** Archives in archives, at last of many megabytes of nothing: 42.zip made small. */
  static byte[] zipBomb() throws IOException {
    byte[] inner = zip(new byte[32 << 20], 4);
    for (int depth = 0; depth < 4; depth++) {
      inner = zip(inner, 16);
    }
    return inner;
  }

  private static byte[] zip(byte[] part, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        zip.putNextEntry(new ZipEntry("part" + i + ".zip"));
        zip.write(part);
      }
    }
    return bytes.toByteArray();
  }
}
