// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README to the code: its snippets are excerpts, its commands and links exist. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  /** The quick start, and a test that runs what needs an emulator. */
  private static final List<String> SHOWN =
      List.of(
          "examples/quickstart/src/main",
          "keep-volume-azure/src/test/java/org/keepvolume/azure/MixReadmeTest.java");

  @Test
  void everyJavaSnippetIsAnExcerptOfCodeThatRuns() throws IOException {
    String sources = "";
    for (Path file : Repository.files(".java")) {
      if (SHOWN.stream().map(Repository.root()::resolve).anyMatch(file::startsWith)) {
        sources += withoutLayout(Files.readString(file));
      }
    }
    List<String> snippets = matches(JAVA, Repository.read("README.md"));
    assertFalse(snippets.isEmpty(), "the README has no java snippet");
    for (String snippet : snippets) {
      assertTrue(
          sources.contains(withoutLayout(snippet)), "not an excerpt of " + SHOWN + ":\n" + snippet);
    }
  }

  @Test
  void ciRunsTheTestCommandOfTheReadme() throws IOException {
    String command = firstCommand("## Build and test");
    assertEquals("mvn -B -ntp verify", command);
    String ci = Repository.read(".ci/run");
    assertTrue(ci.contains("\nverify=(verify "), "another goal than the README's");
    assertTrue(ci.contains("mvn -B -ntp \"${verify[@]}\""), "another command than the README's");
  }

  @Test
  void quickStartIsOneCommand() throws IOException {
    assertEquals(1, firstCommand("## Quick start").lines().count());
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    for (Path page : Repository.files(".md")) {
      for (String target : matches(LINK, Files.readString(page))) {
        Path linked = page.resolveSibling(target);
        assertTrue(Files.exists(linked), page + " links to " + target + ", which does not exist");
      }
    }
  }

  private static String firstCommand(String heading) throws IOException {
    String section = Repository.read("README.md").split(Pattern.quote(heading) + "\n", 2)[1];
    return section.split("```sh\n", 2)[1].split("\n```", 2)[0];
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static String withoutLayout(String code) {
    return code.replaceAll("\\s+", "");
  }
}
