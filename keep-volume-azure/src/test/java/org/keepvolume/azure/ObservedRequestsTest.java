// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeObserver;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.testkit.TestBlock;

/** What an observer is told of a volume's requests, and that docs/azure.md says so. */
@Timeout(60)
class ObservedRequestsTest {
  private static final Path PAGE = Path.of("../docs/azure.md");
  private static final Path VOLUME = Path.of("src/main/java/org/keepvolume/azure/AzureVolume.java");

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Duration> times = new CopyOnWriteArrayList<>();
  private final AtomicLong ahead = new AtomicLong();
  private final Timing timing =
      new Timing() {
        @Override
        long nanoTime() {
          return super.nanoTime() + ahead.get();
        }

        @Override
        void sleep(long nanos) {}
      };
  private FaultBench bench;
  private Volumes volumes;

  /** A call that an observer is told the requests of. */
  @FunctionalInterface
  private interface Observed {
    void call() throws IOException;
  }

  @BeforeEach
  void open() throws IOException {
    bench = new FaultBench(16);
    AzureOptions options = bench.options().withLimits(AzureLimits.defaults()); // time passes here
    volumes =
        new Volumes(
            volume(bench.container(), options, Volumes.LIFETIME),
            volume(bench.container(), options, Duration.ZERO),
            volume(bench.container(), options.withMaxGetBytes(Volumes.RANGE), Volumes.LIFETIME));
    bench.proxy().startOver();
    told.clear();
  }

  @AfterEach
  void close() {
    volumes.close();
    bench.close();
  }

  private AzureVolume volume(String container, AzureOptions options, Duration lifetime)
      throws IOException {
    VolumeContext context =
        VolumeContext.defaults()
            .withTrashPolicy(new TrashPolicy(Duration.ZERO, lifetime))
            .withObserver(
                new VolumeObserver() {
                  @Override
                  public void backendCall(
                      String volume, String call, boolean succeeded, long nanos) {
                    told.add(call + (succeeded ? "" : " failed"));
                    times.add(Duration.ofNanos(nanos));
                  }
                });
    return AzureVolume.open(
        Volumes.account(bench.proxy().endpoint()), container, options, context, timing);
  }

  private List<String> told(Observed observed) throws IOException {
    told.clear();
    observed.call();
    return List.copyOf(told);
  }

  private List<String> told(Deed deed, BlockCondition start) throws IOException {
    TestBlock block = bench.prepare(start);
    List<String> seen =
        told(() -> assertEquals(deed.on(start).outcome(), deed.run(volumes, block)));
    bench.remove(block);
    return seen;
  }

  private String row(String call, List<String> requests) {
    return requests.stream()
        .distinct()
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", ", "| " + call + " | ", " |"));
  }

  @Test
  void pageHasTheNamesOfEachCall() throws IOException {
    AzureOptions options = bench.options().withLimits(AzureLimits.defaults()); // time passes here
    String made = Azurite.shared().newContainerName();
    List<String> rows =
        List.of(
            row("open", told(() -> volume(bench.container(), options, Duration.ZERO).close())),
            row(
                "open with `createContainer`",
                told(() -> volume(made, options.withCreateContainer(true), Duration.ZERO).close())),
            row("read, of each range", told(Deed.READ_RANGES, BlockCondition.OLD)),
            row("write", told(Deed.WRITE, BlockCondition.MISSING)),
            row("stat", told(Deed.STAT, BlockCondition.OLD)),
            row("touch", told(Deed.TOUCH, BlockCondition.OLD)),
            row("trash", told(Deed.TRASH, BlockCondition.OLD)),
            row("trash with lifetime 0", told(Deed.DELETE, BlockCondition.OLD)),
            row("untrash", told(Deed.UNTRASH, BlockCondition.TRASHED)),
            row(
                "index, of each page",
                told(() -> volumes.plain().index(BlockPrefix.ALL, block -> true))),
            row(
                "indexTrash, of each page",
                told(() -> volumes.plain().indexTrash(BlockPrefix.ALL, (hash, size, at) -> true))),
            row("emptyTrash, of each page and block", told(Deed.SWEEP, BlockCondition.DUE)));
    KitService.emulator().client(made).delete();
    assertEquals(List.of(), told(() -> volumes.plain().status()));
    String table = "\n| call | told as |\n|---|---|\n" + String.join("\n", rows) + "\n\n";
    assertTrue(Files.readString(PAGE, UTF_8).contains(table), () -> PAGE + " lacks" + table);
    Set<String> all =
        Arrays.stream(ServiceRequest.values())
            .map(ServiceRequest::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    all.removeIf(table::contains);
    assertEquals(Set.of(), all);
  }

  @Test
  void namesAreInTheVolumesJavadoc() throws IOException {
    String text = Files.readString(VOLUME, UTF_8).replaceAll("\\s+\\*\\s+", " ");
    for (ServiceRequest request : ServiceRequest.values()) {
      assertTrue(text.contains("{@code " + request + "}"), request::toString);
    }
  }

  @Test
  void eachAttemptIsTold() throws IOException {
    bench.proxy().on(GET_BLOB_PROPERTIES, 1).status(503, "ServerBusy");
    bench.proxy().on(GET_BLOB_PROPERTIES, 2).status(503, "ServerBusy");
    assertEquals(
        List.of("Get Blob Properties failed", "Get Blob Properties failed", "Get Blob Properties"),
        told(Deed.STAT, BlockCondition.OLD));
  }

  /** The service has done what it was asked, whatever that means for the block. */
  @Test
  void noOfTheServiceIsAFailureAndItsAnswerOfATrashedBlockIsNone() throws IOException {
    assertEquals(List.of("Get Blob failed"), told(Deed.READ, BlockCondition.MISSING));
    assertEquals(List.of("Get Blob"), told(Deed.READ, BlockCondition.TRASHED));
    assertEquals(List.of("Get Blob Properties failed"), told(Deed.STAT, BlockCondition.MISSING));
    assertEquals(List.of("Get Blob Properties"), told(Deed.STAT, BlockCondition.TRASHED));
  }

  @Test
  void timeInTheSinkIsInThatOfTheRequest() throws IOException {
    TestBlock block = bench.prepare(BlockCondition.OLD);
    times.clear();
    Duration hour = Duration.ofHours(1);
    volumes
        .plain()
        .read(
            block.hash(),
            new BlockSink() {
              @Override
              public void begin(int size) {
                ahead.addAndGet(hour.toNanos());
              }

              @Override
              public void write(ByteBuffer src, int position) {}
            });
    assertEquals(1, times.size());
    assertTrue(times.get(0).compareTo(hour) >= 0, times::toString);
    bench.remove(block);
  }
}
