// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.keepvolume.azure.http.Plan.Part;
import org.keepvolume.azure.http.Plan.Start;

/** One request on its way to the service, as its plan says; the answer's way is AnswerDelivery. */
final class ProxyExchange {
  /** Takes the pieces of a body. */
  private interface Pieces {
    void write(ByteBuffer piece) throws IOException;
  }

  private final HttpConnection client;
  private final Upstream upstream;
  private final HttpHead head;
  private final RecordedRequest request;
  private final Plan plan;
  private final AnswerDelivery delivery;

  /** Whether the client went away while its request was held. */
  private boolean left;

  ProxyExchange(
      HttpConnection client,
      Upstream upstream,
      HttpHead head,
      RecordedRequest request,
      Plan plan,
      Pauses pauses) {
    this.client = client;
    this.upstream = upstream;
    this.head = head;
    this.request = request;
    this.plan = plan;
    this.delivery = new AnswerDelivery(client, request.method(), plan, pauses);
  }

  /**
   * Runs it.
   *
   * @return whether the client's connection can be used on
   */
  boolean run() throws IOException, InterruptedException {
    runHooks(plan.before);
    if (plan.start == Start.RESET) {
      client.reset();
      return false;
    }
    if (plan.stallReadingAt != Plan.NOWHERE) {
      client.receiveLittle();
    }
    BodyReader body = BodyReader.ofRequest(client, head);
    byte[] kept = plan.keepsRequest() ? keep(body) : null;
    hold();
    if (plan.start == Start.DROP) {
      client.close();
      return false;
    }
    if (plan.start == Start.ANSWER) {
      return requireNonNull(plan.answer).send(client, request.method()) && staysOpen();
    }
    if (plan.start == Start.DUPLICATE) {
      HttpConnection service = forward(body, kept);
      BodyReader first = BodyReader.ofAnswer(service, answerHead(service), request.method());
      first.drain();
      upstream.done(!first.endsWithConnection());
    }
    return answer(forward(body, kept));
  }

  private byte[] keep(BodyReader body) throws IOException, InterruptedException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] copy = new byte[64 << 10];
    copyRequest(
        body,
        piece -> {
          int size = piece.remaining();
          piece.get(copy, 0, size);
          kept.write(copy, 0, size);
        });
    return kept.toByteArray();
  }

  private void hold() throws InterruptedException {
    CountDownLatch latch = plan.hold;
    while (latch != null && !latch.await(1, TimeUnit.MILLISECONDS)) {
      if (!left && client.isPeerGone()) {
        client.close();
        left = true;
      }
    }
  }

  private HttpConnection forward(BodyReader body, @Nullable byte[] kept)
      throws IOException, InterruptedException {
    HttpConnection service = upstream.ready();
    service.write(head.withoutConnection().bytes());
    BodyWriter writer = new BodyWriter(service, body.isChunked());
    if (kept == null) {
      copyRequest(body, writer::write);
    } else if (kept.length > 0) {
      writer.write(ByteBuffer.wrap(kept));
    }
    writer.end();
    return service;
  }

  private void copyRequest(BodyReader body, Pieces to) throws IOException, InterruptedException {
    long at = 0;
    boolean stalled = false;
    while (true) {
      boolean stalls = !stalled && at == plan.stallReadingAt;
      ByteBuffer piece = body.next(stalls || stalled ? Plan.NOWHERE : plan.stallReadingAt - at);
      if (piece == null) {
        break;
      }
      if (stalls) {
        plan.happens(Part.STALL_READING);
        plan.stall.awaitRelease();
        stalled = true;
      }
      int size = piece.remaining();
      request.sawBody(size);
      if (AnswerDelivery.flip(piece, at, plan.flipRequestAt)) {
        plan.happens(Part.FLIP_REQUEST);
      }
      to.write(piece);
      at += size;
    }
  }

  private static HttpHead answerHead(HttpConnection service) throws IOException {
    while (true) {
      HttpHead answer = service.readHead();
      if (answer == null) {
        throw service.ended();
      }
      if (answer.status() >= 200) {
        return answer;
      }
    }
  }

  private boolean answer(HttpConnection service) throws IOException, InterruptedException {
    HttpHead answer = answerHead(service);
    BodyReader body = BodyReader.ofAnswer(service, answer, request.method());
    runHooks(plan.onAnswer);
    if (left) {
      body.drain();
      upstream.done(false);
      return false;
    }
    HttpHead changed = answer.withoutConnection();
    for (UnaryOperator<HttpHead> edit : plan.headEdits) {
      changed = edit.apply(changed);
    }
    if (!delivery.deliver(changed, body)) {
      upstream.done(false);
      return false;
    }
    upstream.done(!body.endsWithConnection() && !answer.has("Connection", "close"));
    return !body.endsWithConnection() && staysOpen();
  }

  private boolean staysOpen() {
    return !head.has("Connection", "close");
  }

  private void runHooks(List<Hook> hooks) throws IOException, InterruptedException {
    for (Hook hook : hooks) {
      try {
        hook.run();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("the hook of " + request + " failed", e);
      }
    }
  }
}
