package repartee.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import repartee.contract.Json;
import repartee.testkit.ServerProcess;

/**
 * The image as docker/Dockerfile makes it, for machines that cannot: its last stage, in a folder.
 */
final class Image {
  private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+)\\s+(.*)");
  private static final Pattern REMOVED = Pattern.compile("\\brm (\\S+)");
  private static final String BUILT_IN = "/build/";

  /** What the file says, in its order. */
  record Instruction(String word, String rest) {}

  final List<Instruction> all;
  private final List<Instruction> lastStage;

  private Image(List<Instruction> all) {
    this.all = all;
    List<Integer> stages =
        Stream.iterate(0, i -> i < all.size(), i -> i + 1)
            .filter(i -> all.get(i).word().equals("FROM"))
            .toList();
    this.lastStage = all.subList(stages.getLast(), all.size());
  }

  static Image shipped() throws IOException {
    String text =
        Files.readString(ServerProcess.root().resolve("docker/Dockerfile"))
            .lines()
            .filter(line -> !line.startsWith("#"))
            .reduce("", (before, line) -> before + line + "\n")
            .replaceAll("\\\\\n\\s*", " ");
    List<Instruction> all = new ArrayList<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      Matcher matcher = INSTRUCTION.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalStateException("no instruction: " + line);
      }
      all.add(new Instruction(matcher.group(1), matcher.group(2).strip()));
    }
    return new Image(all);
  }

  /** What follows that word in the last stage, each time that it stands there. */
  List<String> said(String word) {
    return lastStage.stream()
        .filter(instruction -> instruction.word().equals(word))
        .map(Instruction::rest)
        .toList();
  }

  List<String> entrypoint() {
    return words(said("ENTRYPOINT").getLast());
  }

  List<String> command() {
    return words(said("CMD").getLast());
  }

  List<String> healthCheck() {
    String check = said("HEALTHCHECK").getLast();
    return words(check.substring(check.indexOf("CMD ") + 4));
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String line : said("ENV")) {
      for (String pair : line.split("\\s+")) {
        int equals = pair.indexOf('=');
        environment.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return environment;
  }

  /** Puts there, by links, what the last stage copies from the built checkout, and makes /data. */
  void layOut(Path folder) throws IOException {
    Path work = folder.resolve(said("WORKDIR").getLast().substring(1));
    Files.createDirectories(folder.resolve(said("VOLUME").getLast().substring(1)));
    for (String copy : said("COPY")) {
      String[] words = copy.split("\\s+");
      if (!words[0].equals("--from=build") || !words[1].startsWith(BUILT_IN)) {
        throw new IllegalStateException("not from the build: " + copy);
      }
      link(words[1].substring(BUILT_IN.length()), work.resolve(words[2]));
    }
  }

  /** The words of a command where the root of the image is that folder. */
  static List<String> within(Path folder, List<String> command) {
    return command.stream().map(word -> within(folder, word)).toList();
  }

  static String within(Path folder, String word) {
    return word.replaceAll("(?<![A-Za-z0-9])/(opt|data)\\b", folder + "/$1");
  }

  private void link(String name, Path target) throws IOException {
    Path source = ServerProcess.root().resolve(name);
    if (Files.isRegularFile(source)) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, source);
      return;
    }
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        String inside = name + "/" + file.getFileName();
        if (!isRemoved(inside)) {
          link(inside, target.resolve(file.getFileName()));
        }
      }
    }
  }

  private boolean isRemoved(String name) {
    return all.stream()
        .filter(instruction -> instruction.word().equals("RUN"))
        .flatMap(instruction -> REMOVED.matcher(instruction.rest()).results())
        .map(removed -> FileSystems.getDefault().getPathMatcher("glob:" + removed.group(1)))
        .anyMatch((PathMatcher removed) -> removed.matches(Path.of(name)));
  }

  private static List<String> words(String json) {
    try {
      return List.of(Json.mapper().readValue(json, String[].class));
    } catch (JsonProcessingException shellForm) {
      throw new IllegalStateException("not in exec form: " + json, shellForm);
    }
  }
}
