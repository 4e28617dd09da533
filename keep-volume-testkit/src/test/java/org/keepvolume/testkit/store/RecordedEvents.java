// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.observe.StoreObserver;

/** Keeps what a store tells its observer about copies, a line each. */
final class RecordedEvents implements StoreObserver {
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  List<String> events() {
    return List.copyOf(events);
  }

  @Override
  public void fellBack(Operation operation, BlockHash hash, String volume, VolumeException reason) {
    events.add(operation + " fell back from " + volume);
  }

  @Override
  public void damagedCopySeen(BlockHash hash, String volume) {
    events.add("damaged on " + volume);
  }

  @Override
  public void repaired(BlockHash hash, String volume) {
    events.add("repaired on " + volume);
  }
}
