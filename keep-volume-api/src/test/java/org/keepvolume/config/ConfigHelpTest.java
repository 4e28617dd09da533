// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The help of a command line and of a config file, as people see it. */
final class ConfigHelpTest {
  private static final ConfigSchema SMALL =
      ConfigSchema.ofVolume("s3", "A bucket of an object store")
          .key(ConfigKey.secret("token", "What opens it").withDefault(Secret.of("MARKER")))
          .volumeKey(ConfigKey.string("bucket", "The bucket").withFlags("s3-bucket-volume"))
          .key(ConfigKey.string("region", "Where it is").required())
          .key(ConfigKey.size("part", "The size of a part", 1, 1 << 30).global().withDefault(1024L))
          .replication(2, "s3-replication")
          .build();
  private static final VolumeSchemas SCHEMAS =
      VolumeSchemas.of(List.of(SMALL), List.of("x.jar could not be loaded"));

  private static String after(String text, String begin) {
    assertTrue(text.contains(begin), text);
    return text.substring(text.indexOf(begin));
  }

  @Test
  void flagsAreGroupedByWhatTheyAreFor() {
    String help =
        ConfigHelp.flags(
            SCHEMAS,
            ConfigSchema.ofApplication("server", "Serves blocks")
                .key(ConfigKey.string("listen", "Where to listen").withDefault(":25107"))
                .build());
    assertEquals("Serves blocks.\n\nThe order matters.", help.substring(0, 34));
    String own =
        """
        Flags of server
          -listen
              Where to listen (global; a text; default :25107)

        Flags of all volumes
        """;
    assertTrue(after(help, "Flags of server").startsWith(own), help);
    assertEquals(
        """
        Flags of type s3: A bucket of an object store
          -s3-token
              What opens it (a secret; default <redacted>)
          -s3-bucket-volume
              The bucket (makes a volume; a text)
          -s3-region
              Where it is (required; a text)
          -s3-part
              The size of a part (global; a number of bytes from 1 to 1GiB, such as 67108864 or 64MiB;
              default 1KiB)
          -s3-replication
              How many replicas a copy on the volume counts as (default 2)

        Note: x.jar could not be loaded
        """,
        after(help, "Flags of type s3"));
    assertTrue(help.contains("\n  -blob-signature-ttl, -permission-ttl\n"), help);
    assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
  }

  @Test
  void everyFlagIsInTheHelp() {
    String help = ConfigHelp.flags(TestSchemas.ALL, TestSchemas.KEEPSTORE);
    for (ConfigSchema schema : TestSchemas.ALL.all()) {
      for (ConfigKey<?> key : schema.keys()) {
        assertTrue(help.contains("  -" + String.join(", -", schema.flags(key)) + "\n"), key.name());
      }
    }
    for (ConfigKey<?> key : CommonKeys.MOUNT.keys()) {
      assertEquals(key != CommonKeys.ID, help.contains("\n  -" + key + "\n"), key.name());
    }
  }

  @Test
  void keysAreTablesOfAPage() {
    String page = ConfigHelp.markdown(SCHEMAS);
    assertTrue(page.startsWith("## All volumes\n\n| key | flag | value | default | meaning |\n"));
    assertTrue(
        page.contains(
            "\n| `serialize` | `-serialize` | `Serialize`, in `DriverParameters` | true or "),
        page);
    assertTrue(!page.contains("volumes that follow"), page);
    assertEquals(
        """
        ## `s3`, driver `S3`: A bucket of an object store

        | key | flag | in the original's form | value | default | meaning |
        |---|---|---|---|---|---|
        | `token` | `-s3-token` | `Token` | a secret | `<redacted>` | What opens it |
        | `bucket` | `-s3-bucket-volume` | `Bucket` | a text | required, makes a volume | The bucket |
        | `region` | `-s3-region` | `Region` | a text | required | Where it is |
        | `part` | `-s3-part` | `Part` | a number of bytes from 1 to 1GiB, such as 67108864 or 64MiB | `1KiB` | The size of a part |
        | `replication` | `-s3-replication` | `Replication`, or `S3Replication` in `keepstore.yml` | a whole number from 1 to 1000 | `2` | How many replicas a copy on the volume counts as |
        """,
        after(page, "## `s3`"));
  }
}
