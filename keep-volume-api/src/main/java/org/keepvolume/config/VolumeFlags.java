// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.keepvolume.config.FlagTable.Flag;

/**
 * Reads a command line whose order matters, as the original does.
 *
 * <p>Settings hold for the volumes that follow, until they are set again; a volume flag makes a
 * volume of the settings in force; global flags and the application's hold wherever they stand, the
 * last one wins. One dash or two; {@code -x v} or {@code -x=v}; a switch is {@code -x} or {@code
 * -x=false}. Nothing is opened or looked at.
 */
public final class VolumeFlags {
  private final FlagTable table;
  private final List<String> args;
  private final FlagProblems problems = new FlagProblems();
  private final FlagSettings settings;
  private boolean helpWanted;
  private boolean secretBefore;
  private int next;

  private VolumeFlags(List<String> args, VolumeSchemas schemas, ConfigSchema application) {
    this.args = args;
    table = FlagTable.of(schemas, Optional.of(application));
    settings = new FlagSettings(application, problems);
  }

  /**
   * Reads a command line.
   *
   * @param args the arguments, without the program's name
   * @param schemas the types of volumes
   * @param application the application's own flags
   * @return what the arguments say
   * @throws ConfigException with every mistake, each with its argument's position, from 1
   * @throws IllegalStateException if the application has a flag that another schema has
   */
  public static ParsedFlags parse(
      List<String> args, VolumeSchemas schemas, ConfigSchema application) throws ConfigException {
    return new VolumeFlags(List.copyOf(args), schemas, application).parse();
  }

  private ParsedFlags parse() throws ConfigException {
    while (next < args.size()) {
      String arg = args.get(next++);
      if (arg.equals("--")) {
        refuseRest();
      } else if (arg.length() > 1 && arg.startsWith("-")) {
        flag(arg);
      } else {
        unexpected(arg);
      }
    }
    ParsedFlags parsed = settings.finish(helpWanted);
    List<ConfigProblem> found = problems.inOrder();
    if (!found.isEmpty() && !helpWanted) {
      throw new ConfigException(found);
    }
    return parsed;
  }

  private void flag(String arg) {
    int position = next;
    String text = arg.substring(arg.startsWith("--") ? 2 : 1);
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (FlagTable.HELP.contains(name)) {
      helpWanted = true;
      return;
    }
    Flag flag = table.find(name);
    secretBefore = flag != null && flag.key().isSecret();
    if (flag == null) {
      unknown(name, equals < 0);
    } else if (equals >= 0) {
      settings.set(position, flag, text.substring(equals + 1));
    } else if (flag.key().isBoolean()) {
      settings.set(position, flag, "true");
    } else if (next == args.size()) {
      settings.setMistaken(flag);
      problem(position, "-" + name + " has no value; expected " + flag.key().expected());
    } else if (flagOf(args.get(next)) != null) {
      settings.setMistaken(flag);
      problem(
          position,
          "-"
              + name
              + " has no value, since "
              + withoutValue(args.get(next))
              + " is a flag; expected "
              + flag.key().expected()
              + (isWithoutValue(args.get(next)) ? ", or -" + name + "=" + args.get(next) : ""));
    } else {
      settings.set(position, flag, args.get(next++));
    }
  }

  private void unknown(String name, boolean mayHaveValue) {
    Optional<String> meant = Suggestions.nearest(name, table.names());
    problem(
        next,
        "unknown flag -"
            + Shown.name(name)
            + meant.map(flag -> "; did you mean -" + flag + "?").orElse(""));
    passOver(meant.map(table::find), mayHaveValue);
  }

  /** Takes a flag that was written wrongly as given, with its value. */
  private void passOver(Optional<Flag> meant, boolean mayHaveValue) {
    meant.ifPresent(settings::setMistaken);
    secretBefore = meant.filter(flag -> flag.key().isSecret()).isPresent();
    boolean takesValue = mayHaveValue && meant.filter(flag -> flag.key().isBoolean()).isEmpty();
    // What follows is most likely its value, and not a second mistake.
    if (takesValue && next < args.size() && isValue(args.get(next))) {
      next++;
    }
  }

  private boolean isValue(String arg) {
    return !arg.startsWith("-") || (secretBefore && flagOf(arg) == null);
  }

  /** Returns an argument without what stands behind an equals sign, which may be a secret. */
  private static String withoutValue(String arg) {
    return isWithoutValue(arg) ? arg : arg.substring(0, arg.indexOf('='));
  }

  private static boolean isWithoutValue(String arg) {
    return arg.indexOf('=') < 0;
  }

  /** Returns the flag that an argument names, or null. */
  private @Nullable Flag flagOf(String arg) {
    if (!arg.startsWith("-")) {
      return null;
    }
    String text = arg.substring(arg.startsWith("--") ? 2 : 1);
    int equals = text.indexOf('=');
    return table.find(equals < 0 ? text : text.substring(0, equals));
  }

  private void unexpected(String arg) {
    int position = next;
    String before = next < 2 ? "" : args.get(next - 2);
    Flag flag = isWithoutValue(before) ? flagOf(before) : null;
    // A secret with a blank in it, that nobody quoted, makes several arguments.
    String shown = secretBefore ? Secret.of(arg).toString() : Shown.quoted(withoutValue(arg));
    String remedy = "; every argument is a flag or the value of one";
    Optional<Flag> meant = Suggestions.nearest(withoutValue(arg), table.names()).map(table::find);
    if (meant.isPresent() && !secretBefore) {
      remedy = "; did you mean -" + meant.get().name() + "?";
      passOver(meant, isWithoutValue(arg));
    } else if (flag != null && flag.key().isBoolean()) { // which is no secret
      remedy = "; a switch is set by " + before + "=" + Shown.name(withoutValue(arg));
    }
    problem(position, shown + " is not a flag" + remedy);
  }

  private void refuseRest() {
    if (next < args.size()) {
      problem(
          next + 1,
          Shown.quoted(withoutValue(args.get(next)))
              + " stands behind --, where nothing is expected");
      next = args.size();
    }
  }

  private void problem(int position, String what) {
    problems.at(position, what);
  }
}
