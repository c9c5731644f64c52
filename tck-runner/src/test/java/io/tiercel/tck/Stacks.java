package io.tiercel.tck;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The runs that the module's folders ask for, by their names. */
final class Stacks {

  private static final Path STACKS = Path.of("src/test/stacks");
  private static final Path ANNOTATIONS = Path.of("src/test/annotations");

  private Stacks() {}

  /**
   * Every run, or one stack's alone.
   *
   * @param only name of the one stack, or an empty text
   */
  static Map<String, Stack> expected(String only) throws IOException {
    Map<String, Stack> expected = new LinkedHashMap<>();
    for (String stack : foldersOf(STACKS)) {
      expected.put(stack, Stack.of(STACKS.resolve(stack)));
    }
    if (!only.isEmpty()) {
      if (!expected.containsKey(only)) {
        throw new IllegalArgumentException(
            "no stack \"" + only + "\" in " + STACKS + "; found: " + expected.keySet());
      }
      return Map.of(only, expected.get(only));
    }
    for (String kind : foldersOf(ANNOTATIONS)) {
      expected.put("annotations-" + kind, Stack.ANNOTATIONS);
    }
    return expected;
  }

  private static SortedSet<String> foldersOf(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .map(child -> child.getFileName().toString())
          .collect(toCollection(TreeSet::new));
    }
  }
}
