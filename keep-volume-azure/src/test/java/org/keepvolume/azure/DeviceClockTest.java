// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.testkit.TestBlock;

/** Whose clock tells how old a block is: the service's, unless the application has one. */
@Timeout(60)
class DeviceClockTest {
  private static final Instant DATE = Instant.parse("2001-02-03T04:05:06Z");
  private static final Instant OWN = Instant.parse("2100-01-01T00:00:00Z");

  private FaultBench bench;
  private AzureVolume volume;

  @BeforeEach
  void open() throws IOException {
    bench = new FaultBench(18);
    volume = volume(VolumeContext.defaults());
  }

  @AfterEach
  void close() {
    volume.close();
    bench.close();
  }

  private AzureVolume volume(VolumeContext context) throws IOException {
    AzureVolume opened =
        AzureVolume.open(
            Volumes.account(bench.proxy().endpoint()),
            bench.container(),
            bench.options().withLimits(AzureLimits.defaults()),
            context.withTrashPolicy(new TrashPolicy(Volumes.MINIMUM_AGE, Volumes.LIFETIME)));
    bench.proxy().startOver();
    return opened;
  }

  @Test
  void serviceTellsTheTimeWhereTheClockIsTheSystems() {
    for (InstantSource systems :
        List.of(InstantSource.system(), Clock.systemUTC(), Clock.system(ZoneId.of("Asia/Tokyo")))) {
      assertEquals(DATE, new DeviceClock(systems, "azure://a/b").now(DATE), systems::toString);
    }
  }

  @Test
  void clockOfTheApplicationTellsTheTimeWhateverTheServiceSays() {
    for (InstantSource own : List.<InstantSource>of(Clock.fixed(OWN, ZoneOffset.UTC), () -> OWN)) {
      assertEquals(OWN, new DeviceClock(own, "azure://a/b").now(DATE));
      assertEquals(OWN, new DeviceClock(own, "azure://a/b").now(null));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Fri, 01 Jan 2100 00:00:00 GMT', TRASHED",
    "'Mon, 01 Jan 2001 00:00:00 GMT', TOO_RECENT"
  })
  void ageForTrashIsOfTheServicesClock(String date, String outcome) throws IOException {
    TestBlock block = bench.prepare(BlockCondition.OLD); // just written
    bench.proxy().on(GET_BLOB_PROPERTIES, 1).setHeader("Date", date);
    assertEquals(outcome, volume.trash(block.hash(), null).toString());
  }

  @Test
  void ageForTrashIsOfTheApplicationsClockIfThereIsOne() throws IOException {
    TestBlock block = bench.prepare(BlockCondition.OLD); // just written
    Instant now = bench.lastModified(block).plus(Duration.ofMinutes(11));
    try (AzureVolume own = volume(VolumeContext.defaults().withClock(() -> now))) {
      assertEquals("TRASHED", own.trash(block.hash(), null).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"'Fri, 01 Jan 2500 00:00:00 GMT', 1", "'Mon, 01 Jan 2001 00:00:00 GMT', 0"})
  void deadlinesAreOfTheServicesClock(String date, long deleted) throws IOException {
    TestBlock unused = bench.prepare(BlockCondition.DUE); // of the year 2001, in September
    bench.proxy().on(LIST_BLOBS, 1).setHeader("Date", date);
    assertEquals(deleted, volume.emptyTrash().deletedBlocks());
  }
}
