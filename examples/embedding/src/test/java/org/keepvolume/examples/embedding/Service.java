// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The service on a free port, and a client of it. */
final class Service implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ServletWebServerApplicationContext context;

  private Service(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  static Service start(Path oldDisk, Path newDisk, Class<?>... more) {
    var application =
        new SpringApplicationBuilder(EmbeddingApplication.class)
            .sources(more)
            .registerShutdownHook(false);
    return new Service(
        (ServletWebServerApplicationContext)
            application.run(
                "--server.port=0",
                "--keepvolume.old-disk=" + oldDisk,
                "--keepvolume.new-disk=" + newDisk,
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--logging.level.org.springframework.boot=off"));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return context.getWebServer().getPort();
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> text(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  int head(String path) throws IOException, InterruptedException {
    HttpRequest head = request(path).method("HEAD", BodyPublishers.noBody()).build();
    return client.send(head, BodyHandlers.discarding()).statusCode();
  }

  HttpResponse<String> put(BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder put = request("/blocks").PUT(body);
    if (headers.length > 0) {
      put.headers(headers);
    }
    return client.send(put.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
  }

  @Override
  public void close() {
    context.close();
  }
}
