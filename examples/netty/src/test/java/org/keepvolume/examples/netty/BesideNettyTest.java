// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.AzureAccount;
import org.keepvolume.azure.AzureOptions;
import org.keepvolume.azure.AzureVolume;
import org.keepvolume.azure.HttpClients;

/**
 * An Azure volume sends its requests by the JDK's HTTP client where the storage client's default is
 * on the class path, and by that one where it is given it.
 */
@Timeout(60)
class BesideNettyTest {
  private static final Path AZURE_TESTS = Path.of("../../keep-volume-azure/target/test-classes");
  private static final byte[] CONTENT = "foo".getBytes(UTF_8);

  private Process server;
  private AzureAccount account;

  @BeforeEach
  void startServer() throws IOException {
    assertTrue(
        Files.isDirectory(AZURE_TESTS),
        "no server of canned answers; run mvn test-compile -pl keep-volume-azure -am first");
    String path = AZURE_TESTS + System.getProperty("path.separator");
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path + System.getProperty("java.class.path"),
                "org.keepvolume.azure.http.NullServer",
                "size",
                Integer.toString(CONTENT.length))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    @SuppressWarnings("resource") // it ends with the process
    String port =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine();
    account =
        AzureAccount.emulator()
            .withEndpoint(URI.create("http://127.0.0.1:" + port + "/devstoreaccount1"));
  }

  @AfterEach
  void stopServer() {
    server.destroyForcibly();
  }

  /** Writes and reads a block, and returns the names of the threads that began meanwhile. */
  private Set<String> threadsOf(AzureOptions options) throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Volume volume =
        AzureVolume.open(account, "container", options, VolumeContext.defaults())) {
      BlockHash hash = BlockHash.of(CONTENT);
      volume.write(hash, ByteBuffer.wrap(CONTENT));
      int size = volume.read(hash, BlockSinks.into(ByteBuffer.allocate(CONTENT.length)));
      assertEquals(CONTENT.length, size);
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !before.contains(thread))
          .map(Thread::getName)
          .collect(Collectors.toSet());
    }
  }

  private static boolean isJdk(String thread) {
    return thread.startsWith("HttpClient-");
  }

  private static boolean isNetty(String thread) {
    return thread.startsWith("reactor-http-");
  }

  @Test
  void nettyIsWhatTheStorageClientWouldTakeByItself() {
    assertEquals(
        "com.azure.core.http.netty.NettyAsyncHttpClient",
        HttpClient.createDefault().getClass().getName());
  }

  @Test
  void volumeTakesTheClientOfTheJdk() throws IOException {
    Set<String> threads = threadsOf(AzureOptions.defaults());
    assertTrue(threads.stream().anyMatch(BesideNettyTest::isJdk), threads::toString);
    assertFalse(threads.stream().anyMatch(BesideNettyTest::isNetty), threads::toString);
  }

  @Test
  void volumeTakesNettyIfItIsGivenIt() throws IOException {
    HttpClient netty = new NettyAsyncHttpClientBuilder().build();
    Set<String> threads = threadsOf(AzureOptions.defaults().withHttpClients(HttpClients.of(netty)));
    assertTrue(threads.stream().anyMatch(BesideNettyTest::isNetty), threads::toString);
    assertFalse(threads.stream().anyMatch(BesideNettyTest::isJdk), threads::toString);
  }
}
