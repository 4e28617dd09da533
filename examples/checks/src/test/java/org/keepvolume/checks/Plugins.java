// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static java.io.File.pathSeparator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plugins that our build does not know: one that works, and others that are broken. */
final class Plugins {
  static final String SHELF_MODULE =
      """
      module com.example.shelf {
        requires org.keepvolume;
        provides org.keepvolume.spi.VolumeProvider with com.example.shelf.ShelfProvider;
      }
      """;

  private static final String SHELF =
      """
      package com.example.shelf;

      import java.lang.reflect.Proxy;
      import java.util.Set;
      import org.keepvolume.Volume;
      import org.keepvolume.VolumeContext;
      import org.keepvolume.config.ConfigKey;
      import org.keepvolume.config.ConfigSchema;
      import org.keepvolume.config.VolumeConfig;
      import org.keepvolume.spi.VolumeProvider;

      public class ShelfProvider implements VolumeProvider {
        private static final ConfigKey<String> BOARD =
            ConfigKey.string("board", "The board of the shelf");
        private static final ConfigKey<Integer> HEIGHT =
            ConfigKey.integer("height", "How high it is", 1, 9).withDefault(5);
        private static final ConfigSchema SCHEMA =
            ConfigSchema.ofVolume("shelf", "Boards of a shelf").volumeKey(BOARD).key(HEIGHT).build();

        public String type() {
          return "shelf";
        }

        public ConfigSchema schema() {
          return SCHEMA;
        }

        public Volume open(VolumeConfig config, VolumeContext context) {
          String device = config.get(BOARD) + " at " + config.get(HEIGHT);
          return (Volume)
              Proxy.newProxyInstance(
                  Volume.class.getClassLoader(),
                  new Class<?>[] {Volume.class},
                  (proxy, method, arguments) ->
                      switch (method.getName()) {
                        case "capabilities" -> Set.of();
                        case "deviceId" -> device;
                        case "close" -> null;
                        default -> throw new UnsupportedOperationException(method.getName());
                      });
        }
      }
      """;

  private static final String BROKEN_MODULE =
      """
      module com.example.broken.%1$s {
        requires org.keepvolume;
        %3$s
        provides org.keepvolume.spi.VolumeProvider with com.example.broken.%1$s.%2$s;
      }
      """;

  private static final String NO_LICENCE =
      "static { if (true) throw new IllegalStateException(\"no licence\"); }";

  private static final String PROVIDER =
      """
      package com.example.broken;
      public class %s extends %s implements org.keepvolume.spi.VolumeProvider {
        %s
        public String type() { return null; }
        public org.keepvolume.config.ConfigSchema schema() { return null; }
        public org.keepvolume.Volume open(
            org.keepvolume.config.VolumeConfig config, org.keepvolume.VolumeContext context) {
          return null;
        }
      }
      """;

  private final Path scratch;
  private final Path directory;

  /** Makes an empty directory of plugins. */
  Plugins(Path scratch) throws IOException {
    this.scratch = scratch;
    directory = Files.createDirectory(scratch.resolve("plugins"));
  }

  /** Returns the directory of the jars. */
  Path directory() {
    return directory;
  }

  /** Adds the plugin that works. */
  Plugins withShelf() throws IOException {
    shelf("shelf").compile().pack(directory.resolve("shelf.jar"));
    return this;
  }

  /** Adds it as a module, compiled against these modules. */
  Plugins withShelfModule(String modulePath) throws IOException {
    shelf("shelf-module")
        .with("module-info.java", SHELF_MODULE)
        .onModulePath(modulePath)
        .compile()
        .pack(directory.resolve("shelf-module.jar"));
    return this;
  }

  private CompiledJar shelf(String name) throws IOException {
    return new CompiledJar(scratch.resolve(name))
        .with("com/example/shelf/ShelfProvider.java", SHELF)
        .providing("com.example.shelf.ShelfProvider");
  }

  /** Adds one without a class that it needs, one that fails, and one that nobody can read. */
  Plugins withThreeBrokenOnes() throws IOException {
    CompiledJar missing =
        new CompiledJar(scratch.resolve("missing"))
            .with("com/example/broken/Client.java", "package com.example.broken; class Client {}")
            .with("com/example/broken/Orphan.java", PROVIDER.formatted("Orphan", "Client", ""))
            .providing("com.example.broken.Orphan")
            .compile();
    Files.delete(missing.classes().resolve("com/example/broken/Client.class"));
    missing.pack(directory.resolve("a-missing.jar"));
    new CompiledJar(scratch.resolve("failing"))
        .with(
            "com/example/broken/Failing.java", PROVIDER.formatted("Failing", "Object", NO_LICENCE))
        .providing("com.example.broken.Failing")
        .compile()
        .pack(directory.resolve("b-failing.jar"));
    new CompiledJar(scratch.resolve("unreadable"))
        .providing("provider = com.example.broken.Other")
        .pack(directory.resolve("c-unreadable.jar"));
    return this;
  }

  /**
   * Adds modules: one without a class that its provider needs, one that fails, and one without its
   * provider, which no compiler lets pass, but a build may lose.
   */
  Plugins withThreeBrokenModules(String modulePath) throws IOException {
    CompiledJar missing =
        brokenModule("missing", "Orphan", "", modulePath)
            .with("Client.java", "package com.example.broken.missing; class Client {}")
            .with("Orphan.java", provider("missing", "Orphan", "Client", ""))
            .compile();
    Files.delete(missing.classes().resolve("com/example/broken/missing/Client.class"));
    missing.pack(directory.resolve("a-missing.jar"));
    brokenModule("failing", "Failing", "", modulePath)
        .with("Failing.java", provider("failing", "Failing", "Object", NO_LICENCE))
        .compile()
        .pack(directory.resolve("b-failing.jar"));
    CompiledJar lost =
        brokenModule("lost", "Lost", "", modulePath)
            .with("Kept.java", "package com.example.broken.lost; class Kept {}")
            .with("Lost.java", provider("lost", "Lost", "Object", ""))
            .compile();
    Files.delete(lost.classes().resolve("com/example/broken/lost/Lost.class"));
    lost.pack(directory.resolve("c-lost.jar"));
    return this;
  }

  /** Adds a module that requires another one, which is not there. */
  Plugins withModuleThatLacksAnother(String modulePath) throws IOException {
    Path client =
        new CompiledJar(scratch.resolve("client"))
            .with("module-info.java", "module com.example.client {}")
            .compile()
            .pack(scratch.resolve("client.jar"));
    brokenModule(
            "alone", "Alone", "requires com.example.client;", modulePath + pathSeparator + client)
        .with("Alone.java", provider("alone", "Alone", "Object", ""))
        .compile()
        .pack(directory.resolve("d-alone.jar"));
    return this;
  }

  /** Begins a module of its own package, since no two modules may share one. */
  private CompiledJar brokenModule(String name, String provider, String requires, String modulePath)
      throws IOException {
    return new CompiledJar(scratch.resolve(name))
        .with("module-info.java", BROKEN_MODULE.formatted(name, provider, requires))
        .onModulePath(modulePath);
  }

  private static String provider(String name, String type, String parent, String initializer) {
    return PROVIDER
        .replace("package com.example.broken;", "package com.example.broken." + name + ";")
        .formatted(type, parent, initializer);
  }
}
