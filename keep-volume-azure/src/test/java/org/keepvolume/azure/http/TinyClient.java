// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Sends the requests of the blob service without signature. */
final class TinyClient {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String container;

  TinyClient(String container) {
    this.container = container;
  }

  HttpResponse<byte[]> put(String blob, byte[] content) throws IOException, InterruptedException {
    return client.send(putRequest(blob, content), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> putAsync(String blob, byte[] content) {
    return client.sendAsync(putRequest(blob, content), BodyHandlers.ofByteArray());
  }

  private HttpRequest putRequest(String blob, byte[] content) {
    return to("/" + blob)
        .header("x-ms-blob-type", "BlockBlob")
        .header("Authorization", "SharedKey account:signature")
        .PUT(BodyPublishers.ofByteArray(content))
        .build();
  }

  HttpResponse<byte[]> get(String blob) throws IOException, InterruptedException {
    return client.send(to("/" + blob).build(), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> getAsync(String blob) {
    return client.sendAsync(to("/" + blob).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> stream(String blob) throws IOException, InterruptedException {
    return client.send(to("/" + blob).build(), BodyHandlers.ofInputStream());
  }

  CompletableFuture<HttpResponse<InputStream>> streamAsync(String blob) {
    return client.sendAsync(to("/" + blob).build(), BodyHandlers.ofInputStream());
  }

  HttpResponse<byte[]> range(String blob, String range) throws IOException, InterruptedException {
    return client.send(to("/" + blob).header("Range", range).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> range(String blob) throws IOException, InterruptedException {
    return range(blob, "bytes=0-100");
  }

  HttpResponse<byte[]> head(String blob) throws IOException, InterruptedException {
    return send("HEAD", "/" + blob);
  }

  CompletableFuture<HttpResponse<byte[]>> headAsync(String blob) {
    return client.sendAsync(
        to("/" + blob).method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> delete(String blob) throws IOException, InterruptedException {
    return send("DELETE", "/" + blob);
  }

  HttpResponse<byte[]> setMetadata(String blob) throws IOException, InterruptedException {
    return send("PUT", "/" + blob + "?comp=metadata");
  }

  HttpResponse<byte[]> list(String... parameters) throws IOException, InterruptedException {
    String more = parameters.length == 0 ? "" : "&" + String.join("&", parameters);
    return send("GET", "?restype=container&comp=list" + more);
  }

  private HttpResponse<byte[]> send(String method, String target)
      throws IOException, InterruptedException {
    return client.send(
        to(target).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(URI.create(container + target));
  }
}
