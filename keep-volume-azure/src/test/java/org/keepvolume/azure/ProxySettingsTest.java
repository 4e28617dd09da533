// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Ascii;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.azure.http.Answer;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.azure.http.ScriptedServer;

/**
 * By which settings of a web proxy the HTTP clients that a volume makes go, in JVMs of their own.
 */
@Timeout(60)
@Tag("long")
class ProxySettingsTest {
  /** Of no machine, so that what does not go by the proxy goes nowhere. */
  private static final String HOST = "devstoreaccount1.blob.keep-volume.invalid";

  private static final String PLAIN = "GET http://" + HOST + "/container";
  private static final String TUNNEL = "CONNECT " + HOST + ":443";

  private static final Answer NO_BLOBS =
      Answer.status(200)
          .header("Content-Type", "application/xml")
          .body("<EnumerationResults><Blobs/></EnumerationResults>".getBytes(UTF_8));

  @TempDir private Path directory;
  private ScriptedServer proxy;
  private ScriptedServer service;
  private String local;

  @BeforeEach
  void open() throws IOException {
    proxy =
        ScriptedServer.start(
            (request, body) ->
                request.name() == RequestName.LIST_BLOBS
                    ? NO_BLOBS
                    : Answer.status(407).header("Proxy-Authenticate", "Basic realm=\"proxy\""));
    service = ScriptedServer.start((request, body) -> NO_BLOBS);
    local = "GET " + service.endpoint() + "/container";
  }

  @AfterEach
  void close() {
    proxy.close();
    service.close();
  }

  /**
   * Opens volumes over http, over https, and on this machine.
   *
   * @param settings options of the JVM and environment variables, PORT in place of the proxy's
   * @return what the proxy was asked for
   */
  private List<String> proxied(String settings) throws Exception {
    Path hosts = Files.writeString(directory.resolve("hosts"), "");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djdk.net.hosts.file=" + hosts); // no name is found
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> Ascii.toLowerCase(name).contains("proxy"));
    for (String setting : settings.replace("PORT", "" + proxy.port()).split(" ", -1)) {
      if (setting.startsWith("-")) {
        command.add(setting);
      } else {
        String[] variable = setting.split("=", 2);
        builder.environment().put(variable[0], variable[1]);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProxyRun.class.getName()));
    command.addAll(List.of("http://" + HOST, "https://" + HOST, service.endpoint().toString()));
    Path output = directory.resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(50, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertEquals(0, process.exitValue(), text);
    assertTrue(text.contains("open " + service.endpoint()), text); // in one way or the other
    return proxy.requests().stream().map(asked -> asked.method() + " " + asked.path()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=PORT -Dhttp.proxyHost=127.0.0.1"
            + " -Dhttp.proxyPort=1",
        "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=PORT",
        "HTTPS_PROXY=http://127.0.0.1:PORT -Djava.net.useSystemProxies=true",
        "HTTP_PROXY=http://127.0.0.1:PORT -Djava.net.useSystemProxies=true",
        "-D" + ProxyRun.SELECTED + "=PORT"
      })
  void proxyIsForHttpAndHttpsAndThisMachine(String settings) throws Exception {
    assertEquals(List.of(PLAIN, TUNNEL, local), proxied(settings));
  }

  @Test
  void hostsAreLeftOut() throws Exception {
    String https = "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=PORT ";
    assertEquals(
        List.of(PLAIN, TUNNEL), proxied(https + "-Dhttp.nonProxyHosts=localhost|127.*|[::1]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTPS_PROXY=http://127.0.0.1:PORT HTTP_PROXY=http://127.0.0.1:PORT",
        "HTTPS_PROXY=http://127.0.0.1:PORT NO_PROXY=.keep-volume.invalid,127.0.0.1"
            + " -Djava.net.useSystemProxies=true",
        "-DsocksProxyHost=127.0.0.1 -DsocksProxyPort=PORT"
      })
  void proxyIsNotUsed(String settings) throws Exception {
    assertEquals(List.of(), proxied(settings));
  }

  /** By default the JDK sends no password that a tunnel would show. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void passwordIsForTunnelsOnlyIfTheJdkIsToldSo(boolean told) throws Exception {
    List<String> unused =
        proxied(
            "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=PORT -Dhttps.proxyUser=me"
                + " -Dhttps.proxyPassword=secret"
                + (told ? " -Djdk.http.auth.tunneling.disabledSchemes=" : ""));
    String basic = "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));
    assertEquals(
        told,
        proxy.requests().stream()
            .anyMatch(
                asked ->
                    asked.method().equals("CONNECT")
                        && basic.equals(asked.header("Proxy-Authorization"))));
  }
}
