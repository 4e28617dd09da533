// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application opens an Azure volume by flags on the class path, on the module path and from the
 * fat jar, by the JDK's HTTP client and no other (PR-1).
 */
class AzureDiscoveryTest {
  private static final String MAIN =
      """
      package app;

      import java.util.List;
      import org.keepvolume.Volume;
      import org.keepvolume.VolumeContext;
      import org.keepvolume.config.ConfigSchema;
      import org.keepvolume.config.VolumeFlags;
      import org.keepvolume.config.VolumeSpec;
      import org.keepvolume.spi.VolumeProviders;

      public class Main {
        public static void main(String[] args) throws Exception {
          VolumeProviders providers = VolumeProviders.load(Main.class.getClassLoader());
          ConfigSchema own = ConfigSchema.ofApplication("app", "An application").build();
          for (VolumeSpec spec :
              VolumeFlags.parse(List.of(args), providers.schemas(), own).volumes()) {
            Volume volume = providers.open(spec, VolumeContext.defaults());
            System.out.println(spec.type() + ": " + volume.deviceId());
            volume.close();
          }
        }
      }
      """;

  /** What a library that brings another HTTP client puts onto the class path. */
  private static final String OTHER_CLIENT =
      """
      package com.example.client;

      import com.azure.core.http.HttpClient;
      import com.azure.core.http.HttpClientProvider;

      public class Unwanted implements HttpClientProvider {
        @Override
        public HttpClient createInstance() {
          throw new IllegalStateException("another HTTP client was looked for");
        }
      }
      """;

  /** What the volume needs beside our modules and Guava; netty is not among it. */
  private static final List<String> CLIENT_LIBRARIES =
      List.of(
          "azure-core",
          "azure-core-http-jdk-httpclient",
          "azure-json",
          "azure-storage-blob",
          "azure-storage-common",
          "azure-storage-internal-avro",
          "azure-xml",
          "jackson-annotations",
          "jackson-core",
          "jackson-databind",
          "jackson-datatype-jsr310",
          "reactive-streams",
          "reactor-core",
          "slf4j-api");

  private static final Path FAT_JAR =
      Repository.root().resolve("examples/keepvolume/target/keepvolume.jar");

  @TempDir Path scratch;

  /** Returns what an application with Azure volumes needs of this test's class path. */
  private static List<String> libraries() {
    String ours = ".*(keep-volume-(api|azure)|/guava|failureaccess).*";
    String clients = ".*/(" + String.join("|", CLIENT_LIBRARIES) + ")-[0-9][^/]*";
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(ours) || entry.matches(clients))
        .toList();
  }

  private static String path(List<String> entries, Object... more) {
    List<String> all = new ArrayList<>(entries);
    Arrays.stream(more).map(Object::toString).forEach(all::add);
    return String.join(File.pathSeparator, all);
  }

  private CompiledJar app() throws Exception {
    return new CompiledJar(scratch.resolve("app")).with("app/Main.java", MAIN);
  }

  private void assertOpens(String... options) throws Exception {
    try (EmptyContainer container = new EmptyContainer()) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      Collections.addAll(command, options);
      Collections.addAll(command, container.flags());
      Path out = scratch.resolve("out");
      Path err = scratch.resolve("err");
      int code =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start()
              .waitFor();
      assertEquals(0, code, Files.readString(err));
      assertEquals("azure: " + container.deviceId() + "\n", Files.readString(out));
      assertEquals(List.of("GET /devstoreaccount1/keep"), container.requests());
    }
  }

  @Test
  void librariesAreThoseOfTheDocumentation() {
    List<String> clients =
        libraries().stream()
            .map(entry -> Path.of(entry).getFileName().toString())
            .filter(name -> name.endsWith(".jar"))
            .map(name -> name.replaceFirst("-[0-9].*", ""))
            .filter(CLIENT_LIBRARIES::contains)
            .sorted()
            .toList();
    assertEquals(CLIENT_LIBRARIES, clients);
    String all = System.getProperty("java.class.path");
    assertTrue(!Pattern.compile("/netty-|azure-core-http-netty").matcher(all).find(), all);
  }

  @Test
  void volumeIsOpenedOnTheClassPath() throws Exception {
    assertOpens("-cp", path(libraries(), app().compile().classes()), "app.Main");
  }

  @Test
  void volumeIsOpenedOnTheModulePath() throws Exception {
    String modulePath = path(libraries());
    Path classes =
        app()
            .with("module-info.java", "module app { requires org.keepvolume; }")
            .onModulePath(modulePath)
            .compile()
            .classes();
    assertOpens("-p", path(libraries(), classes), "-m", "app/app.Main");
  }

  @Test
  void volumeIsOpenedFromTheFatJar() throws Exception {
    assertTrue(
        Files.exists(FAT_JAR), "no fat jar; run mvn package -pl examples/keepvolume -am first");
    assertOpens("-cp", path(List.of(FAT_JAR.toString()), app().compile().classes()), "app.Main");
  }

  @Test
  void anotherHttpClientOnTheClassPathIsNotLookedFor() throws Exception {
    Path other =
        new CompiledJar(scratch.resolve("other"))
            .with("com/example/client/Unwanted.java", OTHER_CLIENT)
            .providing("com.azure.core.http.HttpClientProvider", "com.example.client.Unwanted")
            .compile()
            .pack(scratch.resolve("other.jar"));
    // Before ours, so that a search would find it first.
    List<String> withOther = new ArrayList<>(List.of(other.toString()));
    withOther.addAll(libraries());
    assertOpens("-cp", path(withOther, app().compile().classes()), "app.Main");
  }

  @Test
  void namesOfTheLibrariesAreTold() throws Exception {
    String readme = Repository.read("README.md");
    assertTrue(
        readme.contains("(" + CLIENT_LIBRARIES.size() + " more jars"),
        CLIENT_LIBRARIES.stream().collect(Collectors.joining(", ")));
  }
}
