// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
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
   * @return sections, one for each type, after those of all volumes
   */
  public static String markdown(VolumeSchemas schemas) {
    StringBuilder page = new StringBuilder();
    table(page, "All volumes", CommonKeys.GLOBAL, false);
    table(page, "Each volume", CommonKeys.MOUNT, false);
    for (ConfigSchema schema : schemas.all()) {
      table(page, "`" + schema.type() + "`: " + schema.help(), schema, true);
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static void table(
      StringBuilder page, String title, ConfigSchema schema, boolean hasParameters) {
    page.append("## ").append(title).append("\n\n");
    page.append("| key | flag |").append(hasParameters ? " in the original's file |" : "");
    page.append(" value | default | meaning |\n");
    page.append("|---|---|").append(hasParameters ? "---|" : "").append("---|---|---|\n");
    for (ConfigKey<?> key : schema.keys()) {
      String flags =
          key == CommonKeys.ID
              ? ""
              : schema.flags(key).stream()
                  .map(flag -> "`-" + flag + "`")
                  .collect(Collectors.joining(", "));
      page.append("| `").append(key).append("` | ").append(flags).append(" | ");
      if (hasParameters) {
        page.append('`').append(key.parameter()).append("` | ");
      }
      page.append(key.expected()).append(" | ");
      page.append(printedDefault(key).map(value -> "`" + value + "`").orElse(""));
      boolean makesVolume = schema.volumeKey().filter(key::equals).isPresent();
      page.append(makesVolume ? "required, makes a volume" : key.isRequired() ? "required" : "");
      page.append(" | ").append(key.help()).append(" |\n");
    }
    page.append('\n');
  }
}
