// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.IOException;
import java.nio.file.Path;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.testkit.VolumeFixtureProvider;

/** Sources of a plugin whose volumes are in memory, and forget to touch if they are told to. */
final class Shelf {
  private static final String PROVIDER =
      """
      import org.keepvolume.BlockHash;
      import org.keepvolume.Volume;
      import org.keepvolume.VolumeContext;
      import org.keepvolume.VolumeException;
      import org.keepvolume.config.ConfigKey;
      import org.keepvolume.config.ConfigSchema;
      import org.keepvolume.config.VolumeConfig;
      import org.keepvolume.layer.ForwardingVolume;
      import org.keepvolume.spi.VolumeProvider;
      import org.keepvolume.testkit.memory.InMemoryVolume;
      import org.keepvolume.testkit.memory.MemoryDevice;

      public final class ShelfProvider implements VolumeProvider {
        static final ConfigKey<String> BOARD = ConfigKey.string("board", "The name");
        static final ConfigKey<Boolean> FORGETFUL = ConfigKey.bool("forgetful", "Touch nothing");
        static final ConfigSchema SCHEMA =
            ConfigSchema.ofVolume("shelf", "A shelf").volumeKey(BOARD).key(FORGETFUL).build();

        @Override
        public String type() {
          return "shelf";
        }

        @Override
        public ConfigSchema schema() {
          return SCHEMA;
        }

        @Override
        public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
          if (config.get(BOARD).equals("locked")) {
            throw new NoClassDefFoundError("com/example/Key");
          }
          return of(config, InMemoryVolume.open(new MemoryDevice(config.get(BOARD)), context));
        }

        static Volume of(VolumeConfig config, Volume board) {
          return config.get(FORGETFUL) ? new Forgetful(board) : board;
        }

        static final class Forgetful extends ForwardingVolume {
          Forgetful(Volume board) {
            super(board);
          }

          @Override
          public void touch(BlockHash hash) throws VolumeException {
            BlockHash unused = stat(hash).hash();
          }
        }
      }
      """;

  /** Opens a volume in a second process, too, before it makes fixtures. */
  private static final String FIXTURES =
      """
      import org.keepvolume.Volume;
      import org.keepvolume.VolumeContext;
      import org.keepvolume.config.VolumeSpec;
      import org.keepvolume.spi.VolumeProviders;
      import org.keepvolume.testkit.VolumeFixture;
      import org.keepvolume.testkit.VolumeFixtureProvider;
      import org.keepvolume.testkit.memory.MemoryFixture;
      import org.keepvolume.testkit.process.OtherProcess;

      public final class ShelfFixtureProvider implements VolumeFixtureProvider {
        @Override
        public String type() {
          return "shelf";
        }

        @Override
        public Fixtures prepare(VolumeSpec spec, VolumeProviders providers) throws Exception {
          try (OtherProcess other = OtherProcess.start(spec.config())) {
            Volume there = other.open(VolumeContext.defaults());
            System.out.println("the other process has " + there.deviceId());
            there.close();
          }
          return () ->
              new MemoryFixture() {
                @Override
                public String name() {
                  return "shelf";
                }

                @Override
                public Volume open(VolumeContext context) throws Exception {
                  return ShelfProvider.of(spec.config(), super.open(context));
                }
              };
        }
      }
      """;

  private Shelf() {}

  /** Writes a jar with the provider and the fixtures. */
  static Path jar(Path scratch, Path jar) throws IOException {
    return new PluginJar(scratch)
        .with("ShelfProvider", PROVIDER)
        .with("ShelfFixtureProvider", FIXTURES)
        .providing(VolumeProvider.class, "ShelfProvider")
        .providing(VolumeFixtureProvider.class, "ShelfFixtureProvider")
        .writeTo(jar);
  }

  /** Writes a jar with the provider alone. */
  static Path jarWithoutFixtures(Path scratch, Path jar) throws IOException {
    return new PluginJar(scratch)
        .with("ShelfProvider", PROVIDER)
        .providing(VolumeProvider.class, "ShelfProvider")
        .writeTo(jar);
  }

  /** Writes a jar that names services and has no classes. */
  static Path brokenJar(Path scratch, Path jar) throws IOException {
    return new PluginJar(scratch)
        .providing(VolumeProvider.class, "LostProvider")
        .providing(VolumeFixtureProvider.class, "LostFixtureProvider")
        .writeTo(jar);
  }

  /** Writes a jar with the fixtures once more, under another name. */
  static Path jarWithOtherFixtures(Path scratch, Path jar) throws IOException {
    return new PluginJar(scratch)
        .with("ShelfProvider", PROVIDER)
        .with("Others", FIXTURES.replace("ShelfFixtureProvider", "Others"))
        .providing(VolumeFixtureProvider.class, "Others")
        .writeTo(jar);
  }
}
