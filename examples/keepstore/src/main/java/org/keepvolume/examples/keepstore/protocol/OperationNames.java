// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.TreeMap;
import org.keepvolume.Operation;
import org.keepvolume.observe.BackendCallCounts;
import org.keepvolume.observe.OperationCounts;
import org.keepvolume.observe.VolumeCounts;

/**
 * The original's names for what a volume does with its device, for the dashboards that know them.
 *
 * <p>A volume that tells of requests to a service is counted by these. Of one that does not, such
 * as a directory, each call counts once, by the name of the system call that does what it is for.
 */
final class OperationNames {
  static final ImmutableMap<String, String> REQUESTS =
      ImmutableMap.<String, String>builder()
          .put("Get Blob", "get")
          .put("Get Blob Properties", "get_properties")
          .put("Put Blob", "create")
          .put("Set Blob Metadata", "set_metadata")
          .put("List Blobs", "list")
          .put("Delete Blob", "delete")
          .build();

  static final ImmutableMap<Operation, String> SYSTEM_CALLS =
      ImmutableMap.<Operation, String>builder()
          .put(Operation.READ, "open")
          .put(Operation.STAT, "stat")
          .put(Operation.TOUCH, "utimes")
          .put(Operation.WRITE, "create")
          .put(Operation.TRASH, "rename")
          .put(Operation.UNTRASH, "rename")
          .put(Operation.EMPTY_TRASH, "unlink")
          .put(Operation.INDEX, "readdir")
          .put(Operation.INDEX_TRASH, "readdir")
          .build();

  private OperationNames() {}

  /** Returns how often each was done. */
  static Map<String, Long> counts(VolumeCounts volume) {
    Map<String, Long> counts = new TreeMap<>();
    volume.backendCalls().forEach((name, calls) -> add(counts, request(name), number(calls)));
    if (volume.backendCalls().keySet().stream().noneMatch(REQUESTS::containsKey)) {
      for (OperationCounts calls : volume.operations().values()) {
        String name = SYSTEM_CALLS.get(calls.operation());
        if (name != null) {
          add(counts, name, calls.latency().calls());
        }
      }
    }
    return counts;
  }

  private static void add(Map<String, Long> counts, String name, long number) {
    counts.merge(name, number, Long::sum);
  }

  private static long number(BackendCallCounts calls) {
    return calls.succeeded() + calls.failed();
  }

  private static String request(String name) {
    return REQUESTS.getOrDefault(name, Ascii.toLowerCase(name).replaceAll("[^a-z0-9]+", "_"));
  }
}
