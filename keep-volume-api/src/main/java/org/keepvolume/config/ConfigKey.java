// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;

/**
 * One setting, declared once: its name, type, range, default and meaning, from which its flag, its
 * key in a config file, and its help follow.
 *
 * <p>Immutable; a declaration is a constant. Each {@code with} method returns a copy.
 *
 * @param <T> the type of its values
 */
@CheckReturnValue
public final class ConfigKey<T> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String name;
  private final ValueType<T> type;
  private final String help;
  private final @Nullable T defaultValue;
  private final boolean required;
  private final boolean secret;
  private final boolean global;
  private final ImmutableList<String> flags;
  private final @Nullable String parameter;

  private ConfigKey(
      String name,
      ValueType<T> type,
      String help,
      @Nullable T defaultValue,
      boolean required,
      boolean secret,
      boolean global,
      List<String> flags,
      @Nullable String parameter) {
    checkName(name);
    flags.forEach(ConfigKey::checkName);
    this.name = name;
    this.type = type;
    this.help = requireNonNull(help, "help");
    this.defaultValue = defaultValue;
    this.required = required;
    this.secret = secret;
    this.global = global;
    this.flags = ImmutableList.copyOf(flags);
    this.parameter = parameter;
  }

  private static void checkName(String name) {
    checkArgument(
        NAME.matcher(name).matches(),
        "a key or flag is named \"%s\"; expected lower-case words with dashes between them",
        name);
  }

  private static <T> ConfigKey<T> of(String name, ValueType<T> type, String help) {
    return new ConfigKey<>(name, type, help, null, false, false, false, List.of(), null);
  }

  /**
   * Declares a text: not empty, without control characters.
   *
   * @param name lower-case words with dashes between them, such as {@code account-name}
   * @param help what the setting does, as a sentence without its full stop
   * @return the key, without default, not required
   * @throws IllegalArgumentException if the name has another form; of each other method, too
   */
  public static ConfigKey<String> string(String name, String help) {
    return of(name, ValueTypes.STRING, help);
  }

  /**
   * Declares a whole number, as the original reads them: decimal, or with 0x or 0 in front.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @param least the smallest value
   * @param most the largest value
   * @return the key
   */
  public static ConfigKey<Integer> integer(String name, String help, int least, int most) {
    return of(name, ValueTypes.integer(least, most), help);
  }

  /**
   * Declares a number of bytes, with or without a unit: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB. The
   * letters K, M, G and T, large or small, stand for KiB, MiB, GiB and TiB, as for the JVM.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @param least the smallest value
   * @param most the largest value
   * @return the key
   */
  public static ConfigKey<Long> size(String name, String help, long least, long most) {
    return of(name, ValueTypes.size(least, most), help);
  }

  /**
   * Declares a duration, not negative, as Go or ISO 8601 write them.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<Duration> duration(String name, String help) {
    return of(name, ValueTypes.DURATION, help);
  }

  /**
   * Declares a duration for which a bare number means seconds.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<Duration> seconds(String name, String help) {
    return of(name, ValueTypes.SECONDS, help);
  }

  /**
   * Declares a switch, whose default is false.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<Boolean> bool(String name, String help) {
    return of(name, ValueTypes.BOOLEAN, help).withDefault(false);
  }

  /**
   * Declares a path of the default file system, which is not looked at.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<Path> path(String name, String help) {
    return of(name, ValueTypes.PATH, help);
  }

  /**
   * Declares a URI.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<URI> uri(String name, String help) {
    return of(name, ValueTypes.URI, help);
  }

  /**
   * Declares a choice among the constants of an enum, written in lower case with dashes.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @param type the enum
   * @param <E> the enum
   * @return the key
   */
  public static <E extends Enum<E>> ConfigKey<E> oneOf(String name, String help, Class<E> type) {
    return of(name, ValueTypes.oneOf(type), help);
  }

  /**
   * Declares a text that must not be shown.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<Secret> secret(String name, String help) {
    return new ConfigKey<>(
        name, ValueTypes.SECRET, help, null, false, true, false, List.of(), null);
  }

  /**
   * Declares the file that holds a secret, which is read when it is needed. A path that looks like
   * a secret is refused and not shown: 40 or more letters, digits, plus signs and slashes, then
   * equals signs; a SAS token; a connection string.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @return the key
   */
  public static ConfigKey<SecretFile> secretFile(String name, String help) {
    return of(
        name,
        ValueTypes.of("the path of a file", ValueTypes::secretFile, file -> file.path().toString()),
        help);
  }

  /**
   * Declares values of a kind of the provider's own.
   *
   * @param name as for {@link #string}
   * @param help as for {@link #string}
   * @param expected what values look like, for messages, such as {@code a mode, such as 0600}
   * @param parser makes a value of a text, or throws {@link IllegalArgumentException}, whose
   *     message, if there is one, says why not
   * @param printer writes a value so that the parser reads it back the same
   * @param <T> the type of the values, which have {@code equals}
   * @return the key
   */
  public static <T> ConfigKey<T> custom(
      String name,
      String help,
      String expected,
      Function<String, T> parser,
      Function<T, String> printer) {
    return of(name, ValueTypes.of(expected, parser, printer), help);
  }

  /** Declares a name of a mount. */
  static ConfigKey<String> name(String name, String help) {
    return of(name, ValueTypes.NAME, help);
  }

  /** Declares names, with commas between them. */
  static ConfigKey<Set<String>> names(String name, String help) {
    return of(name, ValueTypes.NAMES, help);
  }

  /**
   * Returns this key with a default.
   *
   * @param value what holds where nothing is set
   * @return the changed key
   */
  public ConfigKey<T> withDefault(T value) {
    requireNonNull(value, "value");
    return new ConfigKey<>(name, type, help, value, required, secret, global, flags, parameter);
  }

  /**
   * Returns this key as one that must be set.
   *
   * @return the changed key
   */
  public ConfigKey<T> required() {
    return new ConfigKey<>(name, type, help, defaultValue, true, secret, global, flags, parameter);
  }

  /**
   * Returns this key as one whose flag holds for all volumes wherever it stands on the command
   * line, and not for those that follow alone.
   *
   * @return the changed key
   */
  public ConfigKey<T> global() {
    return new ConfigKey<>(
        name, type, help, defaultValue, required, secret, true, flags, parameter);
  }

  /**
   * Returns this key with other flags than the one that follows from its name.
   *
   * @param flags the flag, then its synonyms, without dashes in front
   * @return the changed key
   */
  public ConfigKey<T> withFlags(String... flags) {
    return new ConfigKey<>(
        name, type, help, defaultValue, required, secret, global, List.of(flags), parameter);
  }

  /**
   * Returns this key with another name in the original's config file than the one that follows from
   * its name.
   *
   * @param parameter the name below {@code DriverParameters}
   * @return the changed key
   */
  public ConfigKey<T> withParameter(String parameter) {
    return new ConfigKey<>(
        name, type, help, defaultValue, required, secret, global, flags, parameter);
  }

  /**
   * Returns the name.
   *
   * @return lower-case words with dashes between them
   */
  public String name() {
    return name;
  }

  /**
   * Returns what the setting does.
   *
   * @return a sentence without its full stop
   */
  public String help() {
    return help;
  }

  /**
   * Returns what holds where nothing is set.
   *
   * @return the default; empty if there is none
   */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /**
   * Tells whether the setting must be set.
   *
   * @return true if there is no configuration without it
   */
  public boolean isRequired() {
    return required;
  }

  /**
   * Tells whether values must not be shown.
   *
   * @return true for secrets
   */
  public boolean isSecret() {
    return secret;
  }

  boolean isGlobal() {
    return global;
  }

  boolean isBoolean() {
    return type.isBoolean();
  }

  /** Returns the flags given, or else the one that follows from the name. */
  ImmutableList<String> flags(String prefix) {
    return flags.isEmpty() ? ImmutableList.of(prefix + name) : flags;
  }

  /** Returns the name in the original's config file, such as {@code StorageAccountName}. */
  String parameter() {
    return parameter != null ? parameter : CaseFormat.LOWER_HYPHEN.to(CaseFormat.UPPER_CAMEL, name);
  }

  String expected() {
    return type.expected();
  }

  /** Reads a value, or throws a {@link BadValueException} that says what was expected. */
  T parse(String text) throws BadValueException {
    try {
      return type.parse(text);
    } catch (IllegalArgumentException e) {
      String reason =
          e.getMessage() == null || e.getMessage().isEmpty() ? "" : e.getMessage() + ", ";
      String shown = shown(text, Shown::quoted);
      throw new BadValueException(shown + ": " + reason + "expected " + type.expected());
    }
  }

  /** Writes a value for people; what may be a secret as such, and a URI without its tokens. */
  String print(T value) {
    return shown(text(value), text -> text);
  }

  /** Writes a value so that it reads back the same, even a secret. */
  String text(T value) {
    return type.print(value);
  }

  private String shown(String text, Function<String, String> form) {
    String rest = withoutTokens(text);
    return secret || Shown.isLikeSecret(rest) ? Secret.of(text).toString() : form.apply(rest);
  }

  private String withoutTokens(String text) {
    return type == ValueTypes.URI ? Shown.uri(text) : text;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
