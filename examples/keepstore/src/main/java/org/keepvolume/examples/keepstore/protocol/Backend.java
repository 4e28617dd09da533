// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.util.List;
import java.util.Optional;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BufferPool;

/**
 * What the endpoints work on, and what they may do.
 *
 * @param store the blocks
 * @param volumes the store's mounts, in the order in which they were mounted
 * @param buffers the memory that blocks pass through
 * @param systemToken of those who may list and delete
 * @param managementToken of those who may ask for health and metrics
 * @param signatures empty: locators are not signed
 * @param enforced whether blocks are read with a good signature only
 * @param deletes whether blocks may be trashed
 */
public record Backend(
    BlockStore store,
    List<MountedVolume> volumes,
    BufferPool buffers,
    SystemToken systemToken,
    ManagementToken managementToken,
    Optional<Signatures> signatures,
    boolean enforced,
    boolean deletes) {
  /** Copies the list. */
  public Backend {
    volumes = List.copyOf(volumes);
  }
}
