// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keepvolume.CallOutcome;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;
import org.keepvolume.observe.CountingObserver;
import org.keepvolume.observe.OperationCounts;
import org.keepvolume.observe.OutcomeCounts;
import org.keepvolume.observe.VolumeCounts;
import org.keepvolume.store.BufferPoolStatus;

/**
 * Tells numbers to Prometheus, by the original's names.
 *
 * <p>Its counters do not end in {@code _total}, as Prometheus' library wants counters to; they are
 * told as untyped for that, which makes no difference to queries.
 */
public final class ShowMetrics implements Endpoint {
  private static final String ORIGINAL = "arvados_keepstore_";
  private static final String OPERATIONS = "What was asked of the device, by the original's names";
  private static final String BACKEND_CALLS = "Requests and syncs that calls of volumes made";
  private static final String BYTES = "Bytes read from the device (in), and written to it (out)";

  private final Backend backend;
  private final CountingObserver counts;
  private final RequestGauge requests;

  /**
   * Makes the page.
   *
   * @param backend whose buffers are told of
   * @param counts what the volumes did
   * @param requests how many requests are worked on
   */
  public ShowMetrics(Backend backend, CountingObserver counts, RequestGauge requests) {
    this.backend = backend;
    this.counts = counts;
    this.requests = requests;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    backend.managementToken().require(call);
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, snapshots());
    call.whole(200, writer.getContentType(), text.toString(UTF_8));
  }

  private MetricSnapshots snapshots() {
    BufferPoolStatus buffers = backend.buffers().status();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauge(all, "bufferpool_allocated_bytes", "Memory taken for blocks", buffers.reservedBytes());
    gauge(
        all,
        "bufferpool_max_buffers",
        "Buffers of 64 MiB that may be taken",
        buffers.maxBytes() / Volume.MAX_BLOCK_SIZE);
    gauge(
        all,
        "bufferpool_inuse_buffers",
        "Buffers of 64 MiB in use, the last one perhaps in part",
        BuffersInUse.of(buffers));
    for (String queue : new String[] {"pull", "trash"}) {
      gauge(all, queue + "_queue_pending_entries", "Always 0: there is no such queue", 0);
      gauge(all, queue + "_queue_inprogress_entries", "Always 0: there is no such queue", 0);
    }
    gauge(all, "concurrent_requests", "Requests worked on", requests.current());
    gauge(all, "max_concurrent_requests", "Requests worked on at most", requests.max());
    volumes(all);
    return all.build();
  }

  private void volumes(MetricSnapshots.Builder all) {
    UnknownSnapshot.Builder operations = unknown(ORIGINAL, "volume_operations", OPERATIONS);
    UnknownSnapshot.Builder errors = unknown(ORIGINAL, "volume_errors", "Calls that failed");
    UnknownSnapshot.Builder bytes = unknown(ORIGINAL, "volume_io_bytes", BYTES);
    UnknownSnapshot.Builder calls = unknown("keepvolume_", "volume_calls", "Calls of the volume");
    for (VolumeCounts volume : counts.counts()) {
      Labels device = Labels.of("device_id", volume.volume());
      OperationNames.counts(volume)
          .forEach((name, number) -> point(operations, device.add("operation", name), number));
      failures(volume)
          .forEach((type, number) -> point(errors, device.add("error_type", type), number));
      point(bytes, device.add("direction", "in"), bytes(volume.of(Operation.READ)));
      point(bytes, device.add("direction", "out"), bytes(volume.of(Operation.WRITE)));
      calls(calls, device, volume);
    }
    all.metricSnapshot(operations.build());
    all.metricSnapshot(errors.build());
    all.metricSnapshot(bytes.build());
    all.metricSnapshot(calls.build());
    all.metricSnapshot(backendCalls(counts.counts()));
  }

  /** Tells of requests to a service, and system calls, of which each call of a volume has some. */
  static UnknownSnapshot backendCalls(List<VolumeCounts> volumes) {
    UnknownSnapshot.Builder metric = unknown("keepvolume_", "backend_calls", BACKEND_CALLS);
    for (VolumeCounts volume : volumes) {
      volume
          .backendCalls()
          .forEach(
              (name, numbers) -> {
                Labels labels = Labels.of("device_id", volume.volume(), "call", name);
                point(metric, labels.add("outcome", "success"), numbers.succeeded());
                point(metric, labels.add("outcome", "failed"), numbers.failed());
              });
    }
    return metric.build();
  }

  private static Map<String, Long> failures(VolumeCounts volume) {
    Map<String, Long> failures = new TreeMap<>();
    for (OperationCounts operation : volume.operations().values()) {
      operation
          .outcomes()
          .forEach(
              (outcome, counts) -> {
                if (isError(outcome)) {
                  failures.merge(word(outcome), counts.calls(), Long::sum);
                }
              });
    }
    return failures;
  }

  private static void calls(UnknownSnapshot.Builder metric, Labels device, VolumeCounts volume) {
    for (OperationCounts operation : volume.operations().values()) {
      Labels labels = device.add("operation", operation.operation().toString().replace(' ', '_'));
      operation
          .outcomes()
          .forEach(
              (outcome, counts) ->
                  point(metric, labels.add("outcome", word(outcome)), counts.calls()));
    }
  }

  private static String word(CallOutcome outcome) {
    return Ascii.toLowerCase(outcome.name());
  }

  private static long bytes(OperationCounts operation) {
    return operation.outcomes().values().stream().mapToLong(OutcomeCounts::bytes).sum();
  }

  private static boolean isError(CallOutcome outcome) {
    return switch (outcome) {
      case CORRUPT, FULL, UNAVAILABLE, FAILED -> true;
      default -> false;
    };
  }

  private static UnknownSnapshot.Builder unknown(String prefix, String name, String help) {
    return UnknownSnapshot.builder().name(prefix + name).help(help);
  }

  private static void point(UnknownSnapshot.Builder metric, Labels labels, long value) {
    metric.dataPoint(
        UnknownDataPointSnapshot.builder().labels(labels).value((double) value).build());
  }

  private static void gauge(MetricSnapshots.Builder all, String name, String help, long value) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name(ORIGINAL + name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
            .build());
  }
}
