// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.Access.READ_ONLY;
import static org.keepvolume.Access.READ_TRASH;
import static org.keepvolume.Operation.READ;
import static org.keepvolume.Operation.WRITE;

import java.time.Duration;
import java.util.List;
import org.keepvolume.Volume;
import org.keepvolume.store.PooledBuffer;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** What is answered to who stores a block. */
final class WriteRows {
  /** How the original behaves without memory. */
  static final String WAITS =
      "neither: all wait until the client leaves (2015: even then), 3.0 five minutes at most";

  private static final Ask PUT = Ask.put("/{hash}");
  private static final String STORED = "200 `<hash>+18`";
  private static final String FULL = "503 `Full`";
  private static final String REPLICAS = "X-Keep-Replicas-Stored";

  private WriteRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("write");
    stored(rows.request("PUT `/<hash>`"));
    refused(rows);
    failed(rows);
    return rows;
  }

  private static void stored(ApiSection rows) {
    rows.row(
            "not there yet",
            STORED + ", `X-Keep-Replicas-Stored: 1`",
            "all",
            Scene::missing,
            PUT.showing(REPLICAS))
        .row(
            "there already: it is compared and touched",
            STORED + ", `X-Keep-Replicas-Stored: 1`",
            "all",
            WriteRows::again)
        .row("in the trash", STORED, "all", Scene::trashed, PUT)
        .row(
            "a damaged copy there: it is overwritten",
            STORED,
            "2.7.4; 3.0: 500 `hash collision`, for ever",
            s -> s.containing(Scene.BLOCK.damagedAt(3)),
            PUT)
        .row("the empty block", "200 `<hash of nothing>+0`", "all", Ask.of("PUT", "/{empty}"))
        .row(
            "a volume that counts for two replicas",
            STORED + ", `X-Keep-Replicas-Stored: 2`",
            "all",
            s -> s.replication(2),
            PUT.showing(REPLICAS))
        .row(
            "`X-Keep-Desired-Replicas: 2`, two volumes",
            STORED + ", `X-Keep-Replicas-Stored: 1`",
            "all: the header is not looked at",
            Scene::twoVolumes,
            PUT.header("X-Keep-Desired-Replicas", "2").showing(REPLICAS))
        .row(
            "`X-Keep-Storage-Classes: archive`",
            STORED + ", no `X-Keep-Storage-Classes-Confirmed`",
            "2015 to 2021: classes are not built yet; without the header clients stop to count"
                + " them",
            PUT.header("X-Keep-Storage-Classes", "archive")
                .showing("X-Keep-Storage-Classes-Confirmed"))
        .row("hints in the path", STORED, "3.0; 2.7.4: 400", Ask.put("/{hash}+17+Zx"))
        .row(
            "a signing key and a token",
            "200 `<hash>+18+A<signature>@<expiry>`",
            "all, enforced or not",
            s -> s.signing(false),
            PUT.token())
        .row("a signing key, no token", STORED, "all", s -> s.signing(true), PUT)
        .row("a token, no signing key", STORED, "all", PUT.token())
        .row(
            "one volume full, room on another",
            STORED,
            "all",
            s -> s.twoVolumes().missing().faults(f -> f.on(WRITE, 1).full()),
            PUT)
        .row(
            "one volume fails, another takes it",
            STORED,
            "all",
            s -> s.twoVolumes().missing().faults(f -> f.on(WRITE, 1).failure()),
            PUT)
        .row("64 MiB", "200 `<hash of it>+67108864`", "all", Scene::missing, WriteRows::largest);
  }

  private static void refused(ApiSection rows) {
    rows.row(
            "64 MiB and one byte",
            "413 `Block is too large`",
            "2.7.4; before a byte is read",
            scene -> {
              String head = "PUT /{hash} HTTP/1.1\r\nHost: x\r\nContent-Length: 67108865\r\n\r\n";
              return Ask.told(scene.client().send(scene.fill(head)).answer(), List.of());
            })
        .row(
            "other bytes than the hash says",
            "422 `Hash mismatch in request`",
            "2.7.4",
            Ask.of("PUT", "/{hash}").with(Scene.BLOCK.damagedAt(3)))
        .row(
            "no volume takes writes",
            FULL,
            "2.7.4; before a byte is read; 3.0: 507, by which clients do not come back",
            s -> s.volumes(READ_ONLY, READ_TRASH),
            PUT)
        .row("two slashes before the hash", "400 `Bad Request`", "3.0", Ask.put("//{hash}"));
  }

  private static void failed(ApiSection rows) {
    rows.row(
            "all volumes full",
            FULL,
            "2.7.4",
            s ->
                s.twoVolumes()
                    .missing()
                    .faults(f -> f.on(WRITE, 1).full())
                    .faults(f -> f.on(WRITE, 2).full()),
            PUT)
        .row(
            "one of two volumes full, the other fails for good",
            FULL,
            "neither: 2.7.4 says 500 `Fail`, 3.0 503 `volume unavailable`; clients come back for"
                + " all of them",
            s ->
                s.twoVolumes()
                    .missing()
                    .faults(f -> f.on(WRITE, 1).full())
                    .faults(f -> f.on(WRITE, 2).failure()),
            PUT)
        .row(
            "one of two volumes full, the other not available",
            "503 `Volume backend busy`",
            "3.0; 2.7.4: 500 `Fail`",
            s ->
                s.twoVolumes()
                    .missing()
                    .faults(f -> f.on(WRITE, 1).full())
                    .faults(f -> f.on(WRITE, 2).unavailable()),
            PUT)
        .row(
            "all volumes not available",
            "503 `Volume backend busy`",
            "3.0; 2.7.4: 500 `Fail`",
            s -> s.missing().faults(f -> f.on(WRITE, 1).unavailable()),
            PUT)
        .row(
            "all volumes fail for good",
            "500 `Fail`",
            "2.7.4",
            s -> s.missing().faults(f -> f.on(WRITE, 1).failure()),
            PUT)
        .row(
            "the volume fails when it is asked for the block, too",
            "500 `Fail`",
            "2.7.4",
            s ->
                s.missing()
                    .faults(f -> f.on(READ, 1).failure())
                    .faults(f -> f.on(WRITE, 1).failure()),
            PUT)
        .row(
            "other bytes with the same MD5 there",
            "500 `Collision`",
            "2.7.4",
            Scene::missing,
            WriteRows::collision)
        .row(
            "no memory for the block within `-queue-limit`",
            "503 `Volume backend busy`",
            WAITS,
            WriteRows::smallMemory,
            withoutMemory(PUT));
  }

  /** Looks behind the answer, which is the same for a block that is written. */
  private static String again(Scene scene) throws Exception {
    String seen = PUT.showing(REPLICAS).seen(scene);
    assertEquals(1, scene.faults.calls(READ), "it is compared");
    assertEquals(0, scene.faults.calls(WRITE), "it is not written");
    long mtime = scene.clock.instant().getEpochSecond() * 1_000_000_000;
    String listed = Ask.get("/index").admin().send(scene).text();
    assertEquals(scene.fill("{locator} " + mtime + "\n\n"), listed, "it is touched");
    return seen;
  }

  static Scene smallMemory(Scene scene) {
    return scene.settings(
        service -> service.bufferBytes(Volume.MAX_BLOCK_SIZE, Duration.ofMillis(1)));
  }

  static Exchange withoutMemory(Exchange ask) {
    return scene -> {
      try (PooledBuffer all = scene.service().buffers().take(Volume.MAX_BLOCK_SIZE)) {
        all.buffer().clear();
        return ask.seen(scene);
      }
    };
  }

  private static String largest(Scene scene) throws Exception {
    TestBlock block = TestBlock.of(new byte[Volume.MAX_BLOCK_SIZE]);
    String seen = Ask.of("PUT", "/" + block.hash()).with(block.bytes()).seen(scene);
    return seen.replace(block.hash().toString(), "<hash of it>");
  }

  private static String collision(Scene scene) throws Exception {
    String seen = "";
    for (TestBlock block : TestBlocks.collisionPair()) {
      seen = Ask.of("PUT", "/" + block.hash()).with(block.bytes()).seen(scene);
    }
    return seen;
  }
}
