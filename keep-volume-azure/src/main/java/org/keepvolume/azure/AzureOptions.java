// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobServiceVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.Immutable;
import org.keepvolume.Volume;

/** How an Azure volume treats its container; docs/azure.md tells what each choice costs. */
@Immutable
@CheckReturnValue
public final class AzureOptions {
  /** The smallest range that {@link #withMaxGetBytes} takes. */
  public static final long MIN_GET_BYTES = 1024;

  /** The most ranges of one read, and prefixes of one listing, that are asked for at once. */
  public static final int MAX_PARALLEL = 16;

  /** The most deletes of one sweep that are on their way at once. */
  public static final int MAX_SWEEP_PARALLELISM = 64;

  /** The most that {@link #withMaxRequests} takes. */
  public static final int MAX_REQUESTS = 10_000;

  private static final Duration LONGEST_RACE = Duration.ofDays(1);
  private static final AzureOptions DEFAULTS = new AzureOptions(new OptionValues());

  private final long maxGetBytes;
  private final int parallelRanges;
  private final int indexParallelism;
  private final int sweepParallelism;
  private final int maxRequests;
  private final int pageSize;
  private final BlobNaming naming;
  private final AzureLimits limits;
  private final Duration writeRaceInterval;
  private final String serviceVersion;
  private final boolean createContainer;
  private final HttpClients httpClients;
  private final List<HttpPipelinePolicy> policies;

  private AzureOptions(OptionValues values) {
    maxGetBytes =
        inRange("max get bytes", values.maxGetBytes, MIN_GET_BYTES, Volume.MAX_BLOCK_SIZE);
    parallelRanges = inRange("parallel ranges", values.parallelRanges, MAX_PARALLEL);
    indexParallelism = inRange("index parallelism", values.indexParallelism, MAX_PARALLEL);
    sweepParallelism = inRange("sweep parallelism", values.sweepParallelism, MAX_SWEEP_PARALLELISM);
    maxRequests = inRange("max requests", values.maxRequests, MAX_REQUESTS);
    pageSize = inRange("page size", values.pageSize, BlobRequests.PAGE);
    naming = requireNonNull(values.naming, "naming");
    limits = requireNonNull(values.limits, "limits");
    writeRaceInterval = values.writeRaceInterval;
    checkArgument(
        !writeRaceInterval.isNegative() && writeRaceInterval.compareTo(LONGEST_RACE) <= 0,
        "write race interval is %s; expected 0 to 1 day",
        writeRaceInterval);
    serviceVersion = values.serviceVersion;
    checkArgument(
        versions().contains(serviceVersion),
        "service version is \"%s\"; expected one that the storage client knows, %s to %s",
        serviceVersion,
        versions().get(0),
        versions().get(versions().size() - 1));
    createContainer = values.createContainer;
    httpClients = requireNonNull(values.httpClients, "httpClients");
    policies = List.copyOf(values.policies);
  }

  private static int inRange(String name, int value, int most) {
    return (int) inRange(name, value, 1, most);
  }

  private static long inRange(String name, long value, long least, long most) {
    checkArgument(
        value >= least && value <= most, "%s is %s; expected %s to %s", name, value, least, most);
    return value;
  }

  /** The versions that can be named, oldest first. */
  static List<String> versions() {
    return Arrays.stream(BlobServiceVersion.values())
        .map(BlobServiceVersion::getVersion)
        .sorted()
        .toList();
  }

  /**
   * Returns the defaults, which each {@code with} method names.
   *
   * @return the options of a volume that is opened without any
   */
  public static AzureOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with another size of ranges: a larger block is read in several.
   *
   * @param maxGetBytes the most bytes of one request, 1 KiB to 64 MiB; 64 MiB, the whole block,
   *     unless changed
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of range
   */
  public AzureOptions withMaxGetBytes(long maxGetBytes) {
    OptionValues changed = new OptionValues(this);
    changed.maxGetBytes = maxGetBytes;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with another number of ranges of one read that are asked for at once.
   *
   * @param parallelRanges 1 to {@value #MAX_PARALLEL}; 4 unless changed
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of range
   */
  public AzureOptions withParallelRanges(int parallelRanges) {
    OptionValues changed = new OptionValues(this);
    changed.parallelRanges = parallelRanges;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with another number of prefixes of one listing at once.
   *
   * @param indexParallelism 1 to {@value #MAX_PARALLEL}; 4 unless changed
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of range
   */
  public AzureOptions withIndexParallelism(int indexParallelism) {
    OptionValues changed = new OptionValues(this);
    changed.indexParallelism = indexParallelism;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with another number of deletes of one sweep at once.
   *
   * @param sweepParallelism 1 to {@value #MAX_SWEEP_PARALLELISM}; 8 unless changed
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of range
   */
  public AzureOptions withSweepParallelism(int sweepParallelism) {
    OptionValues changed = new OptionValues(this);
    changed.sweepParallelism = sweepParallelism;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with another number of requests of one volume that are on their way at
   * once; others wait for a permit.
   *
   * @param maxRequests 1 to {@value #MAX_REQUESTS}; 64 unless changed
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of range
   */
  public AzureOptions withMaxRequests(int maxRequests) {
    OptionValues changed = new OptionValues(this);
    changed.maxRequests = maxRequests;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with other names of blobs.
   *
   * @param naming how blobs are named; {@link BlobNaming#plain} unless changed
   * @return the changed options
   */
  public AzureOptions withNaming(BlobNaming naming) {
    OptionValues changed = new OptionValues(this);
    changed.naming = naming;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with other limits of waiting.
   *
   * @param limits how long calls wait; {@link AzureLimits#defaults} unless changed
   * @return the changed options
   */
  public AzureOptions withLimits(AzureLimits limits) {
    OptionValues changed = new OptionValues(this);
    changed.limits = limits;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with another time for which a blob without bytes is taken for one that
   * another program has not written yet, as the original's versions leave them (IX-7).
   *
   * @param writeRaceInterval 0 to 1 day; 15 s unless changed
   * @return the changed options
   * @throws IllegalArgumentException if it is out of range
   */
  public AzureOptions withWriteRaceInterval(Duration writeRaceInterval) {
    OptionValues changed = new OptionValues(this);
    changed.writeRaceInterval = writeRaceInterval;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with another version of the protocol, for clouds that lag behind.
   *
   * @param serviceVersion one that the storage client knows, such as 2021-12-02; 2025-11-05 unless
   *     changed
   * @return the changed options
   * @throws IllegalArgumentException if the storage client does not know it
   */
  public AzureOptions withServiceVersion(String serviceVersion) {
    OptionValues changed = new OptionValues(this);
    changed.serviceVersion = serviceVersion;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with or without making a container that is missing, which is for tools
   * and tests: a mistyped name then makes an empty volume.
   *
   * @param createContainer whether open makes the container; false unless changed
   * @return the changed options
   */
  public AzureOptions withCreateContainer(boolean createContainer) {
    OptionValues changed = new OptionValues(this);
    changed.createContainer = createContainer;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with HTTP clients of the application.
   *
   * @param httpClients what sends requests; {@link HttpClients#own} unless changed
   * @return the changed options
   */
  public AzureOptions withHttpClients(HttpClients httpClients) {
    OptionValues changed = new OptionValues(this);
    changed.httpClients = httpClients;
    return new AzureOptions(changed);
  }

  /**
   * Returns these options with other policies that see each request: before it is signed, if their
   * position in the pipeline is {@code PER_CALL}.
   *
   * @param policies in their order; each must have both {@code process} and {@code processSync};
   *     none unless changed
   * @return the changed options
   */
  public AzureOptions withPolicies(List<HttpPipelinePolicy> policies) {
    OptionValues changed = new OptionValues(this);
    changed.policies = policies;
    return new AzureOptions(changed);
  }

  /**
   * Returns the most bytes of one request of a read.
   *
   * @return 1 KiB to 64 MiB
   */
  public long maxGetBytes() {
    return maxGetBytes;
  }

  /**
   * Returns how many ranges of one read are asked for at once.
   *
   * @return 1 to {@value #MAX_PARALLEL}
   */
  public int parallelRanges() {
    return parallelRanges;
  }

  /**
   * Returns how many prefixes of one listing are asked for at once.
   *
   * @return 1 to {@value #MAX_PARALLEL}
   */
  public int indexParallelism() {
    return indexParallelism;
  }

  /**
   * Returns how many deletes of one sweep are on their way at once.
   *
   * @return 1 to {@value #MAX_SWEEP_PARALLELISM}
   */
  public int sweepParallelism() {
    return sweepParallelism;
  }

  /**
   * Returns how many requests are on their way at once.
   *
   * @return 1 to {@value #MAX_REQUESTS}
   */
  public int maxRequests() {
    return maxRequests;
  }

  /**
   * Returns how blobs are named.
   *
   * @return the naming
   */
  public BlobNaming naming() {
    return naming;
  }

  /**
   * Returns how long calls wait.
   *
   * @return the limits
   */
  public AzureLimits limits() {
    return limits;
  }

  /**
   * Returns how long a blob without bytes is taken for one that is being written.
   *
   * @return 0 to 1 day
   */
  public Duration writeRaceInterval() {
    return writeRaceInterval;
  }

  /**
   * Returns the version of the service's protocol.
   *
   * @return a date, such as 2025-11-05
   */
  public String serviceVersion() {
    return serviceVersion;
  }

  /**
   * Tells whether open makes a container that is missing.
   *
   * @return false unless changed
   */
  public boolean createContainer() {
    return createContainer;
  }

  /**
   * Returns the application's HTTP clients.
   *
   * @return the clients
   */
  public HttpClients httpClients() {
    return httpClients;
  }

  /**
   * Returns the policies that see each request.
   *
   * @return the policies, in their order; not to be changed
   */
  public List<HttpPipelinePolicy> policies() {
    return policies;
  }

  /** Returns these options with shorter pages of listings, for tests that need several. */
  AzureOptions withPageSize(int pageSize) {
    OptionValues changed = new OptionValues(this);
    changed.pageSize = pageSize;
    return new AzureOptions(changed);
  }

  /** Returns how many blobs one answer of a listing has at most. */
  int pageSize() {
    return pageSize;
  }
}
