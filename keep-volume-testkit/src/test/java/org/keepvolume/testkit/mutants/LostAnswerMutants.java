// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.TR_10;

import java.nio.ByteBuffer;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;

/** Retries and repairs that take a lost answer for a thing not done. */
final class LostAnswerMutants {
  private LostAnswerMutants() {}

  static List<Mutant> all() {
    return List.of(
        TrashMutants.trash(
            TR_10,
            "tries a trash again and calls its own effect a missing block",
            (volume, raw, context, hash, onlyIf) -> retried(() -> volume.trash(hash, onlyIf))),
        Mutant.of(
            TR_10,
            "tries an untrash again and calls its own effect a live block",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
                    return retried(() -> super.untrash(hash));
                  }
                }),
        SweepMutants.sweep(
            TR_10,
            "tries a sweep again and counts the second one alone",
            (volume, raw, context) -> retried(volume::emptyTrash)),
        Mutant.of(
            TR_10,
            "undoes a write whose answer was lost",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    try {
                      super.write(hash, data);
                    } catch (VolumeUnavailableException e) {
                      if (isLost(e)
                          && raw.mtime(hash)
                              .filter(context.clock().instant()::equals)
                              .isPresent()) {
                        raw.remove(hash);
                      }
                      throw e;
                    }
                  }
                }),
        Mutant.of(
            TR_10,
            "takes a touch without an answer for one of a missing block",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    try {
                      super.touch(hash);
                    } catch (VolumeUnavailableException e) {
                      throw isLost(e)
                          ? new BlockNotFoundException(
                              Operation.TOUCH, hash, deviceId(), "no answer", null)
                          : e;
                    }
                  }
                }));
  }

  private interface Call<T> {
    T result() throws VolumeException;
  }

  private static <T> T retried(Call<T> call) throws VolumeException {
    try {
      return call.result();
    } catch (VolumeUnavailableException e) {
      if (isLost(e)) {
        return call.result();
      }
      throw e;
    }
  }

  private static boolean isLost(VolumeUnavailableException e) {
    return e.detail().contains("answer was lost");
  }
}
