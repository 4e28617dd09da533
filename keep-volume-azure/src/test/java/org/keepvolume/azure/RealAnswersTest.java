// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.testkit.TestBlock;

/** Answers that the service is documented to give, or seen to, and the emulator does not. */
@Timeout(60)
class RealAnswersTest {
  private FaultBench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new FaultBench(14);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** The emulator answers 412 to a condition on a blob that is gone, the service 404. */
  @ParameterizedTest
  @CsvSource({"TOUCH, OLD", "TRASH, OLD", "DELETE, OLD", "UNTRASH, TRASHED"})
  void blobThatVanishesBehindTheLookIsMissing(Deed deed, BlockCondition start) {
    TestBlock block = bench.prepare(start);
    RequestName change = deed.requests().get(1);
    bench.proxy().on(change, 1).before(() -> bench.remove(block)).status(404, "BlobNotFound");
    assertEquals(Expected.MISSING, deed.run(bench.volumes(), block));
  }

  @Test
  void deleteThatIsRepeatedFindsNothing() {
    TestBlock block = bench.prepare(BlockCondition.DUE);
    bench.proxy().on(DELETE_BLOB, 1).loseAnswer();
    bench.proxy().on(DELETE_BLOB, 2).status(404, "BlobNotFound");
    assertEquals("deleted 1", Deed.SWEEP.run(bench.volumes(), block));
  }

  @Test
  void sweepPassesByWhatIsGone() {
    TestBlock block = bench.prepare(BlockCondition.DUE);
    bench.proxy().on(DELETE_BLOB, 1).before(() -> bench.remove(block)).status(404, "BlobNotFound");
    assertEquals("deleted 0", Deed.SWEEP.run(bench.volumes(), block));
  }

  @Test
  void blockUnderAnImmutabilityPolicyStays() {
    TestBlock block = bench.prepare(BlockCondition.OLD);
    bench.proxy().on(SET_BLOB_METADATA, 1).status(409, "BlobImmutableDueToPolicy");
    VolumeFailureException e =
        assertThrows(
            VolumeFailureException.class, () -> bench.volumes().plain().trash(block.hash(), null));
    assertTrue(e.detail().contains("mount the volume read-only"), e::detail);
    assertTrue(bench.is(block, BlockCondition.OLD));
  }

  /** No page of errors of something in between is a word on a block. */
  @ParameterizedTest
  @EnumSource
  void missingWithoutTheBlobsOwnCodeIsAFailure(Deed deed) {
    BlockCondition start =
        deed == Deed.UNTRASH || deed == Deed.SWEEP ? BlockCondition.DUE : BlockCondition.OLD;
    for (int i = 0; i < deed.requests().size(); i++) {
      for (String code : new String[] {null, "ContainerNotFound", "ResourceNotFound"}) {
        TestBlock block = bench.prepare(start);
        RequestName request = deed.requests().get(i);
        int nth = request == GET_BLOB ? i + 1 : 1;
        bench.proxy().on(request, nth).status(404, code);
        assertEquals("VolumeFailureException", deed.run(bench.volumes(), block));
        bench.proxy().startOver();
        bench.remove(block);
      }
    }
  }
}
