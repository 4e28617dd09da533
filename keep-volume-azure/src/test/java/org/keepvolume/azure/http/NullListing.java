// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/** Makes the pages of listings, byte by byte from templates and without keeping any of them. */
final class NullListing {
  private static final int HASH_LENGTH = 32;

  private static final String BEGIN =
      "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\"http://127.0.0.1/\""
          + " ContainerName=\"null\"><Blobs>";

  private static final String BLOB =
      "</Name><Properties><Creation-Time>%1$s</Creation-Time><Last-Modified>%1$s</Last-Modified>"
          + "<Etag>0x8DE000000000001</Etag><Content-Length>%2$d</Content-Length>"
          + "<Content-Type>application/octet-stream</Content-Type><Content-Encoding />"
          + "<Content-Language /><Content-CRC64 /><Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5>"
          + "<Cache-Control /><Content-Disposition /><BlobType>BlockBlob</BlobType>"
          + "<AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>"
          + "<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState>"
          + "<ServerEncrypted>true</ServerEncrypted></Properties>%3$s<OrMetadata /></Blob>";

  private final NullSettings settings;
  private final byte[] begin = BEGIN.getBytes(UTF_8);
  private final byte[] nameStart = bytes("<Blob><Name>");
  private final byte[] bare;
  private final byte[] live;
  private final byte[] trashed;

  NullListing(NullSettings settings, String lastModified) {
    this.settings = settings;
    int size = Math.max(0, settings.blobSize());
    this.bare = bytes(BLOB.formatted(lastModified, size, ""));
    this.live = bytes(BLOB.formatted(lastModified, size, "<Metadata />"));
    this.trashed =
        bytes(
            BLOB.formatted(
                lastModified, size, "<Metadata><expires_at>1000000000</expires_at></Metadata>"));
  }

  /** One page: which blobs it names, how, and where the next one begins. */
  record Page(int from, int to, boolean metadata, String next) {}

  /** Returns the page that a request asks for. */
  Page page(RecordedRequest request) {
    String prefix = orEmpty(request.parameter("prefix"));
    String marker = orEmpty(request.parameter("marker"));
    String max = orEmpty(request.parameter("maxresults"));
    int first = marker.isEmpty() ? firstFrom(prefix) : Integer.parseInt(marker);
    int end = prefix.isEmpty() ? settings.blobs() : firstFrom(prefix + '\u00ff');
    int size = settings.pageSize();
    if (!max.isEmpty()) {
      size = Math.min(size, Integer.parseInt(max));
    }
    int to = (int) Math.min(end, (long) first + size);
    boolean metadata = orEmpty(request.parameter("include")).contains("metadata");
    return new Page(first, to, metadata, to < end ? Integer.toString(to) : "");
  }

  private static byte[] end(Page page) {
    return bytes("</Blobs><NextMarker>" + page.next() + "</NextMarker></EnumerationResults>");
  }

  /** Returns how many bytes a page has. */
  long length(Page page) {
    int count = page.to() - page.from();
    long each = (long) nameStart.length + nameLength();
    long length = (long) begin.length + end(page).length + each * count;
    if (!page.metadata()) {
      return length + (long) bare.length * count;
    }
    int every = settings.trashedEvery();
    int dead = every == 0 ? 0 : (page.to() + every - 1) / every - (page.from() + every - 1) / every;
    return length + (long) trashed.length * dead + (long) live.length * (count - dead);
  }

  /** Sends a page through a buffer, which may hold the head already. */
  void send(Page page, ByteBuffer buffer, HttpConnection client) throws IOException {
    put(begin, buffer, client);
    byte[] name = new byte[nameLength()];
    int every = settings.trashedEvery();
    for (int number = page.from(); number < page.to(); number++) {
      put(nameStart, buffer, client);
      name(number, name);
      put(name, buffer, client);
      boolean dead = every > 0 && number % every == 0;
      put(!page.metadata() ? bare : dead ? trashed : live, buffer, client);
    }
    put(end(page), buffer, client);
    client.write(buffer.flip());
  }

  private static void put(byte[] part, ByteBuffer buffer, HttpConnection client)
      throws IOException {
    if (buffer.remaining() < part.length) {
      client.write(buffer.flip());
      buffer.clear();
    }
    buffer.put(part);
  }

  /** Returns the name of a blob, 0 for the first of all. */
  String name(int number) {
    byte[] name = new byte[nameLength()];
    name(number, name);
    return new String(name, ISO_8859_1);
  }

  private int nameLength() {
    return settings.prefix().length() + (settings.sharded() ? 6 : 0) + HASH_LENGTH;
  }

  @SuppressWarnings("deprecation") // that is getBytes, which copies low bytes, and these are ASCII
  private void name(int number, byte[] name) {
    int at = settings.prefix().length();
    settings.prefix().getBytes(0, at, name, 0);
    int hash = name.length - HASH_LENGTH;
    long first = ((long) number << 32) / settings.blobs();
    hex((first << 32) | ((number * 0x9E3779B9L) & 0xFFFFFFFFL), name, hash);
    hex((number + 1) * 0x9E3779B97F4A7C15L, name, hash + 16);
    if (settings.sharded()) {
      name[at] = name[hash];
      name[at + 1] = '/';
      System.arraycopy(name, hash, name, at + 2, 3);
      name[at + 5] = '/';
    }
  }

  private static void hex(long value, byte[] to, int at) {
    for (int i = 0; i < 16; i++) {
      to[at + i] = (byte) Character.forDigit((int) (value >>> (60 - 4 * i)) & 15, 16);
    }
  }

  /** Returns the first blob whose name is not before a text. */
  private int firstFrom(String text) {
    int low = 0;
    int high = settings.blobs();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (name(middle).compareTo(text) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
