// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A service behind the proxy under test: blobs in a map, and one page of a listing. */
final class TinyService implements AutoCloseable {
  static final String PAGE =
      "<EnumerationResults><Blobs /><NextMarker>more</NextMarker></EnumerationResults>";

  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final ScriptedServer server;

  TinyService() {
    try {
      server = ScriptedServer.start(this::answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer answer(RecordedRequest request, byte[] body) {
    return switch (request.name()) {
      case LIST_BLOBS -> Answer.status(200).body(PAGE.getBytes(UTF_8));
      case PUT_BLOB -> {
        blobs.put(request.blob(), body);
        yield Answer.status(201).header("ETag", "\"0x1\"");
      }
      case DELETE_BLOB -> blobs.remove(request.blob()) == null ? missing() : Answer.status(202);
      case SET_BLOB_METADATA -> blobs.containsKey(request.blob()) ? Answer.status(200) : missing();
      case GET_BLOB, GET_BLOB_PROPERTIES -> {
        byte[] content = blobs.get(request.blob());
        yield content == null
            ? missing()
            : Answer.status(200).header("ETag", "\"0x1\"").body(content);
      }
      default -> null;
    };
  }

  private static Answer missing() {
    return Answer.error(404, "BlobNotFound");
  }

  URI endpoint() {
    return server.uri("/account");
  }

  List<String> methods() {
    return server.requests().stream().map(RecordedRequest::method).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
