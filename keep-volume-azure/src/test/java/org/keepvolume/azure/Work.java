// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;
import org.keepvolume.azure.http.RecordedRequest;
import org.keepvolume.azure.http.RequestName;

/** An operation, and the request of it that is broken: the last one, or one on another thread. */
enum Work {
  READ(GET_BLOB),
  RANGED_READ(GET_BLOB),
  WRITE(PUT_BLOB),
  STAT(GET_BLOB_PROPERTIES),
  TOUCH(SET_BLOB_METADATA),
  TRASH(SET_BLOB_METADATA),
  UNTRASH(GET_BLOB_PROPERTIES),
  INDEX(LIST_BLOBS),
  FANNED_INDEX(LIST_BLOBS),
  SWEEP(DELETE_BLOB);

  static final int BLOCK_SIZE = 16 << 20;
  static final BlockHash HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");
  private static final ByteBuffer DATA = ByteBuffer.allocateDirect(BLOCK_SIZE).asReadOnlyBuffer();

  private final RequestName request;

  Work(RequestName request) {
    this.request = request;
  }

  RequestName request() {
    return request;
  }

  /** Tells whether it uses several threads. */
  boolean isParallel() {
    return this == RANGED_READ || this == FANNED_INDEX;
  }

  boolean isListing() {
    return this == INDEX || this == FANNED_INDEX;
  }

  /** Tells whether a request of the right name is the one. */
  boolean isBroken(RecordedRequest request) {
    return switch (this) {
      case RANGED_READ -> isLaterRange(request.header("x-ms-range"));
      case FANNED_INDEX -> !"".equals(request.parameter("prefix")); // the first page has it empty
      default -> true;
    };
  }

  /** Tells the same of a request that has not been sent. */
  boolean isBroken(String method, String url, String range) {
    return switch (this) {
      case RANGED_READ -> isLaterRange(range);
      case FANNED_INDEX -> url.matches(".*[?&]prefix=[0-9a-f].*");
      case TOUCH, TRASH -> method.equals("PUT");
      case SWEEP -> method.equals("DELETE");
      default -> true;
    };
  }

  private static boolean isLaterRange(String range) {
    return range != null && !range.startsWith("bytes=0-");
  }

  void run(Volume volume, CountingSink sink) throws IOException {
    switch (this) {
      case READ, RANGED_READ -> volume.read(HASH, sink);
      case WRITE -> volume.write(HASH, DATA.duplicate());
      case STAT -> volume.stat(HASH);
      case TOUCH -> volume.touch(HASH);
      case TRASH -> volume.trash(HASH, null);
      case UNTRASH -> volume.untrash(HASH);
      case INDEX, FANNED_INDEX -> volume.index(BlockPrefix.ALL, block -> true);
      case SWEEP -> volume.emptyTrash();
    }
  }

  /** Returns the name as tables have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
