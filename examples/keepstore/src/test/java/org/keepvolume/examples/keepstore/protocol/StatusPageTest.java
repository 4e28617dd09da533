// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeStatus;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.store.MountOptions;
import org.keepvolume.store.PooledBuffer;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** What dashboards of 1.1 to 2.7 read in {@code /status.json}. */
class StatusPageTest {
  private static Map<?, ?> page(Scene scene) throws Exception {
    return (Map<?, ?>) JsonValue.parse(Ask.get("/status.json").send(scene).text());
  }

  @Test
  void hasTheKeysOfTheOriginal() throws Exception {
    Map<String, Object> empty = Map.of("InProgress", 0L, "Queued", 0L);
    try (Scene scene = new Scene().start();
        PooledBuffer lent = scene.service().buffers().take(18)) {
      assertTrue(lent.buffer().capacity() >= 18, "a buffer is in use");
      Map<?, ?> page = page(scene);
      Map<?, ?> volume = (Map<?, ?>) ((List<?>) page.get("Volumes")).get(0);
      String label = "label of " + Scene.id(0);
      assertEquals(label, volume.get("Label"));
      Map<?, ?> status = (Map<?, ?>) volume.get("Status");
      assertEquals("place of " + Scene.id(0), status.get("MountPoint"));
      assertEquals(1L, status.get("DeviceNum"));
      assertEquals(Long.MAX_VALUE - 18, status.get("BytesFree"));
      assertEquals(18L, status.get("BytesUsed"));
      Map<?, ?> buffers = (Map<?, ?>) page.get("BufferPool");
      assertEquals(3L, buffers.get("BuffersMax"));
      assertEquals(1L, buffers.get("BuffersInUse"));
      long bytes = (Long) buffers.get("BytesAllocatedCumulative");
      assertTrue(bytes >= 18 && bytes <= 3L * Volume.MAX_BLOCK_SIZE, "bytes: " + bytes);
      assertEquals(empty, page.get("PullQueue"));
      assertEquals(empty, page.get("TrashQueue"));
      assertEquals(1L, page.get("RequestsCurrent"), "this one");
      assertEquals(16L, page.get("RequestsMax"));
      assertTrue(((String) page.get("Version")).startsWith("keepstore "), page::toString);
    }
  }

  @Test
  void volumeThatKnowsNoSpaceRaisesNoAlarm() throws Exception {
    Volume container =
        new ForwardingVolume(
            InMemoryVolume.open(new MemoryDevice("container"), VolumeContext.defaults())) {
          @Override
          public VolumeStatus status() {
            return new VolumeStatus(OptionalLong.empty(), OptionalLong.empty());
          }
        };
    TestService.Builder service = TestService.builder().mount(container, MountOptions.defaults());
    try (Scene scene = Scene.over(service.start())) {
      Map<?, ?> volume = (Map<?, ?>) ((List<?>) page(scene).get("Volumes")).get(0);
      Map<?, ?> status = (Map<?, ?>) volume.get("Status");
      assertEquals(67_108_864_000L, status.get("BytesFree"));
      assertEquals(1L, status.get("BytesUsed"));
    }
  }

  @Test
  void volumeThatFailsHidesNoOther() throws Exception {
    try (Scene scene =
        new Scene().twoVolumes().faults(f -> f.on(Operation.STATUS, 1).unavailable()).start()) {
      List<?> volumes = (List<?>) page(scene).get("Volumes");
      Map<?, ?> failed = (Map<?, ?>) ((Map<?, ?>) volumes.get(0)).get("Status");
      assertEquals("status on disk0: scripted", failed.get("Error"));
      Map<?, ?> other = (Map<?, ?>) ((Map<?, ?>) volumes.get(1)).get("Status");
      assertEquals(18L, other.get("BytesUsed"));
    }
  }
}
