// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeObserver;
import org.keepvolume.azure.http.Answer;
import org.keepvolume.azure.http.RecordedRequest;
import org.keepvolume.azure.http.ScriptedServer;
import org.keepvolume.config.Secret;
import reactor.core.publisher.Mono;

/**
 * Fails in every way with every kind of credential against a server that repeats what it was sent,
 * and prints all that the volume shows: exceptions, texts, calls. What is logged goes to the error
 * output.
 */
final class SecretsRun {
  private static final String TOKEN = "token";

  private SecretsRun() {}

  /** One way to answer. */
  private enum Ending {
    REFUSED(false),
    BUSY(false),
    NOT_XML(false),
    RESET(false),
    CUT(false),
    OK_OF_NONSENSE(true),
    MALFORMED(true);

    /** Whether it has secrets in headers of which the storage client logs what it cannot parse. */
    private final boolean isHostile;

    Ending(boolean isHostile) {
      this.isHostile = isHostile;
    }
  }

  /** Takes whether the service is hostile or polite, and a directory for its certificate. */
  public static void main(String[] args) throws Exception {
    AtomicReference<Ending> ending = new AtomicReference<>(Ending.REFUSED);
    SSLContext tls = SelfSigned.context(Path.of(args[1]));
    AtomicLong tokens = new AtomicLong();
    AtomicReference<Boolean> opening = new AtomicReference<>(true);
    try (ScriptedServer server =
            ScriptedServer.start(
                (request, body) -> opening.get() ? empty() : answer(request, ending.get()));
        TlsFront front = TlsFront.before(server.port(), tls)) {
      URI secure = front.uri(server.endpoint().getPath());
      for (Map.Entry<String, AzureAccount> account :
          accounts(server.endpoint(), secure).entrySet()) {
        HttpClients clients =
            account.getKey().equals(TOKEN) ? trusting(tls, tokens) : HttpClients.own();
        opening.set(true);
        Volume volume = open(account.getValue(), clients);
        System.out.println("== " + account.getKey());
        System.out.println(volume + " " + volume.deviceId() + " " + account.getValue());
        opening.set(false);
        for (Ending next : Ending.values()) {
          if (next.isHostile && args[0].equals("polite")) {
            continue;
          }
          ending.set(next);
          for (Work work : Work.values()) {
            try {
              work.run(volume, new CountingSink());
              System.out.println(next + " " + work + " succeeded");
            } catch (IOException | RuntimeException e) {
              System.out.println(next + " " + work + " " + Shown.text(e));
            }
          }
          try {
            Volume unused = open(account.getValue(), clients);
          } catch (IOException | RuntimeException e) {
            System.out.println(next + " open " + Shown.text(e));
          }
        }
        volume.close();
      }
      System.out.println("tokens sent: " + tokens);
    }
  }

  private static Map<String, AzureAccount> accounts(URI endpoint, URI secure) {
    String name = "devstoreaccount1";
    Map<String, AzureAccount> all = new LinkedHashMap<>();
    all.put("key", AzureAccount.withKey(name, Secret.of(Canaries.KEY)).withEndpoint(endpoint));
    all.put("SAS", AzureAccount.withSas(name, Secret.of(Canaries.SAS)).withEndpoint(endpoint));
    all.put(
        "SAS credential",
        AzureAccount.withSasCredential(name, new AzureSasCredential(Canaries.SAS.substring(1)))
            .withEndpoint(endpoint));
    all.put(
        "connection string",
        AzureAccount.fromConnectionString(
            Secret.of(
                "BlobEndpoint="
                    + endpoint
                    + ";AccountName="
                    + name
                    + ";AccountKey="
                    + Canaries.KEY)));
    all.put(
        TOKEN,
        AzureAccount.withToken(
                name, request -> Mono.just(new AccessToken(Canaries.TOKEN, OffsetDateTime.MAX)))
            .withEndpoint(secure));
    return all;
  }

  /**
   * Returns clients as an application makes them that trusts a certificate of its own.
   *
   * @param tokens counts the requests with the token
   */
  private static HttpClients trusting(SSLContext tls, AtomicLong tokens) {
    HttpClient client =
        new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(tls)).build();
    return HttpClients.of(
        request -> {
          String sent = request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION);
          if (("Bearer " + Canaries.TOKEN).equals(sent)) {
            tokens.incrementAndGet();
          }
          return client.send(request);
        });
  }

  private static Volume open(AzureAccount account, HttpClients clients) throws IOException {
    AzureLimits limits =
        new AzureLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1,
            1,
            Duration.ZERO);
    VolumeObserver observer =
        new VolumeObserver() {
          @Override
          public void backendCall(String volume, String call, boolean succeeded, long nanos) {
            System.out.println("call " + volume + " " + call);
          }
        };
    return AzureVolume.open(
        account,
        "container",
        AzureOptions.defaults()
            .withLimits(limits)
            .withMaxGetBytes(1 << 20)
            .withHttpClients(clients),
        VolumeContext.defaults().withObserver(observer));
  }

  private static Answer empty() {
    return Answer.status(200)
        .header("Content-Type", "application/xml")
        .body("<EnumerationResults><Blobs/></EnumerationResults>".getBytes(UTF_8));
  }

  /** Real Azure's 403 quotes what was signed; this one quotes all. */
  private static Answer answer(RecordedRequest request, Ending ending) {
    String echo = "sig=" + Canaries.SIGNATURE + " SharedKey devstoreaccount1:" + Canaries.KEY;
    String bearer = " Bearer " + Canaries.TOKEN;
    String all = echo + bearer + " " + request.path() + "?" + request.query();
    Answer refused =
        Answer.error(403, "AuthenticationFailed")
            .header("x-ms-echo", all)
            .header("x-ms-request-id", all)
            .header("WWW-Authenticate", all)
            .body(("<!-- " + all + " -->").getBytes(UTF_8));
    return switch (ending) {
      case REFUSED -> refused;
      case BUSY ->
          Answer.error(503, "ServerBusy").header("Retry-After", all).body(all.getBytes(UTF_8));
      case NOT_XML ->
          Answer.status(403)
              .header("x-ms-error-code", all)
              .header("Content-Type", "application/xml")
              .body(("<Error>" + all).getBytes(UTF_8));
      case OK_OF_NONSENSE ->
          Answer.status(200)
              .header("Content-Type", "application/xml")
              .header("ETag", all)
              .header("Last-Modified", all)
              .header("x-ms-meta-expires_at", all)
              .body(("<EnumerationResults><" + all).getBytes(UTF_8));
      case RESET -> Answer.reset();
      case CUT ->
          Answer.status(403).header("Content-Length", "9999").body(all.getBytes(UTF_8)).thenClose();
      case MALFORMED -> Answer.status(200).header("Content-Length", all).body(new byte[1]);
    };
  }
}
