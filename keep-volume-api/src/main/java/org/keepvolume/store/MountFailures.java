// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;

/**
 * Collects why each mount could not serve a call, and picks what to tell the caller (ST-1, ST-2).
 */
final class MountFailures<E extends IOException> {
  private final List<E> failures = new ArrayList<>();

  void add(E failure) {
    failures.add(failure);
  }

  boolean isEmpty() {
    return failures.isEmpty();
  }

  /**
   * Returns the failure that tells the caller most, with the others suppressed: one that may pass,
   * since a good copy may be there; then a copy that the caller can not hold; then a damaged copy;
   * then a full volume; then any other failure. Not found comes last: it is true only if every
   * mount said so. Of equals the first.
   */
  E mostTelling() {
    E told =
        failures.stream()
            .reduce((first, next) -> weight(next) > weight(first) ? next : first)
            .orElseThrow();
    failures.stream().filter(failure -> failure != told).forEach(told::addSuppressed);
    return told;
  }

  private static int weight(IOException failure) {
    if (!(failure instanceof VolumeException onVolume)) {
      return 4;
    }
    if (onVolume.retryable()) {
      return 5;
    }
    if (onVolume instanceof BlockCorruptException || onVolume instanceof BlockTooLargeException) {
      return 3;
    }
    if (onVolume instanceof VolumeFullException) {
      return 2;
    }
    return onVolume instanceof BlockNotFoundException ? 0 : 1;
  }
}
