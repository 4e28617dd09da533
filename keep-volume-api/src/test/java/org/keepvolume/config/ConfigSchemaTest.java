// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What may be declared: names, flags and parameters that nobody else has. */
final class ConfigSchemaTest {
  private static final ConfigKey<String> BUCKET = ConfigKey.string("bucket", "The bucket");

  private static ConfigSchema.Builder s3() {
    return ConfigSchema.ofVolume("s3", "A bucket");
  }

  private static String illegal(Executable declaration) {
    return assertThrows(IllegalStateException.class, declaration).getMessage();
  }

  private static VolumeSchemas withAzure(ConfigSchema schema) {
    return VolumeSchemas.of(List.of(TestSchemas.AZURE, schema), List.of());
  }

  @Test
  void flagsAndParametersFollowFromTheName() {
    ConfigSchema schema = s3().volumeKey(BUCKET).build();
    assertEquals(List.of("s3-bucket"), schema.flags(BUCKET));
    assertEquals("Bucket", BUCKET.parameter());
    assertEquals("S3", schema.driver());
    assertEquals("StorageAccountName", TestSchemas.ACCOUNT.parameter());
    assertEquals("StorageBaseURL", TestSchemas.BASE_URL.parameter());
    assertEquals(List.of("listen"), TestSchemas.KEEPSTORE.flags(TestSchemas.LISTEN));
    assertEquals("s3", schema.toString());
    assertEquals(List.of(BUCKET), schema.keys());
  }

  @Test
  void eachWithMethodChangesACopy() {
    ConfigKey<String> changed =
        BUCKET.withDefault("b").required().global().withFlags("s3-b", "s3-c").withParameter("B");
    assertEquals(Optional.empty(), BUCKET.defaultValue());
    assertFalse(BUCKET.isRequired() || BUCKET.isGlobal() || BUCKET.isSecret());
    assertEquals(Optional.of("b"), changed.defaultValue());
    assertTrue(changed.isRequired() && changed.isGlobal());
    assertEquals(List.of("s3-b", "s3-c"), changed.flags("s3-"));
    assertEquals("B", changed.parameter());
    assertEquals("bucket", changed.name());
    assertEquals("The bucket", changed.help());
    assertEquals("bucket", changed.toString());
  }

  @Test
  void namesAreLowerCaseWords() {
    for (String name : List.of("", "Bucket", "a--b", "-a", "a-", "9a", "a_b", "a b")) {
      assertThrows(IllegalArgumentException.class, () -> ConfigKey.string(name, ""), name);
      assertThrows(IllegalArgumentException.class, () -> BUCKET.withFlags(name), name);
    }
    for (String type : List.of("", "S3", "a-b", "3s")) {
      assertThrows(IllegalArgumentException.class, () -> ConfigSchema.ofVolume(type, ""), type);
    }
  }

  @Test
  void aKeyIsDeclaredOnce() {
    assertEquals("s3 declares the key bucket twice", illegal(s3().key(BUCKET).key(BUCKET)::build));
    assertEquals(
        "s3 declares the flag -s3-bucket twice",
        illegal(s3().key(BUCKET).key(ConfigKey.string("other", "").withFlags("s3-bucket"))::build));
    assertEquals(
        "s3 declares the parameter Bucket twice",
        illegal(
            s3().key(BUCKET).key(ConfigKey.string("other", "").withParameter("Bucket"))::build));
    assertEquals(
        "s3 declares the flag -s3-bucket twice",
        illegal(s3().key(BUCKET).replication(2, "s3-bucket")::build));
    assertEquals(
        "s3 has two volume keys, bucket and other",
        illegal(() -> s3().volumeKey(BUCKET).volumeKey(ConfigKey.string("other", ""))));
    assertThrows(IllegalArgumentException.class, () -> s3().replication(0, "s3-replication"));
  }

  @Test
  void flagsOtherThanThatOfTheVolumeBeginWithTheType() {
    ConfigKey<String> key = BUCKET.withFlags("bucket");
    assertEquals("the flag -bucket of s3 does not begin with -s3-", illegal(s3().key(key)::build));
    assertEquals(
        "the flag -copies of s3 does not begin with -s3-",
        illegal(s3().key(BUCKET).replication(2, "copies")::build));
    assertEquals(List.of("bucket"), s3().volumeKey(key).build().flags(key));
  }

  @Test
  void twoOwnersOfOneFlagAreBothNamed() {
    ConfigSchema volume = s3().volumeKey(BUCKET.withFlags("azure-storage-account-name")).build();
    assertEquals(
        "the flag -azure-storage-account-name is declared by azure and by s3",
        illegal(() -> withAzure(volume)));
    ConfigSchema readonly = s3().volumeKey(BUCKET.withFlags("readonly")).build();
    assertEquals(
        "the flag -readonly is declared by mount and by s3", illegal(() -> withAzure(readonly)));
    ConfigSchema help = s3().volumeKey(BUCKET.withFlags("help")).build();
    assertEquals("the flag -help of s3 is that of help", illegal(() -> withAzure(help)));
    ConfigSchema application =
        ConfigSchema.ofApplication("server", "")
            .key(ConfigKey.integer("trash-lifetime", "", 0, 1))
            .build();
    assertEquals(
        "the flag -trash-lifetime is declared by all and by server",
        illegal(() -> VolumeFlags.parse(List.of(), TestSchemas.ALL, application)));
  }

  @Test
  void twoOwnersOfOneTypeOrDriverAreRefused() {
    ConfigSchema other = ConfigSchema.ofVolume("azure", "").build();
    assertEquals("two types are named azure", illegal(() -> withAzure(other)));
    ConfigSchema driver = s3().driver("Azure").build();
    assertEquals("azure and s3 have one driver name, Azure", illegal(() -> withAzure(driver)));
  }

  @Test
  void whatAFileHasForAllVolumesIsNotForOneType() {
    for (String name : List.of("type", "id", "readonly", "storage-classes", "priority")) {
      ConfigSchema schema = s3().key(ConfigKey.string(name, "").withParameter("Own")).build();
      assertEquals(
          "the key " + name + " is declared by s3 and for all volumes",
          illegal(() -> withAzure(schema)));
    }
    for (String name : List.of("Type", "ReadOnly", "StorageClasses", "Serialize")) {
      ConfigSchema schema = s3().key(BUCKET.withParameter(name)).build();
      assertEquals(
          "the parameter " + name + " is declared by s3 and for all volumes",
          illegal(() -> withAzure(schema)));
    }
  }

  @Test
  void typesAreFoundInTheOrderOfTheirNames() {
    assertEquals(List.of(TestSchemas.AZURE, TestSchemas.POSIX), List.copyOf(TestSchemas.ALL.all()));
    assertEquals(Optional.of(TestSchemas.POSIX), TestSchemas.ALL.find("posix"));
    assertEquals(Optional.of(TestSchemas.POSIX), TestSchemas.ALL.findDriver("Directory"));
    assertEquals(Optional.empty(), TestSchemas.ALL.find("Directory"));
    assertEquals("known types are azure, posix", TestSchemas.ALL.known());
    assertEquals(
        "known types are none (x.jar could not be loaded)",
        VolumeSchemas.of(List.of(), List.of("x.jar could not be loaded")).known());
  }
}
