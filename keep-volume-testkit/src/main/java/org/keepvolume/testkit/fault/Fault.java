// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import java.io.IOException;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;

/**
 * What goes wrong in one call, told by what happens before, in place of, and after the call below.
 *
 * <p>A kind of fault overrides what it changes, and calls {@link FaultCall#done} when it has
 * happened.
 */
abstract class Fault {
  private final String description;
  private final Set<Operation> operations;
  private final String objection;

  /**
   * Makes a fault.
   *
   * @param description the end of "the 2nd write is to ...", such as "lose the answer"
   * @param operations where it makes sense
   * @param objection why it makes no sense elsewhere
   */
  Fault(String description, Set<Operation> operations, String objection) {
    this.description = description;
    this.operations = operations;
    this.objection = objection;
  }

  /** Returns why the fault makes no sense for an operation; null if it does. */
  final @Nullable String objection(Operation operation) {
    return operations.contains(operation) ? null : objection;
  }

  /** Returns why a fault whose call was made may not have happened. */
  abstract String excuse();

  void before(FaultCall call) throws VolumeException {}

  int read(FaultCall call, Volume below, BlockHash hash, BlockSink sink) throws IOException {
    return below.read(hash, sink);
  }

  void index(FaultCall call, Volume below, BlockPrefix prefix, IndexVisitor visitor)
      throws IOException {
    below.index(prefix, visitor);
  }

  void indexTrash(FaultCall call, Volume below, BlockPrefix prefix, TrashVisitor visitor)
      throws IOException {
    below.indexTrash(prefix, visitor);
  }

  void after(FaultCall call) throws VolumeException {}

  /** Lets go of a call that this fault still holds, when the script ends. */
  void release() {}

  @Override
  public final String toString() {
    return description;
  }
}
