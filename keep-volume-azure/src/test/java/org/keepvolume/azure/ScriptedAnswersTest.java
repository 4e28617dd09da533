// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.azure.http.Answer;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.azure.http.ScriptedServer;
import org.keepvolume.config.Secret;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** What a caller gets for each refusal, from a server that answers all requests so. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class ScriptedAnswersTest {
  private static final String NO_BLOBS =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs /><NextMarker /></EnumerationResults>";

  private final TestBlock block = TestBlocks.oneByte();
  private final RecordedPauses pauses = new RecordedPauses();
  private final RecordingSink sink = RecordingSink.sequential();
  private volatile Answer answer;
  private ScriptedServer server;
  private AzureVolume volume;
  private int before;

  /** A call of the volume, by the name that the tables have for it. */
  private enum Asked {
    READ,
    STAT,
    WRITE,
    TRASH
  }

  @BeforeAll
  void open() throws IOException {
    server =
        ScriptedServer.start(
            (request, body) ->
                request.name() == RequestName.LIST_BLOBS
                    ? Answer.status(200)
                        .header("Content-Type", "application/xml")
                        .body(NO_BLOBS.getBytes(UTF_8))
                    : answer);
    HttpClient http = new JdkHttpClientBuilder().build();
    volume =
        AzureVolume.open(
            AzureAccount.withKey("devstoreaccount1", Secret.of("bm8gc2VjcmV0"))
                .withEndpoint(server.endpoint()),
            "container",
            AzureOptions.defaults().withHttpClients(HttpClients.of(http)),
            VolumeContext.defaults(),
            pauses);
  }

  @AfterAll
  void close() {
    volume.close();
    server.close();
  }

  @BeforeEach
  void startOver() {
    pauses.forget();
    before = server.requests().size();
  }

  private Executable call(Asked asked) {
    return switch (asked) {
      case READ -> () -> volume.read(block.hash(), sink);
      case STAT -> () -> volume.stat(block.hash());
      case WRITE -> () -> volume.write(block.hash(), block.buffer());
      case TRASH -> () -> volume.trash(block.hash(), null);
    };
  }

  private List<RequestName> requests() {
    List<RequestName> all = server.names();
    return all.subList(before, all.size());
  }

  private VolumeException refused(
      Asked asked, int status, String code, Class<? extends VolumeException> type, int requests) {
    answer = Answer.error(status, code);
    VolumeException e = assertThrows(VolumeException.class, call(asked));
    String where = asked + ", " + e;
    assertEquals(type, e.getClass(), where);
    assertEquals(requests, requests().size(), where);
    assertEquals(requests - 1, pauses.pauses().size(), where);
    assertEquals(asked.name(), e.operation().name());
    assertEquals(Optional.of(block.hash()), e.hash());
    assertEquals(0, sink.begins());
    startOver();
    return e;
  }

  @ParameterizedTest
  @CsvSource({
    "404, ContainerNotFound, the container does not exist",
    "404, ResourceNotFound, is the endpoint that of a blob service?",
    "404, , 404",
    "409, SnapshotsPresent, the blob has snapshots; remove them first",
    "409, BlobImmutableDueToPolicy, an immutability policy protects it; mount the volume read-only",
    "409, InvalidBlobType, it is no block blob",
    "409, , 409",
    "400, InvalidHeaderValue, --skipApiVersionCheck",
    "400, InvalidResourceName, is the container's name right?",
    "400, OutOfRangeInput, is the container's name right?",
    "400, , 400",
    "401, NoAuthenticationInformation, it wants a credential",
    "401, InvalidAuthenticationInfo, is the token valid?",
    "403, AuthenticationFailed, this host's clock right?",
    "403, AuthorizationFailure, allowed by the account's firewall?",
    "403, AuthorizationPermissionMismatch, the credential lacks the permission",
    "403, InsufficientAccountPermissions, the account is read-only",
    "403, AccountIsDisabled, the account is disabled",
    "403, KeyBasedAuthenticationNotPermitted, use a token credential",
    "403, , 403",
    "407, , a web proxy on the way wants a user and a password",
    "501, APINotImplemented, the emulator cannot do this",
  })
  void failureIsToldAtOnce(int status, String code, String remedy) {
    for (Asked asked : Asked.values()) {
      VolumeException e = refused(asked, status, code, VolumeFailureException.class, 1);
      assertFalse(e.retryable());
      assertTrue(e.detail().contains(remedy), e::detail);
      assertTrue(e.detail().startsWith("the service answered " + status), e::detail);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "409, ContainerBeingDeleted, the container is being deleted",
    "409, ContainerDisabled, the container is disabled",
    "409, BlobArchived, the blob is in the archive tier; rehydrate it",
    "409, BlobBeingRehydrated, the blob is being rehydrated from its tier",
    "412, LeaseIdMissing, someone holds a lease on the blob",
    "412, LeaseIdMismatchWithBlobOperation, someone holds a lease on the blob",
  })
  void whatTakesLongerIsNotTriedAgain(int status, String code, String remedy) {
    for (Asked asked : Asked.values()) {
      VolumeException e = refused(asked, status, code, VolumeUnavailableException.class, 1);
      assertTrue(e.retryable());
      assertTrue(e.detail().endsWith(remedy), e::detail);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "408, ",
    "429, ",
    "500, InternalError",
    "500, OperationTimedOut",
    "502, ",
    "503, ServerBusy",
    "503, ",
    "504, "
  })
  void busyServiceIsAskedFourTimes(int status, String code) {
    for (Asked asked : Asked.values()) {
      VolumeException e = refused(asked, status, code, VolumeUnavailableException.class, 4);
      assertTrue(e.retryable());
      assertTrue(e.detail().endsWith(", 4 attempts"), e::detail);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void serviceIsLeftAloneAsLongAsItAsksAndTheCallerIsTold(int status) {
    answer = Answer.error(status, null).header("Retry-After", "2");
    VolumeUnavailableException e = assertThrows(VolumeUnavailableException.class, call(Asked.STAT));
    Duration asked = Duration.ofSeconds(2);
    assertEquals(Optional.of(asked), e.retryAfter());
    assertEquals(List.of(asked, asked, asked), pauses.pauses());
  }

  @Test
  void serviceThatAsksForTooLongIsLeftAloneAtOnce() {
    answer = Answer.error(503, "ServerBusy").header("Retry-After", "900");
    for (Asked asked : Asked.values()) {
      VolumeUnavailableException e = assertThrows(VolumeUnavailableException.class, call(asked));
      assertEquals(Optional.of(Duration.ofMinutes(15)), e.retryAfter());
      assertEquals(1, requests().size());
      startOver();
    }
  }

  @Test
  void tooLargeABodyIsToldAsThat() {
    VolumeException e =
        refused(Asked.WRITE, 413, "RequestBodyTooLarge", BlockTooLargeException.class, 1);
    assertFalse(e.retryable());
  }

  @ParameterizedTest
  @CsvSource({"400, Md5Mismatch", "400, InvalidOperation"})
  void damageOnTheWayIsSentOnceMore(int status, String code) {
    var unused = refused(Asked.WRITE, status, code, VolumeUnavailableException.class, 2);
  }

  @Test
  void bytesWithAnotherMd5AreTheCallersMistake() {
    answer = Answer.error(400, "Md5Mismatch");
    BlockCorruptException e =
        assertThrows(
            BlockCorruptException.class,
            () -> volume.write(TestBlocks.empty().hash(), block.buffer()));
    assertEquals("the bytes to write have another MD5", e.detail());
    assertEquals(1, requests().size());
  }

  /** Whatever is in front of the service may answer anything. */
  @ParameterizedTest
  @ValueSource(ints = {302, 402, 405, 410, 451, 505, 599})
  void otherStatusesAreFailures(int status) {
    for (Asked asked : Asked.values()) {
      var unused = refused(asked, status, null, VolumeFailureException.class, 1);
    }
  }
}
