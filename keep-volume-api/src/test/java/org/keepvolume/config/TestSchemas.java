// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Declarations such as backends and an application have, for tests of what is made of them. */
final class TestSchemas {
  enum Durability {
    FULL,
    DATA_ONLY,
    NONE
  }

  static final ConfigKey<Path> ROOT =
      ConfigKey.path("root", "The directory").withFlags("volume", "volumes");
  static final ConfigKey<Durability> DURABILITY =
      ConfigKey.oneOf("durability", "What is synced", Durability.class)
          .withDefault(Durability.FULL);
  static final ConfigKey<Long> MIN_FREE =
      ConfigKey.size("min-free", "How much must be free", 0, Long.MAX_VALUE).withDefault(1L << 26);
  static final ConfigKey<Boolean> LINKED =
      ConfigKey.bool("linked-directories", "Take links to directories");

  static final ConfigSchema POSIX =
      ConfigSchema.ofVolume("posix", "A directory")
          .driver("Directory")
          .volumeKey(ROOT)
          .commaLists()
          .key(DURABILITY)
          .key(MIN_FREE)
          .key(LINKED)
          .check(TestSchemas::absoluteRoot)
          .build();

  static final ConfigKey<String> ACCOUNT =
      ConfigKey.string("storage-account-name", "The account").required();
  static final ConfigKey<SecretFile> KEY_FILE =
      ConfigKey.secretFile("storage-account-key-file", "The file with the account's key");
  static final ConfigKey<Secret> KEY = ConfigKey.secret("storage-account-key", "The account's key");
  static final ConfigKey<Secret> SAS = ConfigKey.secret("sas-token", "A token instead of a key");
  static final ConfigKey<String> CONTAINER =
      ConfigKey.string("container-name", "The container")
          .withFlags("azure-storage-container-volume");
  static final ConfigKey<URI> BASE_URL =
      ConfigKey.uri("storage-base-url", "The service").withParameter("StorageBaseURL");
  static final ConfigKey<Duration> TIMEOUT =
      ConfigKey.duration("request-timeout", "The limit of a request")
          .withDefault(Duration.ofMinutes(10));
  static final ConfigKey<Integer> ATTEMPTS =
      ConfigKey.integer("list-blobs-max-attempts", "How often a listing is tried", 1, 100)
          .withDefault(12);
  static final ConfigKey<Long> MAX_GET =
      ConfigKey.size("max-get-bytes", "The most bytes of one request", 1, 64 << 20)
          .global()
          .withDefault(64L << 20);

  static final ConfigSchema AZURE =
      ConfigSchema.ofVolume("azure", "A container of Azure Blob Storage")
          .key(ACCOUNT)
          .key(KEY_FILE)
          .key(KEY)
          .key(SAS)
          .volumeKey(CONTAINER)
          .key(BASE_URL)
          .key(TIMEOUT)
          .key(ATTEMPTS)
          .key(MAX_GET)
          .replication(3, "azure-storage-replication")
          .check(TestSchemas::oneCredential)
          .build();

  static final ConfigKey<String> LISTEN =
      ConfigKey.string("listen", "Where to listen").withDefault(":25107");
  static final ConfigKey<Integer> MAX_BUFFERS =
      ConfigKey.integer("max-buffers", "How many blocks are in memory", 1, 100_000)
          .withDefault(128);
  static final ConfigKey<Boolean> NEVER_DELETE = ConfigKey.bool("never-delete", "Take no trash");
  static final ConfigKey<SecretFile> TOKEN_FILE =
      ConfigKey.secretFile("data-manager-token-file", "The file with the system token");

  static final ConfigSchema KEEPSTORE =
      ConfigSchema.ofApplication("keepstore", "Serves blocks")
          .key(LISTEN)
          .key(MAX_BUFFERS)
          .key(NEVER_DELETE)
          .key(TOKEN_FILE)
          .build();

  static final VolumeSchemas ALL = VolumeSchemas.of(List.of(POSIX, AZURE), List.of());

  private TestSchemas() {}

  private static Optional<String> absoluteRoot(VolumeConfig config) {
    return config.get(ROOT).isAbsolute()
        ? Optional.empty()
        : Optional.of("root is \"" + config.get(ROOT) + "\"; expected an absolute path");
  }

  private static Optional<String> oneCredential(VolumeConfig config) {
    List<String> set =
        Stream.of(KEY_FILE, KEY, SAS).filter(config::isSet).map(ConfigKey::name).toList();
    if (set.size() == 1) {
      return Optional.empty();
    }
    return Optional.of(
        set.isEmpty()
            ? "neither an account key nor a SAS token is set; choose one"
            : String.join(" and ", set) + " are set; choose one");
  }

  /** Reads a command line, written with spaces between its arguments. */
  static ParsedFlags flags(String line) throws ConfigException {
    return flags(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
  }

  static ParsedFlags flags(List<String> args) throws ConfigException {
    return VolumeFlags.parse(args, ALL, KEEPSTORE);
  }

  /** Makes a config of a directory in code. */
  static VolumeConfig posix(String root) throws ConfigException {
    return VolumeConfig.builder(POSIX).set(ROOT, Path.of(root)).build();
  }

  /** Makes a config of a container in code, whose account key is in a file. */
  static VolumeConfig azure(String account, String keyFile, String container)
      throws ConfigException {
    return VolumeConfig.builder(AZURE)
        .set(ACCOUNT, account)
        .set(KEY_FILE, new SecretFile(Path.of(keyFile)))
        .set(CONTAINER, container)
        .build();
  }

  /** Makes a map of a cluster's volumes with one volume. */
  static Map<String, ?> cluster(Map<String, ?> volume) {
    return Map.of("zzzzz-nyw5e-000000000000000", volume);
  }
}
