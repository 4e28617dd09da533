// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import com.google.common.base.CharMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
  private static final CharMatcher OF_NAMES =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("_.-"));

  /** What most flags look like, and few secrets. */
  private static final Pattern WORDS = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");

  private final FlagTable table;
  private final VolumeSchemas schemas;
  private final List<String> args;
  private final FlagProblems problems = new FlagProblems();
  private final FlagSettings settings;
  private boolean helpWanted;
  private boolean secretBefore;
  private int next;

  private VolumeFlags(List<String> args, VolumeSchemas schemas, ConfigSchema application) {
    this.args = args;
    this.schemas = schemas;
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
    if (flag != null) {
      secretBefore = flag.key().isSecret();
    }
    if (flag == null) {
      unknown(text, name);
    } else if (equals >= 0) {
      settings.set(position, flag, text.substring(equals + 1));
    } else if (flag.key().isBoolean()) {
      settings.set(position, flag, "true");
    } else if (next == args.size()) {
      settings.setMistaken(flag);
      problem(position, "-" + name + " has no value; expected " + flag.key().expected());
    } else if (shownFlag(args.get(next)).isPresent()) {
      String following = shownFlag(args.get(next)).get();
      settings.setMistaken(flag);
      problem(
          position,
          "-"
              + name
              + " has no value, since "
              + following
              + " is a flag; expected "
              + flag.key().expected()
              + (following.equals(args.get(next)) ? ", or -" + name + "=" + following : ""));
    } else {
      settings.set(position, flag, args.get(next++));
    }
  }

  /** Returns the flag that an argument is, without what may be a secret behind it. */
  private Optional<String> shownFlag(String arg) {
    return flagOf(arg) != null
        ? Optional.of(withoutValue(arg))
        : arg.startsWith("-")
            ? table
                .secretAtBeginOf(arg.substring(arg.startsWith("--") ? 2 : 1))
                .map(secret -> "-" + secret.name() + "...")
            : Optional.empty();
  }

  private void unknown(String text, String name) {
    Optional<Flag> meant = meant(name);
    String shown = Shown.isLikeSecret(text) ? Secret.of(text).toString() : shown(name, meant);
    problem(next, "unknown flag " + shown + remedy(meant));
    passOver(meant, isWithoutValue(text));
  }

  /** Returns the flag that was meant, if one is near. */
  private Optional<Flag> meant(String name) {
    String begin = nameAtBeginOf(name);
    return begin.isEmpty()
        ? Optional.empty()
        : table.meant(begin).or(() -> table.secretAtBeginOf(begin));
  }

  private String remedy(Optional<Flag> meant) {
    List<String> notes = schemas.notes();
    return meant
        .map(flag -> "; did you mean -" + flag.name() + "?")
        .orElseGet(
            () ->
                "; -help prints all flags"
                    + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")"));
  }

  /** Returns an unknown flag with its dash, without what may be a secret in or behind it. */
  private String shown(String name, Optional<Flag> meant) {
    // A secret with a blank in it, that nobody quoted, may go on with a dash.
    if (secretBefore && meant.isEmpty() && !WORDS.matcher(name).matches()) {
      return Secret.of(name).toString();
    }
    String begin = nameAtBeginOf(name);
    String shown = secretIn(begin, meant).map(Flag::name).orElse(begin);
    return "-" + Shown.name(shown) + (shown.length() < name.length() ? "..." : "");
  }

  /** Returns the flag behind which a secret may stand without anything between them. */
  private Optional<Flag> secretIn(String name, Optional<Flag> meant) {
    return meant.filter(flag -> Suggestions.isSlip(name, flag.name())).isPresent()
        ? Optional.empty()
        : table.secretAtBeginOf(name);
  }

  /** Returns a name up to a character that no flag has: behind a colon may be a value. */
  private static String nameAtBeginOf(String name) {
    int end = OF_NAMES.negate().indexIn(name);
    return end < 0 ? name : name.substring(0, end);
  }

  /** Takes a flag that was written wrongly as given, with its value. */
  private void passOver(Optional<Flag> meant, boolean mayHaveValue) {
    meant.ifPresent(settings::setMistaken);
    secretBefore |= meant.filter(flag -> flag.key().isSecret()).isPresent();
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
    String shown = secretBefore ? Secret.of(arg).toString() : shownArgument(arg);
    String remedy = "; every argument is a flag or the value of one";
    boolean isOfSwitch = flag != null && flag.key().isBoolean(); // which is no secret
    Optional<Flag> meant =
        secretBefore || (isOfSwitch && ValueTypes.isBoolean(arg))
            ? Optional.empty()
            : table.meant(withoutValue(arg));
    if (meant.isPresent()) {
      remedy = remedy(meant);
      passOver(meant, isWithoutValue(arg));
    } else if (isOfSwitch) {
      remedy = "; a switch is set by " + before + "=" + shown.replace("\"", "");
    }
    problem(position, shown + " is not a flag" + remedy);
  }

  private void refuseRest() {
    if (next < args.size()) {
      String arg = args.get(next);
      problem(
          next + 1,
          (secretBefore ? Secret.of(arg).toString() : shownArgument(arg))
              + " stands behind --, where nothing is expected");
      next = args.size();
    }
  }

  /** Returns an argument that has no place, without what may be a secret. */
  private String shownArgument(String arg) {
    String dashes = arg.startsWith("--") ? "--" : arg.startsWith("-") ? "-" : "";
    String name = withoutValue(arg.substring(dashes.length()));
    return secretIn(name, table.meant(name))
        .map(flag -> Shown.quoted(dashes + flag.name()))
        .orElseGet(() -> Shown.argument(arg));
  }

  private void problem(int position, String what) {
    problems.at(position, what);
  }
}
