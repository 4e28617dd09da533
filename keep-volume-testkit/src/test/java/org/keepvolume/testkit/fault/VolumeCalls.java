// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.testkit.CollectingSink;

/** Makes a call of any operation, and records the calls that arrive below. */
final class VolumeCalls {
  static final byte[] FOO = "foo".getBytes(US_ASCII);
  static final BlockHash HASH = BlockHash.of(FOO);

  private VolumeCalls() {}

  /** Calls an operation on the block foo, with a sink or visitor that takes everything. */
  static void make(Operation operation, Volume volume) throws IOException {
    Object unused =
        switch (operation) {
          case READ -> volume.read(HASH, new CollectingSink());
          case STAT -> volume.stat(HASH);
          case TRASH -> volume.trash(HASH, null);
          case UNTRASH -> volume.untrash(HASH);
          case EMPTY_TRASH -> volume.emptyTrash();
          case STATUS -> volume.status();
          case OPEN -> throw new AssertionError("a volume is open");
          default -> {
            makeWithoutResult(operation, volume);
            yield operation;
          }
        };
  }

  private static void makeWithoutResult(Operation operation, Volume volume) throws IOException {
    switch (operation) {
      case WRITE -> volume.write(HASH, ByteBuffer.wrap(FOO));
      case TOUCH -> volume.touch(HASH);
      case INDEX -> volume.index(BlockPrefix.ALL, block -> true);
      case INDEX_TRASH -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true);
      case CLOSE -> volume.close();
      default -> throw new AssertionError(operation);
    }
  }

  /** Returns a volume that adds the name of each called method to a list, before it is run. */
  static Volume recording(Volume below, List<String> methods) {
    return (Volume)
        Proxy.newProxyInstance(
            VolumeCalls.class.getClassLoader(),
            new Class<?>[] {Volume.class},
            (proxy, method, arguments) -> {
              methods.add(method.getName());
              try {
                return method.invoke(below, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
