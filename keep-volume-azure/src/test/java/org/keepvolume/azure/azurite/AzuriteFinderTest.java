// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Azurite is taken, and what is said where there is none. */
class AzuriteFinderTest {
  private static final List<String> REMEDIES =
      List.of(
          "name one that runs: KEEPVOLUME_AZURITE_ENDPOINT=",
          "a Docker engine that this user may use",
          "Node.js 20 or newer with npm on the PATH; Azurite 3.37.0 is then installed into ");

  @TempDir Path repository;
  private String server = "Azurite-Blob/3.37.0";
  private HttpServer running;

  @BeforeEach
  void startServer() throws IOException {
    running = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    running.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Server", server);
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    running.start();
  }

  @AfterEach
  void stopServer() {
    running.stop(0);
  }

  @Test
  void namedEndpointComesFirst() throws IOException {
    Azurite found = find(Map.of(Azurite.ENDPOINT_VARIABLE, running() + "/"), "auto", true);
    assertEquals(AzuriteLane.ENDPOINT, found.lane());
    assertEquals(URI.create(running()), found.service());
    assertEquals(List.of(AzuriteAccount.PUBLISHED), found.accounts());
  }

  @Test
  void namedEndpointMayHaveItsOwnAccounts() throws IOException {
    Azurite found =
        find(
            Map.of(
                Azurite.ENDPOINT_VARIABLE,
                running(),
                AzuriteAccount.VARIABLE,
                "one:a2V5;two:a2V5Mg==:b3RoZXI=;"),
            "auto",
            true);
    assertEquals(
        List.of(new AzuriteAccount("one", "a2V5"), new AzuriteAccount("two", "a2V5Mg==")),
        found.accounts());
  }

  @Test
  void dockerEngineComesBeforeNpm() throws IOException {
    assertEquals(AzuriteLane.TESTCONTAINERS, find(Map.of(), "auto", true).lane());
    assertEquals(AzuriteLane.NPM, find(Map.of(), "auto", false).lane());
  }

  @Test
  void demandedLaneIsTakenWhateverElseThereIs() throws IOException {
    Map<String, String> named = Map.of(Azurite.ENDPOINT_VARIABLE, running());
    assertEquals(AzuriteLane.NPM, find(named, "npm", true).lane());
    assertEquals(AzuriteLane.TESTCONTAINERS, find(named, "testcontainers", true).lane());
  }

  @Test
  void demandedContainerWithoutEngineFailsWithRemedies() {
    assertRemedies("no Docker engine answers", failure(Map.of(), "testcontainers"));
  }

  @Test
  void unknownLaneIsAnError() {
    assertEquals(
        "the system property keepvolume.azurite is \"off\"; expected auto, testcontainers or npm",
        failure(Map.of(), "off"));
  }

  @Test
  void endpointWhereNothingAnswersFailsWithRemedies() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + free;
    assertRemedies(
        "KEEPVOLUME_AZURITE_ENDPOINT is " + endpoint + ", where nothing answers (",
        failure(Map.of(Azurite.ENDPOINT_VARIABLE, endpoint), "auto"));
  }

  @Test
  void endpointOfAnotherServerFailsWithRemedies() {
    server = "something";
    assertRemedies(
        "where \"something\" answers, which is not Azurite's blob service",
        failure(Map.of(Azurite.ENDPOINT_VARIABLE, running()), "auto"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:10000", "http://", "http://host:1/devstoreaccount1", "a b", "ftp://a"})
  void endpointThatIsNoAddressIsAnError(String endpoint) {
    assertEquals(
        "KEEPVOLUME_AZURITE_ENDPOINT is \""
            + endpoint
            + "\"; expected http://host:port, without an account",
        failure(Map.of(Azurite.ENDPOINT_VARIABLE, endpoint), "auto"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", ";", "name:", ":key", "name:a:b:c"})
  void malformedAccountsAreAnError(String accounts) {
    assertEquals(
        "AZURITE_ACCOUNTS is malformed; expected name:key;name:key",
        failure(
            Map.of(Azurite.ENDPOINT_VARIABLE, running(), AzuriteAccount.VARIABLE, accounts),
            "auto"));
  }

  @Test
  void missingNodeFailsWithRemedies() {
    Surroundings surroundings = surroundings(Map.of("PATH", repository.toString()), "npm");
    assertRemedies("node is not on the PATH", failure(npm(surroundings)));
  }

  /** Returns a finder whose lanes start nothing. */
  static AzuriteFinder finder(Surroundings surroundings) {
    return finder(surroundings, false);
  }

  private static AzuriteFinder finder(Surroundings surroundings, boolean docker) {
    return new AzuriteFinder(
        surroundings,
        () -> docker,
        () -> started(AzuriteLane.TESTCONTAINERS),
        () -> started(AzuriteLane.NPM));
  }

  private static AzuriteFinder npm(Surroundings surroundings) {
    return new AzuriteFinder(
        surroundings,
        () -> false,
        () -> started(AzuriteLane.TESTCONTAINERS),
        () -> NpmAzurite.start(surroundings).azurite());
  }

  private static Azurite started(AzuriteLane lane) {
    return new Azurite(lane, URI.create("http://127.0.0.1:1"), AzuriteAccount.STARTED);
  }

  private Azurite find(Map<String, String> environment, String lane, boolean docker)
      throws IOException {
    return finder(surroundings(environment, lane), docker).find();
  }

  private String failure(Map<String, String> environment, String lane) {
    return failure(finder(surroundings(environment, lane), false));
  }

  private static String failure(AzuriteFinder finder) {
    return assertThrows(IllegalStateException.class, finder::find).getMessage();
  }

  private Surroundings surroundings(Map<String, String> environment, String lane) {
    return new Surroundings(environment, lane, "3.37.0", repository);
  }

  private String running() {
    return "http://127.0.0.1:" + running.getAddress().getPort();
  }

  private static void assertRemedies(String reason, String message) {
    assertTrue(message.contains(reason), message);
    for (String remedy : REMEDIES) {
      assertTrue(message.contains(remedy), message);
    }
  }
}
