// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.google.common.base.Ascii;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Judges names of containers, which the service refuses with a message that names nothing. */
final class ContainerNames {
  private static final Pattern FORM = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");
  private static final Set<String> RESERVED = Set.of("$root", "$web", "$logs", "$blobchangefeed");

  private ContainerNames() {}

  /** Says what is wrong with a name, what was expected and what may have been meant, or nothing. */
  static Optional<String> wrong(String name) {
    if (FORM.matcher(name).matches()) {
      return Optional.empty();
    }
    if (RESERVED.contains(name)) {
      return Optional.of("the container " + name + " is the service's own; choose another");
    }
    String meant = meant(name);
    return Optional.of(
        "expected 3 to 63 characters, lower case, digits, and single dashes between them"
            + (FORM.matcher(meant).matches() ? "; did you mean " + meant + "?" : ""));
  }

  /** Shows a name, unless it looks like an address that somebody has pasted, with its token. */
  static String shown(String name) {
    return name.matches("[A-Za-z0-9.$_:/-]{0,80}")
        ? "is \"" + name + "\""
        : "has " + name.length() + " characters, some of them others";
  }

  private static String meant(String name) {
    return Ascii.toLowerCase(name).replaceAll("[-_. ]+", "-").replaceAll("^[-/]+|[-/]+$", "");
  }
}
