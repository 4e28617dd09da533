// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepvolume.Access;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSpec;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The settings in force as YAML, without secrets. */
final class DumpedConfig {
  private DumpedConfig() {}

  static String of(ParsedFlags flags, List<VolumeSpec> volumes, MemoryBudget memory) {
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, String> shown = inForce(flags.application(), memory);
    for (ConfigKey<?> key : KeepstoreKeys.SCHEMA.keys()) {
      if (shown.containsKey(key.name())) {
        all.put(key.name(), shown.get(key.name()));
      }
    }
    all.put("blob-signature-ttl", seconds(flags.trashPolicy().minimumAge()));
    all.put("trash-lifetime", seconds(flags.trashPolicy().lifetime()));
    List<Map<String, String>> list = new ArrayList<>();
    volumes.forEach(volume -> list.add(volume(volume)));
    all.put("volumes", list);
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(all);
  }

  /** Returns the settings by name, with what becomes of those that follow from others. */
  private static Map<String, String> inForce(VolumeConfig own, MemoryBudget memory) {
    Map<String, String> shown = own.shown();
    shown.put(KeepstoreKeys.MAX_MEMORY.name(), Long.toString(memory.bytes()));
    int requests = Settings.requests(own, memory.bytes());
    shown.put(KeepstoreKeys.MAX_REQUESTS.name(), Integer.toString(requests));
    shown.remove(KeepstoreKeys.VERSION.name());
    shown.remove(KeepstoreKeys.DUMP_CONFIG.name());
    return shown;
  }

  /** Writes a duration to the nanosecond, as a flag takes it. */
  private static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getNano(), 9).add(BigDecimal.valueOf(duration.getSeconds()));
    return seconds.stripTrailingZeros().toPlainString() + "s";
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
