// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.observe.CountingObserver;
import org.keepvolume.store.PooledBuffer;

/** What Prometheus scrapes, by the names that dashboards know. */
class MetricsPageTest {
  private static final Pattern LINE =
      Pattern.compile("([a-z_]+)(\\{(?:[a-z_]+=\"[^\"\\\\\n]*\",?)+\\})? (-?[0-9.E]+)");
  private static final String OPERATIONS = "arvados_keepstore_volume_operations";

  /** Reads the page, each line of which must have the form of Prometheus. */
  private static Map<String, Double> page(Scene scene) throws Exception {
    Map<String, Double> values = new TreeMap<>();
    String type = "";
    for (String line : Ask.get("/metrics").send(scene).text().split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        type = line.substring("# TYPE ".length());
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        Matcher parts = LINE.matcher(line);
        assertTrue(parts.matches(), line);
        assertTrue(type.startsWith(parts.group(1) + " "), type + " before " + line);
        String labels = parts.group(2) == null ? "" : parts.group(2);
        values.put(parts.group(1) + labels, Double.parseDouble(parts.group(3)));
      }
    }
    return values;
  }

  private static String of(String metric, String label, String value) {
    return metric + "{device_id=\"disk0\"," + label + "=\"" + value + "\"}";
  }

  @Test
  void gaugesHaveTheNamesOfTheOriginal() throws Exception {
    try (Scene scene = new Scene().start()) {
      Map<String, Double> page = page(scene);
      String prefix = "arvados_keepstore_";
      assertEquals(3, page.get(prefix + "bufferpool_max_buffers"));
      assertEquals(0, page.get(prefix + "bufferpool_inuse_buffers"));
      assertEquals(0, page.get(prefix + "bufferpool_allocated_bytes"));
      for (String queue : new String[] {"pull", "trash"}) {
        assertEquals(0, page.get(prefix + queue + "_queue_pending_entries"));
        assertEquals(0, page.get(prefix + queue + "_queue_inprogress_entries"));
      }
      assertEquals(1, page.get(prefix + "concurrent_requests"));
      assertEquals(16, page.get(prefix + "max_concurrent_requests"));
    }
  }

  @Test
  void memoryIsInUseWhileItIsLentAndAllocatedEverAfter() throws Exception {
    try (Scene scene = new Scene().start()) {
      String inUse = "arvados_keepstore_bufferpool_inuse_buffers";
      String allocated = "arvados_keepstore_bufferpool_allocated_bytes";
      try (PooledBuffer lent = scene.service().buffers().take(Volume.MAX_BLOCK_SIZE)) {
        lent.buffer().clear();
        Map<String, Double> page = page(scene);
        assertEquals(1, page.get(inUse));
        assertEquals(Volume.MAX_BLOCK_SIZE, page.get(allocated));
      }
      Map<String, Double> page = page(scene);
      assertEquals(0, page.get(inUse));
      assertEquals(Volume.MAX_BLOCK_SIZE, page.get(allocated));
    }
  }

  @Test
  void eachCallOfADirectoryCountsOnce() throws Exception {
    try (Scene scene = new Scene().faults(f -> f.on(Operation.READ, 2).failure()).start()) {
      for (String method : new String[] {"GET", "GET", "TOUCH", "DELETE"}) {
        var unused = Ask.of(method, "/{hash}").admin().send(scene);
      }
      var unused = Ask.get("/" + "0".repeat(32)).send(scene);
      Map<String, Double> page = page(scene);
      assertEquals(3, page.get(of(OPERATIONS, "operation", "open")), page::toString);
      assertEquals(1, page.get(of(OPERATIONS, "operation", "utimes")));
      assertEquals(1, page.get(of(OPERATIONS, "operation", "rename")));
      assertEquals(1, page.get(of("arvados_keepstore_volume_errors", "error_type", "failed")));
      assertEquals(18, page.get(of("arvados_keepstore_volume_io_bytes", "direction", "in")));
      assertEquals(0, page.get(of("arvados_keepstore_volume_io_bytes", "direction", "out")));
      String calls = "keepvolume_volume_calls{device_id=\"disk0\",operation=\"read\",outcome=\"";
      assertEquals(1, page.get(calls + "success\"}"), page::toString);
      assertEquals(1, page.get(calls + "failed\"}"));
      assertEquals(1, page.get(calls + "not_found\"}"));
    }
  }

  @Test
  void callsOfABackendAreCountedWithThoseThatFailed() {
    CountingObserver counts = new CountingObserver();
    counts.backendCall("azure", "Get Blob", true, 1);
    counts.backendCall("azure", "Get Blob", false, 1);
    counts.backendCall("azure", "Get Blob", false, 1);
    Map<String, Double> calls = new TreeMap<>();
    for (var point : ShowMetrics.backendCalls(counts.counts()).getDataPoints()) {
      assertEquals("azure", point.getLabels().get("device_id"));
      assertEquals("Get Blob", point.getLabels().get("call"));
      calls.put(point.getLabels().get("outcome"), point.getValue());
    }
    assertEquals(Map.of("success", 1.0, "failed", 2.0), calls);
  }

  @Test
  void containerIsCountedByItsRequests() {
    CountingObserver counts = new CountingObserver();
    counts.started("azure", Operation.READ);
    for (String request :
        new String[] {
          "Get Blob", "Get Blob", "Put Blob", "Set Blob Metadata", "Create Container"
        }) {
      counts.backendCall("azure", request, request.startsWith("G"), 1);
    }
    assertEquals(
        Map.of("get", 2L, "create", 1L, "set_metadata", 1L, "create_container", 1L),
        OperationNames.counts(counts.counts().iterator().next()));
  }
}
