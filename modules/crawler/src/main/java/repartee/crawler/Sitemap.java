package repartee.crawler;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A list of a site's pages, or of such lists (sitemaps.org); read in one go, without entities. */
final class Sitemap {
  private Sitemap() {}

  /** Fails with {@link Unreadable} where it is none; what breaks off is read as far as it goes. */
  static List<WebUrl> read(WebUrl url, byte[] xml, int linksMax) throws Unreadable {
    List<WebUrl> links = new ArrayList<>();
    boolean isMap = false;
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
      while (reader.hasNext() && links.size() < linksMax) {
        if (reader.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        String name = reader.getLocalName();
        if (!isMap && !name.equals("urlset") && !name.equals("sitemapindex")) {
          break;
        }
        isMap = true;
        WebUrl link = name.equals("loc") ? HtmlPage.link(url, reader.getElementText()) : null;
        if (link != null && link.isOfSiteOf(url)) {
          links.add(link);
        }
      }
    } catch (XMLStreamException broken) {
      // As far as it goes.
    }
    if (!isMap) {
      throw Unreadable.forGood("The file is XML, but no sitemap.");
    }
    return links.stream().distinct().toList();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
