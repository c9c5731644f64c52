package io.tiercel.tck;

import static io.tiercel.tck.RunRecorder.EXCLUDED;
import static io.tiercel.tck.RunRecorder.OPENED;
import static io.tiercel.tck.RunRecorder.RUNNING;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What one run of the TCK left in its folder.
 *
 * @param name of the run: its stack's, or that of its kind of annotations
 * @param tests all distinct tests that ran, {@code class#method}, each with why it did not pass, or
 *     an empty text
 * @param excluded those of the tests that the TCK left out in silence
 * @param opened the stacks that caches were opened on, such as {@code heap > memory}
 * @param end how the run ended, empty if as it should
 * @param seconds that the tests took
 */
record TckRun(
    String name,
    SortedMap<String, String> tests,
    SortedSet<String> excluded,
    SortedSet<String> opened,
    String end,
    double seconds) {

  private static final Set<String> NOT_PASSED = Set.of("failure", "error", "skipped");

  TckRun {
    tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
    excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
    opened = Collections.unmodifiableSortedSet(new TreeSet<>(opened));
  }

  /** Reads the reports of Failsafe and what the recorder wrote. */
  static TckRun read(Path folder) throws IOException {
    SortedMap<String, String> tests = new TreeMap<>();
    double seconds = 0;
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
        for (Path report : reports) {
          Element suite = parse(report);
          seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
          collect(suite, tests);
        }
      }
    }
    return new TckRun(
        folder.getFileName().toString(),
        tests,
        linesOf(folder, EXCLUDED),
        linesOf(folder, OPENED),
        end(folder),
        seconds);
  }

  boolean finished() {
    return end.isEmpty();
  }

  /** The tests that did not pass, each with its reason. */
  SortedMap<String, String> failed() {
    SortedMap<String, String> failed = new TreeMap<>(tests);
    failed.values().removeIf(String::isEmpty);
    return failed;
  }

  /** The number of tests that ran, asserted something and held. */
  int passed() {
    SortedSet<String> passed = new TreeSet<>(tests.keySet());
    passed.removeAll(excluded);
    passed.removeAll(failed().keySet());
    return passed.size();
  }

  private static String end(Path folder) throws IOException {
    if (Files.exists(folder.resolve(EXCLUDED))) {
      return "";
    }
    SortedSet<String> running = linesOf(folder, RUNNING);
    return running.isEmpty() ? "was not started" : "hung or died in " + running.first();
  }

  private static SortedSet<String> linesOf(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : new TreeSet<>();
  }

  /** A test whose body and whose tear-down both fail is reported twice and counted once. */
  private static void collect(Element suite, Map<String, String> tests) {
    NodeList cases = suite.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      tests.merge(
          test.getAttribute("classname") + '#' + test.getAttribute("name"),
          trouble(test),
          (first, second) -> first.isEmpty() ? second : first);
    }
  }

  private static String trouble(Element test) {
    NodeList children = test.getElementsByTagName("*");
    for (int i = 0; i < children.getLength(); i++) {
      Element child = (Element) children.item(i);
      if (NOT_PASSED.contains(child.getTagName())) {
        String reason = child.getAttribute("type") + ": " + child.getAttribute("message");
        return child.getTagName() + ' ' + reason.lines().findFirst().orElseThrow();
      }
    }
    return "";
  }

  private static Element parse(Path report) throws IOException {
    try {
      DocumentBuilder reader = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      reader.setErrorHandler(new DefaultHandler());
      return reader.parse(report.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("cannot read " + report + ": " + e.getMessage(), e);
    }
  }
}
