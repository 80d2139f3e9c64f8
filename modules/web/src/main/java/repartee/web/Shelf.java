package repartee.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.webjars.WebJarVersionLocator;

/** Reads, once, what there is to serve: our own files and, of the libraries, those that we use. */
final class Shelf {
  private static final String OWN = "/repartee/web/site/";

  /** A library's file: where it stands in its WebJar, and what our files call it. */
  private record Library(String webJar, String file, String name) {}

  private static final Library[] LIBRARIES = {
    new Library("marked", "lib/marked.esm.js", "library/marked.js"),
    new Library("dompurify", "dist/purify.es.mjs", "library/purify.js"),
    new Library("preact", "dist/preact.module.js", "library/preact.js"),
    new Library("preact", "hooks/dist/hooks.module.js", "library/hooks.js"),
    new Library("uplot", "dist/uPlot.esm.js", "library/uplot.js"),
    new Library("uplot", "dist/uPlot.min.css", "library/uplot.css")
  };

  // What a library calls another one by, in its own quotes: browsers want a path.
  private static final Map<String, String> NAMES = Map.of("\"preact\"", "\"./preact.js\"");

  private Shelf() {}

  /** All files by their names below {@code site}: {@code widget/element.js}. */
  static Map<String, byte[]> read() {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      own(files);
      WebJarVersionLocator webJars = new WebJarVersionLocator();
      for (Library library : LIBRARIES) {
        files.put(library.name(), read(webJars, library));
      }
      return files;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] read(WebJarVersionLocator webJars, Library library) throws IOException {
    String path = webJars.fullPath(library.webJar(), library.file());
    try (InputStream bytes =
        path == null ? null : Shelf.class.getClassLoader().getResourceAsStream(path)) {
      if (bytes == null) {
        throw new IllegalStateException("no WebJar has " + library);
      }
      return renamed(bytes.readAllBytes());
    }
  }

  private static byte[] renamed(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      text = text.replace("from" + name.getKey(), "from" + name.getValue());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void own(Map<String, byte[]> files) throws IOException {
    URL folder = Shelf.class.getResource(OWN);
    if (folder == null) {
      throw new IllegalStateException("the pages are not on the class path");
    }
    URI place = uri(folder);
    if (place.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        own(jar.getPath(OWN), files);
      }
    } else {
      own(Path.of(place), files);
    }
  }

  private static void own(Path folder, Map<String, byte[]> files) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  private static URI uri(URL folder) {
    try {
      return folder.toURI();
    } catch (URISyntaxException notOne) {
      throw new IllegalStateException(notOne);
    }
  }
}
