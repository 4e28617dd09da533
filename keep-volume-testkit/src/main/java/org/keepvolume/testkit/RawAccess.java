// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.BlockHash;

/**
 * What lies on the device, seen and changed behind the volume's back.
 *
 * <p>The kit sets tests up through it, damages blocks, and looks for what a call left behind. It
 * works without the volume, in the backend's own format. Called from one thread at a time, which
 * need not be the one that calls the volume; a method may fail with any exception, which fails the
 * test.
 */
public interface RawAccess {
  /** Ends what {@link #inject} began, or a preparation; a second call does nothing. */
  @FunctionalInterface
  interface Injection extends AutoCloseable {
    /**
     * Ends it.
     *
     * @throws IOException if that fails, which fails the test
     */
    @Override
    void close() throws IOException;
  }

  /**
   * One kind of thing, other than a plain object, that the device can hold under a block's name.
   *
   * @param kind what it is, as the volume's exception should name it, such as {@code directory}
   * @param place puts it there
   * @param replacedByWrite whether the device's own write replaces it as a whole, whatever it is
   */
  record SpecialObject(String kind, Placement place, boolean replacedByWrite) {
    /**
     * Makes a kind that stands in the way of a write.
     *
     * @param kind as given above
     * @param place as given above
     */
    public SpecialObject(String kind, Placement place) {
      this(kind, place, false);
    }
  }

  /** Puts something under a block's name. */
  @FunctionalInterface
  interface Placement {
    /**
     * Puts it there; nothing is there yet.
     *
     * @param hash the block
     * @throws Exception if that fails, which fails the test
     */
    void under(BlockHash hash) throws Exception;
  }

  /**
   * Stores bytes under a block's name, live, in place of what was there; the mtime is the present
   * of {@link TimeControl#clock}, or the device's own time where that cannot be set.
   *
   * @param hash the block
   * @param content the bytes, whatever their MD5
   * @throws Exception if that fails, which fails the test
   */
  void put(BlockHash hash, byte[] content) throws Exception;

  /**
   * Stores many blocks, as {@link #put} does each.
   *
   * @param contents the bytes of each, whatever their MD5
   * @throws Exception if that fails, which fails the test
   */
  default void putAll(Map<BlockHash, byte[]> contents) throws Exception {
    for (Map.Entry<BlockHash, byte[]> block : contents.entrySet()) {
      put(block.getKey(), block.getValue());
    }
  }

  /**
   * Returns the bytes stored under a live block's name.
   *
   * @param hash the block
   * @return the bytes; empty if there is no live block
   * @throws Exception if that fails, which fails the test
   */
  Optional<byte[]> content(BlockHash hash) throws Exception;

  /**
   * Removes what is stored under a live block's name, if anything.
   *
   * @param hash the block
   * @throws Exception if that fails, which fails the test
   */
  void remove(BlockHash hash) throws Exception;

  /**
   * Stores an object larger than a block under a block's name, without writing its bytes one by
   * one.
   *
   * @param hash the block
   * @param size more than {@link org.keepvolume.Volume#MAX_BLOCK_SIZE}
   * @return false if the device can hold no such object; then RD-8 does not apply
   * @throws Exception if that fails, which fails the test
   */
  boolean putOversized(BlockHash hash, long size) throws Exception;

  /**
   * Returns the kinds of things, other than plain objects, that the device can hold under a block's
   * name.
   *
   * @return the kinds; empty if there are none; then RD-11 does not apply
   */
  List<SpecialObject> specialObjects();

  /**
   * Stores objects that are not the volume's, with names as like those of blocks, trashed copies
   * and unfinished writes as the device can hold.
   *
   * @return their names as {@link #snapshot} has them, at least one
   * @throws Exception if that fails, which fails the test
   */
  List<String> putForeign() throws Exception;

  /**
   * Leaves behind what a writer of a block leaves that dies in the middle.
   *
   * @param hash the block
   * @param since when the writer died
   * @return false if a dead writer leaves nothing that could be seen; then TR-11 does not apply
   * @throws Exception if that fails, which fails the test
   */
  boolean putResidue(BlockHash hash, Instant since) throws Exception;

  /**
   * Returns the names of what writers left behind: unfinished or temporary objects of the volume.
   *
   * @return the names as {@link #snapshot} has them; empty if there are none
   * @throws Exception if that fails, which fails the test
   */
  List<String> residue() throws Exception;

  /**
   * Returns everything on the device, so that two of them are equal if and only if nothing was
   * changed in between.
   *
   * @return name and state (size, content, times) of every object
   * @throws Exception if that fails, which fails the test
   */
  Map<String, String> snapshot() throws Exception;

  /**
   * Returns what locks on the device a process holds at this moment, other than for a running call.
   *
   * @return a description of each; empty if there are none, or the device knows no locks
   * @throws Exception if that fails, which fails the test
   */
  default List<String> heldLocks() throws Exception {
    return List.of();
  }

  /**
   * Makes the device fail in a way.
   *
   * @param fault the way
   * @return what ends the fault; empty if the fixture cannot provoke it. For {@link
   *     DeviceFault#ANSWER_LOST} that means that no answer can be lost on the way to this device;
   *     for the others the fixture then gives {@link VolumeFixture#evidence} of the clause, or
   *     waives it.
   * @throws Exception if that fails, which fails the test
   */
  default Optional<Injection> inject(DeviceFault fault) throws Exception {
    return Optional.empty();
  }
}
