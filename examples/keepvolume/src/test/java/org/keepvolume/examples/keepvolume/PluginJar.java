// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin's jar, as its author's build makes it: classes, and the names of its services. */
final class PluginJar {
  private final Path classes;
  private final List<JavaFileObject> sources = new ArrayList<>();

  PluginJar(Path scratch) throws IOException {
    classes = Files.createTempDirectory(scratch, "classes");
  }

  /** Adds a class of the package {@code com.example.shelf}. */
  PluginJar with(String name, String body) {
    String text = "package com.example.shelf;\n" + body;
    sources.add(
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        });
    return this;
  }

  /** Names an implementation of a service. */
  PluginJar providing(Class<?> service, String implementation) throws IOException {
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(service.getName()), "com.example.shelf." + implementation);
    return this;
  }

  /** Writes the jar. */
  Path writeTo(Path jar) throws IOException {
    if (!sources.isEmpty()) {
      compile();
    }
    try (Stream<Path> files = Files.walk(classes);
        OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        long unused = Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }

  private void compile() throws IOException {
    StringWriter messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var files = compiler.getStandardFileManager(null, null, UTF_8);
    List<String> options = List.of("-d", classes.toString(), "-proc:none");
    assertTrue(
        compiler.getTask(messages, files, null, options, null, sources).call(),
        messages.toString());
  }
}
