// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import javax.annotation.Nullable;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockLocator;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.WriteResult;

/**
 * How an exception travels between the processes: by its type and its fields.
 *
 * <p>A cause arrives as a {@link RuntimeException} whose message is the stack trace of the sender.
 */
final class Failures {
  private static final ImmutableMap<String, Factory> PLAIN =
      ImmutableMap.<String, Factory>builder()
          .put(name(BlockNotFoundException.class), BlockNotFoundException::new)
          .put(name(BlockCorruptException.class), BlockCorruptException::new)
          .put(name(BlockTooLargeException.class), BlockTooLargeException::new)
          .put(name(BlockCollisionException.class), BlockCollisionException::new)
          .put(name(VolumeFullException.class), VolumeFullException::new)
          .put(name(VolumeReadOnlyException.class), VolumeReadOnlyException::new)
          .put(name(VolumeUnsupportedException.class), VolumeUnsupportedException::new)
          .put(name(VolumeFailureException.class), VolumeFailureException::new)
          .put(name(CallCancelledException.class), CallCancelledException::new)
          .buildOrThrow();

  /** The constructor that most members have. */
  private interface Factory {
    VolumeException make(
        Operation operation,
        @Nullable BlockHash hash,
        @Nullable String volume,
        String detail,
        @Nullable Throwable cause);
  }

  private Failures() {}

  /** Tells a failure in the fields that {@link #read} takes. */
  static Line line(VolumeException failure) {
    Duration retryAfter =
        failure instanceof VolumeUnavailableException unavailable
            ? unavailable.retryAfter().orElse(null)
            : null;
    WriteResult result =
        failure instanceof InsufficientReplicasException insufficient
            ? insufficient.result().orElse(null)
            : null;
    Line line =
        new Line()
            .add(name(failure.getClass()))
            .add(failure.operation().name())
            .add(failure.hash().orElse(null))
            .add(failure.volume().orElse(null))
            .add(failure.detail())
            .add(failure.getCause() == null ? null : Throwables.getStackTraceAsString(failure))
            .add(retryAfter)
            .add(result == null ? null : result.locator())
            .add(result == null ? 0 : result.replicas())
            .add(failure.sweep().isPresent());
    return failure.sweep().isPresent() ? line.addAll(line(failure.sweep().get())) : line;
  }

  /** Makes the failure that {@link #line(VolumeException)} told. */
  static VolumeException read(LineReader from) {
    String type = from.text();
    Operation operation = Operation.valueOf(from.text());
    BlockHash hash = from.hashOrNull();
    String volume = from.textOrNull();
    String detail = from.text();
    Throwable cause = cause(from.textOrNull());
    Duration retryAfter = from.durationOrNull();
    String locator = from.textOrNull();
    int replicas = (int) from.number();
    VolumeException failure;
    if (type.equals(name(VolumeUnavailableException.class))) {
      failure = new VolumeUnavailableException(operation, hash, volume, detail, retryAfter, cause);
    } else if (type.equals(name(InsufficientReplicasException.class))) {
      WriteResult result = new WriteResult(BlockLocator.parse(locator), replicas);
      failure = new InsufficientReplicasException(hash, detail, result, cause);
    } else {
      Factory factory = PLAIN.get(type);
      checkArgument(factory != null, "unknown failure: %s", type);
      failure = factory.make(operation, hash, volume, detail, cause);
    }
    return from.flag() ? failure.initSweep(sweep(from)) : failure;
  }

  /** Tells what a sweep did in the fields that {@link #sweep} takes. */
  static Line line(TrashSweep sweep) {
    return new Line()
        .add(sweep.deletedBlocks())
        .add(sweep.deletedBytes())
        .add(sweep.remainingBlocks())
        .add(sweep.remainingBytes())
        .add(sweep.deletedResidue())
        .add(sweep.deletedResidueBytes());
  }

  /** Makes the counts that {@link #line(TrashSweep)} told. */
  static TrashSweep sweep(LineReader from) {
    return new TrashSweep(
        from.number(), from.number(), from.number(), from.number(), from.number(), from.number());
  }

  /** Tells a failure that is none of a volume's own in the fields that {@link #foreign} takes. */
  static Line foreignLine(Throwable failure) {
    return new Line().add(failure.toString()).add(Throwables.getStackTraceAsString(failure));
  }

  /** Makes the exception that names the failure of {@link #foreignLine}. */
  static IllegalStateException foreign(LineReader from) {
    return new IllegalStateException(
        "in the other process: " + from.text(), cause(from.textOrNull()));
  }

  private static @Nullable Throwable cause(@Nullable String trace) {
    return trace == null ? null : new RuntimeException("in the other process: " + trace);
  }

  private static String name(Class<? extends VolumeException> type) {
    return type.getSimpleName();
  }
}
