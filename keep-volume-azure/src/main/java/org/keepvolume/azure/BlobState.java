// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.rest.Response;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.storage.blob.models.BlobDownloadHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobType;
import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/**
 * What one answer of the service says of a blob.
 *
 * @param size of the whole blob, in bytes
 * @param mtime when it was last changed, in whole seconds of the service's clock
 * @param etag names this version of it
 * @param md5 of the whole content, in hex, as the service keeps it; null if it does not
 * @param metadata all of it
 * @param type what kind of blob it is
 * @param date when the service answered; null if it did not say
 */
@Immutable
record BlobState(
    long size,
    Instant mtime,
    String etag,
    @Nullable String md5,
    Map<String, String> metadata,
    BlobType type,
    @Nullable Instant date) {
  private static final HttpHeaderName WHOLE_MD5 =
      HttpHeaderName.fromString("x-ms-blob-content-md5");

  /** Reads the answer to Get Blob Properties. */
  static BlobState of(Response<BlobProperties> answer) throws IOException {
    BlobProperties found = answer.getValue();
    if (found.getLastModified() == null || found.getETag() == null) {
      throw new IOException("the answer has no Last-Modified or no ETag");
    }
    return new BlobState(
        found.getBlobSize(),
        found.getLastModified().toInstant(),
        found.getETag(),
        hex(found.getContentMd5()),
        found.getMetadata() == null ? Map.of() : found.getMetadata(),
        found.getBlobType() == null ? BlobType.BLOCK_BLOB : found.getBlobType(),
        date(answer.getHeaders()));
  }

  /** Reads the headers of the answer to Get Blob, of a range or not. */
  static BlobState of(BlobDownloadHeaders found, HttpHeaders headers) throws IOException {
    if (found.getLastModified() == null || found.getETag() == null) {
      throw new IOException("the answer has no Last-Modified or no ETag");
    }
    return new BlobState(
        size(found),
        found.getLastModified().toInstant(),
        found.getETag(),
        md5(found, headers),
        found.getMetadata() == null ? Map.of() : found.getMetadata(),
        found.getBlobType() == null ? BlobType.BLOCK_BLOB : found.getBlobType(),
        date(headers));
  }

  private static long size(BlobDownloadHeaders found) throws IOException {
    String range = found.getContentRange();
    if (range == null) {
      if (found.getContentLength() == null) {
        throw new IOException("the answer has no Content-Length");
      }
      return found.getContentLength();
    }
    String total = range.substring(range.lastIndexOf('/') + 1);
    if (!total.matches("[0-9]{1,18}")) {
      throw new IOException("the answer has a Content-Range without the blob's size");
    }
    return Long.parseLong(total);
  }

  /** Of a range Content-MD5 would be the range's own. */
  private static @Nullable String md5(BlobDownloadHeaders found, HttpHeaders headers) {
    String whole = headers.getValue(WHOLE_MD5);
    if (whole == null) {
      return found.getContentRange() == null ? hex(found.getContentMd5()) : null;
    }
    try {
      return hex(BaseEncoding.base64().decode(whole));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String hex(@Nullable byte[] md5) {
    return md5 == null ? null : BaseEncoding.base16().lowerCase().encode(md5);
  }

  /** Returns the time of an answer by the service's clock; null if it does not tell. */
  static @Nullable Instant date(HttpHeaders headers) {
    String date = headers.getValue(HttpHeaderName.DATE);
    if (date == null) {
      return null;
    }
    try {
      return new DateTimeRfc1123(date).getDateTime().toInstant();
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the value of the mark of a trashed block; empty for a live one. */
  Optional<String> trashMark() {
    return TrashMark.find(metadata);
  }

  boolean isBlockBlob() {
    return type.equals(BlobType.BLOCK_BLOB);
  }

  /** Tells whether two answers are about the same content, touched or not. */
  boolean hasContentOf(BlobState other) {
    boolean same =
        (md5 != null && other.md5 != null) ? md5.equals(other.md5) : etag.equals(other.etag);
    return same && size == other.size;
  }
}
