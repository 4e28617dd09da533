// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import com.azure.core.util.DateTimeRfc1123;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Lets a service stamp blobs by a clock that can be moved.
 *
 * <p>Whatever changes a blob leaves the clock's time, in whole seconds as the service keeps them,
 * in a metadata key, and whoever asks for Last-Modified is given that. So the kit need not wait for
 * blocks to grow old, in every process and on any service.
 */
final class ClockStamps implements HttpPipelinePolicy {
  static final String KEY = "kit_mtime";

  private static final HttpHeaderName HEADER = HttpHeaderName.fromString("x-ms-meta-" + KEY);
  private static final HttpHeaderName BLOB_TYPE = HttpHeaderName.fromString("x-ms-blob-type");
  private static final HttpHeaderName TRASH_MARK =
      HttpHeaderName.fromString("x-ms-meta-" + TrashMark.KEY);
  private static final Pattern ITEM = Pattern.compile("<Blob>.*?</Blob>", Pattern.DOTALL);
  private static final Pattern STAMP = Pattern.compile("<" + KEY + ">(-?[0-9]+)</" + KEY + ">");
  private static final Pattern LAST_MODIFIED =
      Pattern.compile("<Last-Modified>[^<]*</Last-Modified>");

  private final InstantSource clock;
  private final Map<String, Long> latest;
  private final boolean setsBack;

  private ClockStamps(InstantSource clock, Map<String, Long> latest, boolean setsBack) {
    this.clock = clock;
    this.latest = latest;
    this.setsBack = setsBack;
  }

  /**
   * Makes the policy of volumes.
   *
   * @param latest the stamp of each blob, shared by the clients of a container: a clock that is set
   *     back does not make a blob older, since a service's own is not set back
   */
  static ClockStamps of(InstantSource clock, Map<String, Long> latest) {
    return new ClockStamps(clock, latest, false);
  }

  /** Makes the policy of who works behind their backs, and gives blobs the clock's very time. */
  static ClockStamps exact(InstantSource clock, Map<String, Long> latest) {
    return new ClockStamps(clock, latest, true);
  }

  /** Before the request is signed. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
    stamp(call);
    return next.process()
        .flatMap(
            answer ->
                isListing(call.getHttpRequest())
                    ? answer.getBodyAsByteArray().map(body -> listing(answer, body))
                    : Mono.just(shown(call.getHttpRequest(), answer)));
  }

  @Override
  public HttpResponse processSync(HttpPipelineCallContext call, HttpPipelineNextSyncPolicy next) {
    stamp(call);
    HttpResponse answer = next.processSync();
    return isListing(call.getHttpRequest())
        ? listing(answer, answer.getBodyAsBinaryData().toBytes())
        : shown(call.getHttpRequest(), answer);
  }

  /** Returns what makes a request one of another time than the present. */
  static Context of(Instant mtime) {
    return new Context(KEY, mtime);
  }

  private void stamp(HttpPipelineCallContext call) {
    HttpRequest request = call.getHttpRequest();
    boolean metadata = query(request).contains("comp=metadata");
    boolean put =
        request.getHeaders().getValue(BLOB_TYPE) != null
            || query(request).contains("comp=blocklist");
    String blob = request.getUrl().getPath();
    if (request.getHttpMethod() == HttpMethod.DELETE
        || request.getHeaders().getValue(TRASH_MARK) != null) {
      var unused = latest.remove(blob); // what comes next is another life
    }
    if (request.getHttpMethod() == HttpMethod.PUT && (metadata || put)) {
      request.getHeaders().set(HEADER, Long.toString(stamp(call, blob)));
    }
  }

  private long stamp(HttpPipelineCallContext call, String blob) {
    Optional<Object> chosen = call.getData(KEY);
    if (chosen.isPresent()) {
      long time = ((Instant) chosen.get()).getEpochSecond();
      latest.put(blob, time);
      return time;
    }
    long now = clock.instant().getEpochSecond();
    boolean trash = call.getHttpRequest().getHeaders().getValue(TRASH_MARK) != null;
    return trash
        ? now
        : latest.merge(blob, now, (old, present) -> setsBack ? present : Math.max(old, present));
  }

  private static String query(HttpRequest request) {
    String query = request.getUrl().getQuery();
    return query == null ? "" : query;
  }

  private static boolean isListing(HttpRequest request) {
    return query(request).contains("comp=list") && query(request).contains("restype=container");
  }

  private static HttpResponse shown(HttpRequest request, HttpResponse answer) {
    String stamp = answer.getHeaderValue(HEADER);
    if (stamp == null && request.getHttpMethod() == HttpMethod.PUT) {
      stamp = request.getHeaders().getValue(HEADER);
    }
    if (stamp != null && answer.getHeaderValue(HttpHeaderName.LAST_MODIFIED) != null) {
      answer.getHeaders().set(HttpHeaderName.LAST_MODIFIED, date(stamp));
    }
    return answer;
  }

  private static String date(String stamp) {
    return new DateTimeRfc1123(
            Instant.ofEpochSecond(Long.parseLong(stamp)).atOffset(ZoneOffset.UTC))
        .toString();
  }

  private static HttpResponse listing(HttpResponse answer, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    String shown =
        ITEM.matcher(text).replaceAll(item -> Matcher.quoteReplacement(item(item.group())));
    return new ChangedAnswer(answer, shown.getBytes(StandardCharsets.UTF_8));
  }

  private static String item(String item) {
    Matcher stamp = STAMP.matcher(item);
    return stamp.find()
        ? LAST_MODIFIED
            .matcher(item)
            .replaceFirst("<Last-Modified>" + date(stamp.group(1)) + "</Last-Modified>")
        : item;
  }
}
