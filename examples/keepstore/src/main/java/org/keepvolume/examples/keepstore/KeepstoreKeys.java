// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.keepvolume.Volume;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.SecretFile;
import org.keepvolume.config.VolumeConfig;

/** The service's own flags: those of the original, and some of ours. */
final class KeepstoreKeys {
  private static final int MOST_BUFFERS = 1 << 16;
  private static final int MOST_REQUESTS = 100_000;
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(1);

  static final ConfigKey<String> LISTEN =
      ConfigKey.string("listen", "Where to listen, as host:port or :port").withDefault(":25107");
  static final ConfigKey<Integer> MAX_BUFFERS =
      ConfigKey.integer("max-buffers", "Memory for blocks, in buffers of 64 MiB", 1, MOST_BUFFERS);
  static final ConfigKey<Long> MAX_MEMORY =
      ConfigKey.size(
          "max-memory",
          "Memory for blocks, in place of -max-buffers; if neither is set, the smaller of 8GiB"
              + " and half of the JVM's direct memory, and no more than others leave of it",
          Volume.MAX_BLOCK_SIZE,
          (long) MOST_BUFFERS * Volume.MAX_BLOCK_SIZE);
  static final ConfigKey<Integer> MAX_REQUESTS =
      ConfigKey.integer(
              "max-requests",
              "Requests worked on at once; others wait for their turn. 0: two for each 64 MiB of"
                  + " memory, and 128 at least",
              0,
              MOST_REQUESTS)
          .withDefault(0);
  static final ConfigKey<SecretFile> SYSTEM_TOKEN =
      ConfigKey.secretFile(
          "data-manager-token-file",
          "The file with the token of those who may list and delete; without one nobody may");
  static final ConfigKey<SecretFile> MANAGEMENT_TOKEN =
      ConfigKey.secretFile(
          "management-token-file",
          "The file with the token of those who may ask for health and metrics; without one"
              + " metrics are open, and health is off");
  static final ConfigKey<Boolean> ENFORCE =
      ConfigKey.bool("enforce-permissions", "Send blocks only to who has a good signature");
  static final ConfigKey<SecretFile> SIGNING_KEY =
      ConfigKey.secretFile(
              "blob-signing-key-file", "The file with the key that locators are signed with")
          .withFlags("blob-signing-key-file", "permission-key-file");
  static final ConfigKey<Boolean> OLDEST_SIGNATURES =
      ConfigKey.bool(
          "blob-signature-without-ttl",
          "Sign as services before April 2016 did, and take no other signatures");
  static final ConfigKey<Boolean> NEVER_DELETE =
      ConfigKey.bool("never-delete", "Delete no block, and empty no trash").withDefault(true);
  static final ConfigKey<Duration> CHECK_INTERVAL =
      ConfigKey.duration("trash-check-interval", "How often the trash is emptied; 0: never")
          .withDefault(Duration.ofHours(24));
  static final ConfigKey<Path> PID =
      ConfigKey.path("pid", "A file to write the process's number to, and to hold locked");
  static final ConfigKey<LogFormat> LOG_FORMAT =
      ConfigKey.oneOf("log-format", "How log lines are written", LogFormat.class)
          .withDefault(LogFormat.TEXT);
  static final ConfigKey<Duration> SLOW_CALL =
      ConfigKey.duration("log-slower-than", "Which calls of a volume are logged as slow; 0: none")
          .withDefault(Duration.ofSeconds(10));
  static final ConfigKey<Duration> IDLE_TIMEOUT =
      ConfigKey.duration("idle-timeout", "How long a client may send and take nothing, 1s at least")
          .withDefault(Duration.ofSeconds(30));
  static final ConfigKey<Long> MIN_RATE =
      ConfigKey.size(
              "min-transfer-rate",
              "The fewest bytes a second that a client may send or take, beside -idle-timeout",
              1,
              1L << 40)
          .withDefault(32L << 10);
  static final ConfigKey<Duration> QUEUE_LIMIT =
      ConfigKey.duration(
              "queue-limit", "How long a request waits for its turn, and for memory; 0: not at all")
          .withDefault(Duration.ofMinutes(1));
  static final ConfigKey<Duration> DRAIN =
      ConfigKey.duration(
              "shutdown-limit", "How long a stop waits for running requests; 0: not at all")
          .withDefault(Duration.ofSeconds(60));
  static final ConfigKey<Boolean> VERSION = ConfigKey.bool("version", "Print the version and end");
  static final ConfigKey<Boolean> DUMP_CONFIG =
      ConfigKey.bool("dump-config", "Print the settings, without secrets, and end");

  static final ConfigSchema SCHEMA =
      ConfigSchema.ofApplication("keepstore", "The service")
          .key(LISTEN)
          .key(MAX_BUFFERS)
          .key(MAX_MEMORY)
          .key(MAX_REQUESTS)
          .key(SYSTEM_TOKEN)
          .key(MANAGEMENT_TOKEN)
          .key(ENFORCE)
          .key(SIGNING_KEY)
          .key(OLDEST_SIGNATURES)
          .key(NEVER_DELETE)
          .key(CHECK_INTERVAL)
          .key(PID)
          .key(LOG_FORMAT)
          .key(SLOW_CALL)
          .key(IDLE_TIMEOUT)
          .key(MIN_RATE)
          .key(QUEUE_LIMIT)
          .key(DRAIN)
          .key(VERSION)
          .key(DUMP_CONFIG)
          .check(KeepstoreKeys::checkListen)
          .check(KeepstoreKeys::checkMemory)
          .check(KeepstoreKeys::checkSigning)
          .check(KeepstoreKeys::checkIdleTimeout)
          .build();

  private KeepstoreKeys() {}

  private static Optional<String> checkListen(VolumeConfig flags) {
    String text = flags.get(LISTEN);
    return ListenAddress.parse(text).isPresent()
        ? Optional.empty()
        : Optional.of("-listen is \"" + text + "\"; " + ListenAddress.EXPECTED);
  }

  private static Optional<String> checkMemory(VolumeConfig flags) {
    return flags.isSet(MAX_BUFFERS) && flags.isSet(MAX_MEMORY)
        ? Optional.of("-max-buffers and -max-memory are both set; they say the same, so set one")
        : Optional.empty();
  }

  private static Optional<String> checkSigning(VolumeConfig flags) {
    return flags.get(ENFORCE) && !flags.isSet(SIGNING_KEY)
        ? Optional.of(
            "-enforce-permissions requires a permission key; name its file with"
                + " -blob-signing-key-file")
        : Optional.empty();
  }

  /** Below a second, clients would be cut off who wait for nothing but a packet sent again. */
  private static Optional<String> checkIdleTimeout(VolumeConfig flags) {
    return flags.get(IDLE_TIMEOUT).compareTo(SHORTEST_IDLE) < 0
        ? Optional.of(
            "-idle-timeout is "
                + flags.shown().get(IDLE_TIMEOUT.name())
                + ": too short for any client, expected 1s or more")
        : Optional.empty();
  }

  /** How log lines are written. */
  enum LogFormat {
    /** For people: time, level, message, and what belongs to it. */
    TEXT,
    /** For programs: an object in JSON, with the original's names. */
    JSON
  }
}
