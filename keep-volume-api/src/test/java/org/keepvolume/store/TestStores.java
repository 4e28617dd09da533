// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import org.keepvolume.Volume;

/** Makes stores over fake volumes, with one buffer so that a lost one is noticed. */
final class TestStores {
  private TestStores() {}

  static BlockStore of(Volume... volumes) {
    BlockStore.Builder builder = BlockStore.builder().buffers(1);
    for (Volume volume : volumes) {
      builder.mount(volume);
    }
    return builder.build();
  }
}
