// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import org.keepvolume.Capability;
import org.keepvolume.store.Mount;

/**
 * A mount with its name for people.
 *
 * @param mount the mount
 * @param label how its volume was named by who started the service
 * @param mountPoint where its blocks are: the path of a directory, the name of a container
 */
public record MountedVolume(Mount mount, String label, String mountPoint) {
  /** Tells whether blocks may be written to it. */
  boolean takesWrites() {
    return mount.volume().capabilities().contains(Capability.WRITE);
  }

  /** Tells whether its blocks may be trashed. */
  boolean takesTrash() {
    return mount.volume().capabilities().contains(Capability.TRASH);
  }
}
