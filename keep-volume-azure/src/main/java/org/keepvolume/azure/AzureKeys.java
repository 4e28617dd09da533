// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Duration;
import java.util.Optional;
import org.keepvolume.Volume;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;

/** The settings of Azure volumes, and how they become {@link AzureOptions}. */
final class AzureKeys {
  private static final AzureOptions DEFAULTS = AzureOptions.defaults();
  private static final AzureLimits LIMITS = DEFAULTS.limits();

  /** Where the original takes any number, ours is one that people can read. */
  private static final long MOST_GET_BYTES = 1L << 30;

  static final ConfigKey<String> CONTAINER =
      ConfigKey.string("container-name", "The container; it must exist")
          .withFlags("azure-storage-container-volume");
  static final ConfigKey<Long> MAX_GET_BYTES =
      ConfigKey.size(
              "max-get-bytes",
              "The most bytes of one request of a read; 0, or 64MiB and more, for whole blocks",
              0,
              MOST_GET_BYTES)
          .global()
          .withDefault(DEFAULTS.maxGetBytes());
  static final ConfigKey<Duration> REQUEST_TIMEOUT =
      ConfigKey.duration("request-timeout", "The longest time of one read or write of a block")
          .withDefault(LIMITS.data());
  static final ConfigKey<Duration> CONTROL_LIMIT =
      ConfigKey.duration(
              "control-limit", "The longest time of any other call, and of a page of a listing")
          .withDefault(LIMITS.control());
  static final ConfigKey<Duration> PROGRESS_LIMIT =
      ConfigKey.duration(
              "progress-limit",
              "The longest wait for one answer, or for more of it; if not set, not more than the"
                  + " other two limits")
          .withDefault(LIMITS.progress());
  static final ConfigKey<Integer> MAX_ATTEMPTS =
      ConfigKey.integer(
              "max-attempts", "How often a request is sent in all", 1, AzureLimits.MOST_ATTEMPTS)
          .withDefault(LIMITS.attempts());
  static final ConfigKey<Integer> LIST_ATTEMPTS =
      ConfigKey.integer(
              "list-blobs-max-attempts",
              "How often a page of a listing is asked for in all",
              1,
              AzureLimits.MOST_ATTEMPTS)
          .withDefault(LIMITS.listAttempts());
  static final ConfigKey<Duration> LIST_DELAY =
      ConfigKey.duration(
              "list-blobs-retry-delay", "The wait before a page is asked for the second time")
          .withDefault(LIMITS.listDelay());
  static final ConfigKey<Duration> RACE_INTERVAL =
      ConfigKey.duration(
              "write-race-interval",
              "How long an empty blob is taken for one that another program has not written yet")
          .withDefault(DEFAULTS.writeRaceInterval());
  static final ConfigKey<Duration> RACE_POLL_TIME =
      ConfigKey.duration(
          "write-race-poll-time", "Of the original; without effect, since nothing is polled");
  static final ConfigKey<String> PREFIX =
      ConfigKey.custom(
              "blob-prefix",
              "What the names of blobs begin with, as it is; the original knows no such blobs",
              "up to " + BlobNaming.MAX_PREFIX + " characters, such as keep/",
              text -> BlobNaming.plain().withPrefix(text).prefix(),
              prefix -> prefix)
          .withDefault("");
  static final ConfigKey<Boolean> SHARDED =
      ConfigKey.bool(
          "blob-sharded", "Blobs in folders, such as 3/37b/; the original knows no such blobs");
  static final ConfigKey<Integer> PARALLEL_RANGES =
      ConfigKey.integer(
              "parallel-ranges",
              "How many ranges of one block are asked for at once",
              1,
              AzureOptions.MAX_PARALLEL)
          .withDefault(DEFAULTS.parallelRanges());
  static final ConfigKey<Integer> INDEX_PARALLELISM =
      ConfigKey.integer(
              "index-parallelism",
              "How many parts of one listing are asked for at once",
              1,
              AzureOptions.MAX_PARALLEL)
          .withDefault(DEFAULTS.indexParallelism());
  static final ConfigKey<Integer> SWEEP_PARALLELISM =
      ConfigKey.integer(
              "sweep-parallelism",
              "How many blobs one sweep deletes at once",
              1,
              AzureOptions.MAX_SWEEP_PARALLELISM)
          .withDefault(DEFAULTS.sweepParallelism());
  static final ConfigKey<Integer> MAX_REQUESTS =
      ConfigKey.integer(
              "max-requests",
              "How many requests of the volume are on their way at once",
              1,
              AzureOptions.MAX_REQUESTS)
          .withDefault(DEFAULTS.maxRequests());
  static final ConfigKey<String> SERVICE_VERSION =
      ConfigKey.string("service-version", "The version of the protocol, for clouds that lag behind")
          .withDefault(DEFAULTS.serviceVersion());
  static final ConfigKey<Boolean> CREATE_CONTAINER =
      ConfigKey.bool("create-container", "Make the container if it is missing; for tests");

  static final ConfigSchema SCHEMA = schema();

  private AzureKeys() {}

  private static ConfigSchema schema() {
    ConfigSchema.Builder schema =
        ConfigSchema.ofVolume("azure", "A container of Azure Blob Storage")
            .replication(3, "azure-storage-replication");
    AccountKeys.addTo(schema);
    return schema
        .volumeKey(CONTAINER)
        .namingKey(PREFIX)
        .namingKey(SHARDED)
        .key(MAX_GET_BYTES)
        .key(PARALLEL_RANGES)
        .key(INDEX_PARALLELISM)
        .key(SWEEP_PARALLELISM)
        .key(MAX_REQUESTS)
        .key(REQUEST_TIMEOUT)
        .key(CONTROL_LIMIT)
        .key(PROGRESS_LIMIT)
        .key(MAX_ATTEMPTS)
        .key(LIST_ATTEMPTS)
        .key(LIST_DELAY)
        .key(RACE_INTERVAL)
        .key(RACE_POLL_TIME)
        .key(SERVICE_VERSION)
        .key(CREATE_CONTAINER)
        .check(AzureKeys::checkOptions)
        .build();
  }

  private static Optional<String> checkOptions(VolumeConfig config) {
    try {
      AzureOptions unused = options(config);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  static AzureOptions options(VolumeConfig config) {
    BlobNaming naming = BlobNaming.plain().withPrefix(config.get(PREFIX));
    return DEFAULTS
        .withMaxGetBytes(maxGetBytes(config.get(MAX_GET_BYTES)))
        .withParallelRanges(config.get(PARALLEL_RANGES))
        .withIndexParallelism(config.get(INDEX_PARALLELISM))
        .withSweepParallelism(config.get(SWEEP_PARALLELISM))
        .withMaxRequests(config.get(MAX_REQUESTS))
        .withNaming(config.get(SHARDED) ? naming.sharded() : naming)
        .withLimits(limits(config))
        .withWriteRaceInterval(config.get(RACE_INTERVAL))
        .withServiceVersion(config.get(SERVICE_VERSION))
        .withCreateContainer(config.get(CREATE_CONTAINER));
  }

  private static long maxGetBytes(long given) {
    return given == 0 ? Volume.MAX_BLOCK_SIZE : Math.min(given, Volume.MAX_BLOCK_SIZE);
  }

  private static AzureLimits limits(VolumeConfig config) {
    Duration control = config.get(CONTROL_LIMIT);
    Duration data = config.get(REQUEST_TIMEOUT);
    Duration progress = config.get(PROGRESS_LIMIT);
    if (!config.isSet(PROGRESS_LIMIT)) { // the original's files know the time of a request alone
      progress = shorter(progress, shorter(control, data));
    }
    return new AzureLimits(
        progress,
        control,
        data,
        config.get(MAX_ATTEMPTS),
        config.get(LIST_ATTEMPTS),
        config.get(LIST_DELAY));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
