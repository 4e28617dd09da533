// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds together docs/store.md, the clauses of stores and their tests. */
class StorePageTest {
  private static final Path PAGE = Path.of("../docs/store.md");
  private static final Path EXPECTED = Path.of("target/store.md");

  @Test
  void pageHasTheTablesOfTheTests() throws IOException {
    String page = Files.readString(PAGE);
    String expected = StorePage.render(page);
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected);
    assertTrue(
        expected.equals(page), "docs/store.md is out of date; copy " + EXPECTED.toAbsolutePath());
  }

  @Test
  void pageHasEveryTable() throws IOException {
    String page = Files.readString(PAGE);
    for (StoreCall call : StoreCall.values()) {
      assertTrue(page.contains("<!-- table: " + call + " -->"), call::toString);
    }
    for (StoreClause clause : StoreClause.values()) {
      assertEquals(2, page.split("></a>" + clause + " \\|", -1).length, clause::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachTestOfAClauseIsNamedAfterIt(StoreClause clause) {
    for (Class<?> tests : clause.tests()) {
      assertTrue(
          Arrays.stream(tests.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(DisplayName.class))
              .anyMatch(
                  method ->
                      method.getAnnotation(DisplayName.class).value().startsWith(clause + ": ")),
          tests + " has no test of " + clause);
    }
  }
}
