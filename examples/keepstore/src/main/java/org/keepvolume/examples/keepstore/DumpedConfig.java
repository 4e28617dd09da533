// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepvolume.Access;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeSpec;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The settings in force as YAML, without secrets. */
final class DumpedConfig {
  private DumpedConfig() {}

  static String of(ParsedFlags flags, List<VolumeSpec> volumes) {
    Map<String, Object> all = new LinkedHashMap<>(flags.application().shown());
    all.remove(KeepstoreKeys.VERSION.name());
    all.remove(KeepstoreKeys.DUMP_CONFIG.name());
    all.put("blob-signature-ttl", flags.trashPolicy().minimumAge().toSeconds() + "s");
    all.put("trash-lifetime", flags.trashPolicy().lifetime().toSeconds() + "s");
    List<Map<String, String>> list = new ArrayList<>();
    volumes.forEach(volume -> list.add(volume(volume)));
    all.put("volumes", list);
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(all);
  }

  private static Map<String, String> volume(VolumeSpec spec) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("type", spec.type());
    shown.putAll(spec.config().shown());
    spec.options().id().ifPresent(id -> shown.put("id", id));
    Access access = spec.options().access();
    shown.put("readonly", Boolean.toString(access != Access.READ_WRITE));
    shown.put("allow-trash-when-readonly", Boolean.toString(access == Access.READ_TRASH));
    shown.put("serialize", Boolean.toString(spec.options().serialized()));
    shown.put("replication", Integer.toString(spec.options().replication()));
    shown.put("storage-classes", String.join(",", spec.options().storageClasses()));
    shown.put("priority", Integer.toString(spec.options().priority()));
    return shown;
  }
}
