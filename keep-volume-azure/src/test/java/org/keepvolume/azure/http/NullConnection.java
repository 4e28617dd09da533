// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/** Answers the requests of one connection to a {@link NullServer}, through one buffer. */
final class NullConnection {
  private static final int BUFFER_SIZE = 64 << 10;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(256 << 10).asReadOnlyBuffer();

  private static final String CHANGED = "ETag: \"0x8DE000000000002\"\r\nLast-Modified: ";
  private static final String UNCHANGED = "ETag: \"0x8DE000000000001\"\r\nLast-Modified: ";

  private static final String BLOB =
      String.join(
          "\r\n",
          "Accept-Ranges: bytes",
          "Content-Type: application/octet-stream",
          "x-ms-blob-type: BlockBlob",
          "x-ms-lease-status: unlocked",
          "x-ms-lease-state: available",
          "x-ms-server-encrypted: true",
          "");

  private final NullServer server;
  private final HttpConnection client;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

  NullConnection(NullServer server, HttpConnection client) {
    this.server = server;
    this.client = client;
  }

  /** Answers a request whose body has been read. */
  void answer(RecordedRequest request) throws IOException, InterruptedException {
    buffer.clear();
    switch (request.name()) {
      case PUT_BLOB -> changed("201 Created", md5(request));
      case SET_BLOB_METADATA -> changed("200 OK", "");
      case CREATE_CONTAINER -> changed("201 Created", "");
      case DELETE_BLOB -> empty("202 Accepted", "");
      case GET_CONTAINER_PROPERTIES ->
          empty(
              "200 OK", UNCHANGED + server.lastModified() + "\r\nx-ms-lease-state: available\r\n");
      case GET_BLOB, GET_BLOB_PROPERTIES -> blob(request);
      case LIST_BLOBS -> list(request);
      default -> empty("501 Not Implemented", "x-ms-error-code: APINotImplemented\r\n");
    }
  }

  private void changed(String status, String more) throws IOException {
    empty(status, CHANGED + server.date() + "\r\n" + more);
  }

  private void empty(String status, String headers) throws IOException {
    head(status, 0, headers);
    client.write(buffer.flip());
  }

  private static String md5(RecordedRequest request) {
    String md5 = request.header("Content-MD5");
    return md5 == null ? "" : "Content-MD5: " + md5 + "\r\n";
  }

  private void list(RecordedRequest request) throws IOException, InterruptedException {
    long delay = server.settings().pageDelay().toNanos();
    if (delay > 0) {
      TimeUnit.NANOSECONDS.sleep(delay);
    }
    NullListing listing = server.listing();
    NullListing.Page page = listing.page(request);
    head("200 OK", listing.length(page), "Content-Type: application/xml\r\n");
    listing.send(page, buffer, client);
  }

  private void blob(RecordedRequest request) throws IOException {
    byte[] content = server.content(request.blob());
    long size = content == null ? size(request.blob()) : content.length;
    if (size < 0) {
      empty("404 The specified blob does not exist.", "x-ms-error-code: BlobNotFound\r\n");
      return;
    }
    String range = range(request);
    long from = 0;
    long to = size;
    String headers = UNCHANGED + server.lastModified() + "\r\n" + BLOB;
    if (range != null) {
      String[] ends = range.substring("bytes=".length()).split("-", -1);
      from = Long.parseLong(ends[0]);
      to = ends[1].isEmpty() ? size : Math.min(size, Long.parseLong(ends[1]) + 1);
      headers += "Content-Range: bytes " + from + "-" + (to - 1) + "/" + size + "\r\n";
    }
    if (range != null && from >= size) {
      empty("416 Invalid range", "x-ms-error-code: InvalidRange\r\n");
      return;
    }
    head(range == null ? "200 OK" : "206 Partial Content", to - from, headers);
    if (request.method().equals("HEAD")) {
      client.write(buffer.flip());
    } else if (content == null) {
      zeros(to - from);
    } else {
      client.write(buffer.flip(), ByteBuffer.wrap(content, (int) from, (int) (to - from)));
    }
  }

  private void zeros(long count) throws IOException {
    ByteBuffer piece = ZEROS.duplicate().limit((int) Math.min(count, ZEROS.capacity()));
    long left = count - piece.remaining();
    client.write(buffer.flip(), piece);
    while (left > 0) {
      piece.position(0).limit((int) Math.min(left, ZEROS.capacity()));
      left -= piece.remaining();
      client.write(piece);
    }
  }

  @Nullable
  private static String range(RecordedRequest request) {
    String range = request.header("x-ms-range");
    return range == null ? request.header("Range") : range;
  }

  private long size(String blob) {
    int dash = blob.lastIndexOf('-');
    if (dash >= 0 && dash + 1 < blob.length()) {
      String size = blob.substring(dash + 1);
      if (size.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Long.parseLong(size);
      }
    }
    return server.settings().blobSize();
  }

  private void head(String status, long length, String headers) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nServer: null\r\nx-ms-request-id: 00000000-0000-0000-0000-000000000000\r\n"
            + "x-ms-version: 2025-11-05\r\nDate: "
            + server.date()
            + "\r\nContent-Length: "
            + length
            + "\r\n"
            + headers
            + "\r\n";
    buffer.put(head.getBytes(ISO_8859_1));
  }
}
