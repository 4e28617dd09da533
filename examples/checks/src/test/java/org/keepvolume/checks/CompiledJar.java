// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.keepvolume.spi.VolumeProvider;

/** Compiles classes that our build does not know, and packs them into a jar. */
final class CompiledJar {
  private final Path directory;
  private final List<Path> sources = new ArrayList<>();
  private final List<String> options = new ArrayList<>();

  /** Begins a jar, with a directory of its own for what it is made of. */
  CompiledJar(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Collections.addAll(options, "-proc:none", "-d", classes().toString());
  }

  Path classes() {
    return directory.resolve("classes");
  }

  /** Adds a source file, by its path below the root of the sources. */
  CompiledJar with(String path, String text) throws IOException {
    Path source = directory.resolve("src").resolve(path);
    Files.createDirectories(source.getParent());
    sources.add(Files.writeString(source, text));
    return this;
  }

  /** Compiles modules, which see these modules alone. */
  CompiledJar onModulePath(String modulePath) {
    Collections.addAll(options, "-p", modulePath);
    return this;
  }

  /** Writes a line into the services file of providers of volumes. */
  CompiledJar providing(String line) throws IOException {
    return providing(VolumeProvider.class.getName(), line);
  }

  /** Writes a line into the services file of an interface. */
  CompiledJar providing(String service, String line) throws IOException {
    Path services = classes().resolve("META-INF/services/" + service);
    Files.createDirectories(services.getParent());
    Files.writeString(services, line + "\n");
    return this;
  }

  CompiledJar compile() throws IOException {
    StringWriter messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var units = files.getJavaFileObjects(sources.toArray(new Path[0]));
      boolean compiled = compiler.getTask(messages, files, null, options, null, units).call();
      assertTrue(compiled, messages.toString());
    }
    return this;
  }

  /** Packs what there is. */
  Path pack(Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(classes());
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path entry : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes().relativize(entry).toString()));
        out.write(Files.readAllBytes(entry));
        out.closeEntry();
      }
    }
    return jar;
  }
}
