// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.azure.http.RequestName.CREATE_CONTAINER;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.azure.azurite.Azurite;

/** Opens volumes through a proxy that breaks the requests (LC-1). */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class OpenFaultsTest {
  private FaultBench bench;

  @BeforeAll
  void open() throws IOException {
    bench = new FaultBench(13);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private void openVolume(String container, boolean create) throws IOException {
    AzureOptions options = bench.options().withCreateContainer(create);
    try {
      AzureVolume.open(
              Volumes.account(bench.proxy().endpoint()),
              container,
              options,
              VolumeContext.defaults(),
              bench.pauses())
          .close();
    } catch (IOException e) {
      Shown.thrown(e);
      throw e;
    }
  }

  static Stream<Fault> faults() {
    return Fault.of(LIST_BLOBS).stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void openGetsOverIt(Fault fault) throws IOException {
    fault.script(bench.proxy(), bench.pauses(), LIST_BLOBS, 1, 0);
    openVolume(bench.container(), false);
    bench.proxy().startOver();
  }

  static Stream<Fault> faultsOfCreation() {
    return Fault.of(CREATE_CONTAINER).stream();
  }

  /** A container whose creation was not heard of is there when it is to be created again. */
  @ParameterizedTest
  @MethodSource("faultsOfCreation")
  void creationGetsOverIt(Fault fault) throws IOException {
    String container = Azurite.shared().newContainerName();
    fault.script(bench.proxy(), bench.pauses(), CREATE_CONTAINER, 1, 0);
    openVolume(container, true);
    bench.proxy().startOver();
    openVolume(container, false);
    bench.proxy().startOver();
  }

  /** What stands in between and answers 404 does not know the container. */
  @Test
  void openFailsWhereNothingIsTold() {
    bench.proxy().on(LIST_BLOBS, 1).status(404, null);
    VolumeException e =
        assertThrows(VolumeFailureException.class, () -> openVolume(bench.container(), false));
    assertFalse(e.retryable());
    bench.proxy().startOver();
  }

  @Test
  void openTellsThatTheServiceDoesNotAnswer() {
    for (int i = 1; i <= 5; i++) {
      bench.proxy().on(LIST_BLOBS, i).status(503, "ServerBusy");
    }
    assertThrows(VolumeUnavailableException.class, () -> openVolume(bench.container(), false));
    assertEquals(
        List.of(LIST_BLOBS, LIST_BLOBS, LIST_BLOBS, LIST_BLOBS, LIST_BLOBS), bench.proxy().names());
    bench.proxy().startOver();
  }
}
