// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The flags and keys of all schemas, for people: as {@code -help} prints them, and as a page. */
public final class ConfigHelp {
  private static final int WIDTH = 100;
  private static final String INDENT = "      ";

  private static final String ORDER_RULE =
      """
      The order matters. A setting holds for the volumes that follow it, until it is set again; a flag
      marked "makes a volume" makes one of the settings before it. Flags marked "global" hold wherever
      they stand. One dash or two; -x v or -x=v; a switch is -x or -x=false. -replication sets that of
      every type, a type's own flag that of the type alone; the last one wins.
      """;

  /** Where the original's files have the settings of a mount; {@link ClusterVolume} reads them. */
  private static final Map<String, String> ORIGINAL_NAMES =
      Map.of(
          "id", "the uuid, which names the volume in `Volumes`",
          "readonly", "`ReadOnly`",
          "allow-trash-when-readonly", "`AllowTrashWhenReadOnly`",
          "serialize", "`Serialize`, in `DriverParameters`",
          "replication",
              "`Replication`; in `keepstore.yml` after the driver, such as `DirectoryReplication`",
          "storage-classes", "`StorageClasses`");

  private static final String HOSTS_ROW =
      "|  |  | `AccessViaHosts` | a map from the URLs of services, each with `ReadOnly` or nothing"
          + " |  | Which services have the volume; all if there is none |\n";

  private ConfigHelp() {}

  /**
   * Returns the help of a command line.
   *
   * @param schemas the types of volumes
   * @param application the application's own flags
   * @return lines of at most 100 characters, grouped by what the flags are for
   */
  public static String flags(VolumeSchemas schemas, ConfigSchema application) {
    StringBuilder help = new StringBuilder(application.help()).append(".\n\n").append(ORDER_RULE);
    group(help, application.type(), application, "global");
    group(help, "all volumes", CommonKeys.GLOBAL, "global");
    group(help, "each volume", CommonKeys.MOUNT, "");
    for (ConfigSchema schema : schemas.all()) {
      group(help, "type " + schema.type() + ": " + schema.help(), schema, "");
    }
    schemas.notes().forEach(note -> wrap(help.append('\n'), "", "Note: " + note));
    return help.toString();
  }

  private static void group(StringBuilder help, String title, ConfigSchema schema, String marker) {
    List<ConfigKey<?>> keys = schema.keys().stream().filter(key -> key != CommonKeys.ID).toList();
    if (keys.isEmpty()) {
      return;
    }
    help.append("\nFlags of ").append(title).append('\n');
    for (ConfigKey<?> key : keys) {
      List<String> flags = schema.flags(key);
      help.append("  -").append(String.join(", -", flags)).append('\n');
      List<String> notes = notes(schema, key);
      if (!marker.isEmpty() && !key.isGlobal()) {
        notes.add(0, marker);
      }
      wrap(help, INDENT, key.help() + " (" + String.join("; ", notes) + ")");
    }
    schema
        .replicationFlag()
        .ifPresent(
            flag -> {
              help.append("  -").append(flag).append('\n');
              wrap(
                  help,
                  INDENT,
                  CommonKeys.REPLICATION.help() + " (default " + schema.defaultReplication() + ")");
            });
  }

  private static List<String> notes(ConfigSchema schema, ConfigKey<?> key) {
    List<String> notes = new ArrayList<>();
    if (schema.volumeKey().filter(key::equals).isPresent()) {
      notes.add("makes a volume");
    } else if (key.isGlobal()) {
      notes.add("global");
    }
    if (key.isRequired()) {
      notes.add("required");
    }
    notes.add(key.expected());
    printedDefault(key).ifPresent(value -> notes.add("default " + value));
    return notes;
  }

  private static <T> Optional<String> printedDefault(ConfigKey<T> key) {
    return key.defaultValue().map(key::print);
  }

  private static void wrap(StringBuilder help, String indent, String text) {
    int column = 0;
    for (String word : Splitter.on(' ').split(text)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        help.append('\n');
        column = 0;
      }
      if (column == 0) {
        help.append(indent).append(word);
        column = indent.length() + word.length();
      } else {
        help.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    help.append('\n');
  }

  /**
   * Returns the keys of all types as tables in Markdown.
   *
   * @param schemas the types of volumes
   * @return sections, one for each type, after those of all volumes, with the names of the keys in
   *     the forms of {@link VolumeMaps}
   */
  public static String markdown(VolumeSchemas schemas) {
    StringBuilder page = new StringBuilder();
    head(page, "All volumes", false);
    CommonKeys.GLOBAL.keys().forEach(key -> row(page, CommonKeys.GLOBAL, key, Optional.empty()));
    head(page.append('\n'), "Each volume", true);
    for (ConfigKey<?> key : CommonKeys.MOUNT.keys()) {
      String original = ORIGINAL_NAMES.getOrDefault(key.name(), "");
      row(page, CommonKeys.MOUNT, key, Optional.of(original));
    }
    page.append(HOSTS_ROW);
    for (ConfigSchema schema : schemas.all()) {
      String title = "`" + schema.type() + "`, driver `" + schema.driver() + "`: " + schema.help();
      head(page.append('\n'), title, true);
      for (ConfigKey<?> key : schema.keys()) {
        row(page, schema, key, Optional.of("`" + key.parameter() + "`"));
      }
      schema.replicationFlag().ifPresent(flag -> replicationRow(page, schema, flag));
    }
    return page.toString();
  }

  private static void head(StringBuilder page, String title, boolean hasOriginal) {
    page.append("## ").append(title).append("\n\n");
    page.append("| key | flag |").append(hasOriginal ? " in the original's form |" : "");
    page.append(" value | default | meaning |\n");
    page.append("|---|---|").append(hasOriginal ? "---|" : "").append("---|---|---|\n");
  }

  private static void row(
      StringBuilder page, ConfigSchema schema, ConfigKey<?> key, Optional<String> original) {
    String flags =
        key == CommonKeys.ID
            ? ""
            : schema.flags(key).stream()
                .map(flag -> "`-" + flag + "`")
                .collect(Collectors.joining(", "));
    page.append("| `").append(key).append("` | ").append(flags).append(" | ");
    original.ifPresent(name -> page.append(name).append(" | "));
    page.append(key.expected()).append(" | ");
    page.append(printedDefault(key).map(value -> "`" + value + "`").orElse(""));
    boolean makesVolume = schema.volumeKey().filter(key::equals).isPresent();
    page.append(makesVolume ? "required, makes a volume" : key.isRequired() ? "required" : "");
    // A flag holds for the volumes that follow, a key for its own.
    String help = key.help().replace("the volumes that follow", "the volume");
    page.append(" | ").append(help).append(" |\n");
  }

  private static void replicationRow(StringBuilder page, ConfigSchema schema, String flag) {
    ConfigKey<?> key = CommonKeys.REPLICATION;
    page.append("| `").append(key).append("` | `-").append(flag).append("` | ");
    page.append("`Replication`, or `").append(schema.driver()).append("Replication` in ");
    page.append("`keepstore.yml` | ").append(key.expected()).append(" | `");
    page.append(schema.defaultReplication()).append("` | ").append(key.help()).append(" |\n");
  }
}
