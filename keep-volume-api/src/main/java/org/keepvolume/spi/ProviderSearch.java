// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;

/**
 * What a service loader finds, and why it could not load the rest.
 *
 * @param found the providers, in the order of the class path
 * @param broken a sentence without its full stop for each that failed
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
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failuresInARow++;
        broken.add(reason(e));
      }
    }
    return new ProviderSearch(ImmutableList.copyOf(found), ImmutableList.copyOf(broken));
  }

  /** Calls what is called later, so that a provider that fails there is one that is broken. */
  private static VolumeProvider checked(VolumeProvider provider) {
    String mismatch;
    try {
      mismatch = mismatch(provider);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(describe(provider) + " threw " + e, e.getCause());
    }
    if (!mismatch.isEmpty()) {
      throw new IllegalStateException(mismatch);
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
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      reason.append(", caused by ").append(cause);
    }
    return reason.toString();
  }
}
