// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a blob service as the opening of a volume needs: it lists an empty container. */
final class EmptyContainer implements AutoCloseable {
  private static final byte[] LISTING =
      """
      <?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="keep">\
      <Blobs/><NextMarker/></EnumerationResults>"""
          .getBytes(UTF_8);

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  EmptyContainer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, LISTING.length);
    exchange.getResponseBody().write(LISTING);
    exchange.close();
  }

  /** Returns the flags of a volume in the container. */
  String[] flags() {
    return new String[] {
      "-azure-storage-account-name",
      "devstoreaccount1",
      "-azure-storage-endpoint",
      "http://127.0.0.1:" + server.getAddress().getPort() + "/devstoreaccount1",
      "-azure-storage-container-volume",
      "keep"
    };
  }

  /** Returns the id of the volume. */
  String deviceId() {
    return "azure://127.0.0.1:" + server.getAddress().getPort() + "/devstoreaccount1/keep";
  }

  /** Returns method and path of what was asked. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
