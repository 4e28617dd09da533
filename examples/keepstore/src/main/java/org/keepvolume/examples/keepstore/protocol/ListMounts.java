// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;

/** Names the mounts, with the keys of every era, for the original's keep-balance. */
final class ListMounts implements Endpoint {
  private final Backend backend;

  ListMounts(Backend backend) {
    this.backend = backend;
  }

  @Override
  public void serve(HttpCall call) throws IOException {
    call.json(200, Json.text(this::write));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (MountedVolume volume : backend.volumes()) {
      json.writeStartObject();
      json.writeStringField("uuid", volume.mount().id());
      json.writeStringField("device_id", volume.mount().volume().deviceId());
      json.writeBooleanField("read_only", !volume.takesWrites());
      json.writeBooleanField("allow_write", volume.takesWrites());
      json.writeBooleanField("allow_trash", volume.takesTrash() && backend.deletes());
      json.writeNumberField("replication", volume.mount().options().replication());
      json.writeObjectFieldStart("storage_classes");
      for (String name : volume.mount().options().storageClasses()) {
        json.writeBooleanField(name, true);
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
