// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds docs/writing-a-backend.md to the kit: its class compiles, and it is as short as it says.
 */
class BackendGuideTest {
  private static final String FIXTURE =
      """
      package com.example.sqlite;
      class SqliteFixture extends org.keepvolume.testkit.files.KeepDirectoryFixture {
        SqliteFixture() throws Exception {
          super("sqlite", java.util.Set.of(), java.nio.file.Path.of(""), (root, context) -> null);
        }
      }
      """;

  private static final String VOLUME =
      """
      package com.example.sqlite;
      class SqliteVolume {
        static org.keepvolume.Volume open(
            java.nio.file.Path file,
            java.time.Duration timeout,
            org.keepvolume.VolumeContext context) {
          return null;
        }
      }
      """;

  @TempDir Path classes;

  private static String guide() throws IOException {
    return Repository.read("docs/writing-a-backend.md");
  }

  private static String block(String language, int number) throws IOException {
    return guide().split("```" + language + "\n", -1)[number].split("\n```", 2)[0];
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  @Test
  void adoptingClassCompilesAndHasTenLines() throws IOException {
    String adopting = block("java", 1);
    long lines =
        adopting
            .lines()
            .filter(line -> !line.isBlank() && !line.matches("(package|import) .*"))
            .count();
    assertTrue(lines <= 10, adopting);
    StringWriter messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                messages,
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8),
                null,
                List.of("-d", classes.toString()),
                null,
                List.of(
                    source("SqliteVolumeConformanceTest", adopting),
                    source("SqliteFixture", FIXTURE)))
            .call();
    assertTrue(compiled, messages.toString());
  }

  @Test
  void providerCompiles() throws IOException {
    String provider =
        Arrays.stream(guide().split("```java\n", -1))
            .filter(block -> block.contains("class SqliteProvider"))
            .findFirst()
            .orElseThrow()
            .split("\n```", 2)[0];
    CompiledJar unused =
        new CompiledJar(classes)
            .with("com/example/sqlite/SqliteProvider.java", provider)
            .with("com/example/sqlite/SqliteVolume.java", VOLUME)
            .compile();
  }

  @Test
  void jobHasTheLinesThatMakeAMissingRunRed() throws IOException {
    String job = block("yaml", 1);
    assertTrue(job.lines().count() <= 10, job);
    assertTrue(job.contains("-Dkeepvolume.testkit.require=sqlite"), job);
    assertTrue(job.contains("grep -q '\"complete\": true' target/conformance/sqlite.json"), job);
  }
}
