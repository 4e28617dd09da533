// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.store.BufferPoolStatus;

/** Tells the space of the volumes and the buffers in use, in the original's form of 1.1 to 2.7. */
public final class ShowStatus implements Endpoint {
  /** What the original says of containers: 0 would raise an alarm that the disk is full. */
  private static final long FREE_IF_UNKNOWN = 67_108_864_000L;

  private static final long USED_IF_UNKNOWN = 1;

  private final Backend backend;
  private final RequestGauge requests;
  private final String version;

  /**
   * Makes the page.
   *
   * @param backend the volumes and buffers
   * @param requests tells how many requests are worked on
   * @param version what the service calls itself
   */
  public ShowStatus(Backend backend, RequestGauge requests, String version) {
    this.backend = backend;
    this.requests = requests;
    this.version = version;
  }

  @Override
  public void serve(HttpCall call) throws IOException {
    call.watchClient();
    call.json(200, Json.text(this::write));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("Volumes");
    for (MountedVolume volume : backend.volumes()) {
      volume(json, volume);
    }
    json.writeEndArray();
    BufferPoolStatus buffers = backend.buffers().status();
    json.writeObjectFieldStart("BufferPool");
    json.writeNumberField("BytesAllocatedCumulative", buffers.reservedBytes());
    json.writeNumberField("BuffersMax", buffers.maxBytes() / Volume.MAX_BLOCK_SIZE);
    json.writeNumberField("BuffersInUse", BuffersInUse.of(buffers));
    json.writeEndObject();
    queue(json, "PullQueue");
    queue(json, "TrashQueue");
    json.writeNumberField("RequestsCurrent", requests.current());
    json.writeNumberField("RequestsMax", requests.max());
    json.writeStringField("Version", version);
    json.writeEndObject();
  }

  private static void volume(JsonGenerator json, MountedVolume volume) throws IOException {
    json.writeStartObject();
    json.writeStringField("Label", volume.label());
    json.writeObjectFieldStart("Status");
    json.writeStringField("MountPoint", volume.mountPoint());
    json.writeNumberField("DeviceNum", 1); // as the original says of all but directories
    try {
      VolumeStatus status = volume.mount().volume().status();
      json.writeNumberField("BytesFree", status.freeBytes().orElse(FREE_IF_UNKNOWN));
      json.writeNumberField("BytesUsed", status.usedBytes().orElse(USED_IF_UNKNOWN));
    } catch (VolumeException e) {
      json.writeStringField("Error", e.getMessage());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** There are no lists to work off: both are empty for those who watch them. */
  private static void queue(JsonGenerator json, String name) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("InProgress", 0);
    json.writeNumberField("Queued", 0);
    json.writeEndObject();
  }
}
