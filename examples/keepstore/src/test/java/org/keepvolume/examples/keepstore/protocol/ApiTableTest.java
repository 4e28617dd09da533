// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs each row of docs/keepstore-api.md over HTTP, and holds the page to what was seen. */
class ApiTableTest {
  private static final Path PAGE = Path.of("../../docs/keepstore-api.md");
  private static final Path EXPECTED = Path.of("target/keepstore-api.md");
  private static final String HEAD = "| request | condition | answer | as |\n|---|---|---|---|\n";
  private static final String NAMES = "operation names";
  private static final Pattern TABLE =
      Pattern.compile("<!-- table: ([a-z ]+) -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final List<ApiSection> SECTIONS =
      List.of(
          ReadRows.section(),
          SignatureRows.section(),
          WriteRows.section(),
          DeleteRows.section(),
          TouchRows.section(),
          UntrashRows.section(),
          IndexRows.section(),
          ServiceRows.section(),
          OtherRows.section(),
          TransportRows.section());

  @TestFactory
  Stream<DynamicNode> rows() {
    Map<ApiRow, String> seen = new LinkedHashMap<>();
    return Stream.concat(
        SECTIONS.stream()
            .map(
                section ->
                    dynamicContainer(
                        section.name(),
                        section.rows().stream()
                            .map(
                                row ->
                                    dynamicTest(
                                        row.request() + ": " + row.condition(),
                                        () -> run(row, seen))))),
        Stream.of(dynamicTest("the page has the rows that were run", () -> comparePage(seen))));
  }

  private static void run(ApiRow row, Map<ApiRow, String> seen) throws Exception {
    String answer = row.run();
    seen.put(row, answer);
    assertEquals(row.answer(), answer);
  }

  private static void comparePage(Map<ApiRow, String> seen) throws IOException {
    String page = Files.readString(PAGE);
    Set<String> tables = new HashSet<>();
    String expected =
        TABLE
            .matcher(page)
            .replaceAll(
                table -> {
                  String name = table.group(1);
                  tables.add(name);
                  String rows = name.equals(NAMES) ? names() : HEAD + lines(name, seen);
                  return Matcher.quoteReplacement(
                      "<!-- table: " + name + " -->\n" + rows + "<!-- end -->");
                });
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected);
    assertTrue(expected.equals(page), PAGE + " is out of date; copy " + EXPECTED.toAbsolutePath());
    for (ApiSection section : SECTIONS) {
      assertTrue(tables.contains(section.name()), PAGE + " has no table " + section.name());
    }
  }

  private static String lines(String name, Map<ApiRow, String> seen) {
    StringBuilder lines = new StringBuilder();
    SECTIONS.stream()
        .filter(section -> section.name().equals(name))
        .flatMap(section -> section.rows().stream())
        .forEach(row -> lines.append(row.line(seen.getOrDefault(row, "not run"))));
    return lines.toString();
  }

  private static String names() {
    StringBuilder names = new StringBuilder("| `operation` | of a container | of a directory |\n");
    names.append("|---|---|---|\n");
    OperationNames.REQUESTS.forEach(
        (request, name) -> names.append("| `" + name + "` | " + request + " | |\n"));
    Map<String, String> calls = new LinkedHashMap<>();
    OperationNames.SYSTEM_CALLS.forEach(
        (call, name) -> calls.merge(name, call.toString(), (one, next) -> one + ", " + next));
    calls.forEach((name, call) -> names.append("| `" + name + "` | | " + call + " |\n"));
    return names.toString();
  }

  @Test
  void eachConditionStandsOnce() {
    Set<String> known = new HashSet<>();
    for (ApiSection section : SECTIONS) {
      for (ApiRow row : section.rows()) {
        assertTrue(
            known.add(section.name() + row.request() + row.condition()), row.line(row.answer()));
      }
    }
  }
}
