// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeSchemas;

/**
 * What a service loader finds, and why it could not load the rest.
 *
 * @param found the providers, in the order of the class path
 * @param broken a sentence without its full stop for each that failed, and one if the search was
 *     given up
 */
record ProviderSearch(ImmutableList<VolumeProvider> found, ImmutableList<String> broken) {
  /**
   * No class path has as many broken providers in a row; an iterator that fails and does not go on
   * fails for ever.
   */
  private static final int MOST_FAILURES_IN_A_ROW = 100;

  /** Goes on past each provider that fails: it hides no other one. */
  static ProviderSearch in(Iterator<VolumeProvider> providers) {
    List<VolumeProvider> found = new ArrayList<>();
    Set<String> broken = new LinkedHashSet<>();
    int failuresInARow = 0;
    while (failuresInARow < MOST_FAILURES_IN_A_ROW) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        found.add(checked(providers.next()));
        failuresInARow = 0;
      } catch (ServiceConfigurationError | LinkageError | AssertionError | RuntimeException e) {
        failuresInARow++;
        broken.add(reason(e));
      }
    }
    if (failuresInARow == MOST_FAILURES_IN_A_ROW) {
      broken.add(
          "the search for providers ended after "
              + MOST_FAILURES_IN_A_ROW
              + " failures in a row; there may be more");
    }
    return new ProviderSearch(ImmutableList.copyOf(found), ImmutableList.copyOf(broken));
  }

  /** Calls what is called later, so that a provider that fails there is one that is broken. */
  private static VolumeProvider checked(VolumeProvider provider) {
    String mismatch;
    ConfigSchema schema;
    try {
      mismatch = mismatch(provider);
      schema = provider.schema();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new IllegalStateException(describe(provider) + " threw " + e, e.getCause());
    }
    if (!mismatch.isEmpty()) {
      throw new IllegalStateException(mismatch);
    }
    String clash = clash(schema);
    if (!clash.isEmpty()) {
      throw new IllegalStateException(clash + ": " + describe(provider));
    }
    return provider;
  }

  /** Returns what does not fit together in a provider, or nothing. */
  static String mismatch(VolumeProvider provider) {
    String type = provider.type();
    String declared = provider.schema().type();
    return declared.equals(type)
        ? ""
        : describe(provider) + " is of type " + type + ", and its schema of type " + declared;
  }

  /** Returns what schemas declare that one of them or all volumes have already, or nothing. */
  static String clash(ConfigSchema... schemas) {
    try {
      VolumeSchemas unused = VolumeSchemas.of(List.of(schemas), List.of());
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Names a provider's class, and the jar or directory that has it. */
  static String describe(VolumeProvider provider) {
    var source = provider.getClass().getProtectionDomain().getCodeSource();
    return provider.getClass().getName()
        + (source == null || source.getLocation() == null ? "" : " of " + source.getLocation());
  }

  private static String reason(Throwable e) {
    StringBuilder reason = new StringBuilder("a provider could not be loaded: ");
    // The message of a LinkageError is often no more than the name of a class.
    reason.append(e.getMessage() == null || e instanceof LinkageError ? e : e.getMessage());
    // Causes may form a ring.
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(e);
    for (Throwable cause = e.getCause();
        cause != null && seen.add(cause);
        cause = cause.getCause()) {
      reason.append(", caused by ").append(cause);
    }
    return reason.toString();
  }
}
