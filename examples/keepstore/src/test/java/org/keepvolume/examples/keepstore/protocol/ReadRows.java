// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.keepvolume.Access.READ_ONLY;
import static org.keepvolume.Access.READ_WRITE;
import static org.keepvolume.Operation.READ;

import java.util.Map;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.testkit.fault.Hang;

/** What is answered to who reads a block. */
final class ReadRows {
  private static final Ask GET = Ask.get("/{locator}");
  private static final Ask HEAD = Ask.of("HEAD", "/{locator}");
  private static final String BUSY = "503 `Volume backend busy`";
  private static final String CORRUPT = "500 `Hash mismatch in stored data`";

  private ReadRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("read");
    rows.request("GET `/<locator>`")
        .row(
            "on a volume",
            "200, the block, `Content-Length: 18`, `Content-Type: application/octet-stream`,"
                + " `X-Content-Type-Options: nosniff`",
            "2.7.4; 3.0 guesses the type, so that a page in HTML is shown as one",
            GET.showing("Content-Length", "Content-Type", "X-Content-Type-Options"))
        .row("without its size", "200, the block", "2.7.4; 3.0: 405", Ask.get("/{hash}"))
        .row("with other hints", "200, the block", "all", Ask.get("/{hash}+18+Zx+K@zzzzz"))
        .row(
            "with another size",
            "200, the block",
            "2.7.4; 3.0 sends a part and cuts the connection",
            Ask.get("/{hash}+17"))
        .row("with `+0`", "200, the block", "2.7.4; 3.0: 405", Ask.get("/{hash}+0"))
        .row(
            "hints of no known form",
            "200, the block",
            "2.7.4; 3.0: 400 `invalid locator`",
            Ask.get("/{hash}++18+7"))
        .row("`+` as `%2B`", "200, the block", "all", Ask.get("/{hash}%2B18"))
        .row(
            "behind two slashes",
            "200, the block",
            "3.0; 2.7.4 does not know it",
            Ask.get("//{hash}+18"))
        .row(
            "of another cluster (`+R`), `X-Keep-Signature: local`",
            "200, the block, no `X-Keep-Locator`",
            "neither: blocks are not fetched from other clusters; what is here is sent",
            Ask.get("/{hash}+18+Rzzzzz-" + "0".repeat(40) + "@ffffffff")
                .header("X-Keep-Signature", "local, 2029-12-01T00:00:00Z")
                .showing("X-Keep-Locator"))
        .row(
            "from a script of a web page",
            "200, the block, `Access-Control-Allow-Origin: *`",
            "3.0",
            GET.header("Origin", "https://example.org").showing("Access-Control-Allow-Origin"))
        .row(
            "from a script of a web page, on no volume",
            "404 `Not Found`, `Access-Control-Allow-Origin: *`",
            "3.0: the script is to see why",
            Scene::missing,
            GET.header("Origin", "https://example.org").showing("Access-Control-Allow-Origin"))
        .row("`Range: bytes=0-3`", "200, the block", "all", GET.header("Range", "bytes=0-3"))
        .row(
            "on the second volume only",
            "200, the block",
            "all",
            s -> s.twoVolumes().onlyOn(1),
            GET)
        .row(
            "on a read-only volume",
            "200, the block",
            "all",
            s -> s.volumes(READ_ONLY, READ_WRITE).onlyOn(0),
            GET)
        .row("on no volume", "404 `Not Found`", "2.7.4", Scene::missing, GET)
        .row("in the trash", "404 `Not Found`", "2.7.4", Scene::trashed, GET)
        .row(
            "one copy damaged, another good",
            "200, the block",
            "2.7.4; 3.0 cuts the connection",
            s -> s.twoVolumes().faults(f -> f.on(READ, 1).corrupt(3)),
            GET)
        .row(
            "only damaged copies",
            CORRUPT,
            "2.7.4",
            s -> s.containing(Scene.BLOCK.damagedAt(3)),
            GET)
        .row(
            "only a copy of more than 64 MiB",
            "500 `Stored block is too large`",
            "neither: 413 would blame the client",
            s ->
                s.faults(
                    f ->
                        f.on(READ, 1)
                            .fail(
                                (operation, hash, volume) ->
                                    new BlockTooLargeException(
                                        operation, hash, volume, "67108865 bytes", null))),
            GET)
        .row(
            "a volume not available, no copy elsewhere",
            BUSY,
            "2.7.4; before February 2019: 404",
            s -> s.twoVolumes().missing().faults(f -> f.on(READ, 1).unavailable()),
            GET)
        .row(
            "a volume not available, a copy elsewhere",
            "200, the block",
            "all",
            s -> s.twoVolumes().faults(f -> f.on(READ, 1).unavailable()),
            GET)
        .row(
            "a volume not available, a damaged copy elsewhere",
            BUSY,
            "3.0; 2.7.4 calls the block damaged, and a good copy may come back",
            s ->
                s.twoVolumes()
                    .containing(Scene.BLOCK.damagedAt(3))
                    .faults(f -> f.on(READ, 1).unavailable()),
            GET)
        .row(
            "a volume that fails for good, no copy elsewhere",
            "500 `Volume failure`",
            "3.0; 2.7.4 says 404, by which clients give the block up for lost",
            s -> s.twoVolumes().missing().faults(f -> f.on(READ, 1).failure()),
            GET)
        .row(
            "no memory for the block within `-queue-limit`",
            BUSY,
            WriteRows.WAITS,
            WriteRows::smallMemory,
            WriteRows.withoutMemory(GET))
        .row(
            "the client leaves while a volume works",
            "nobody to answer, logged as 499",
            "3.0; 2.7.4 logs 503",
            ReadRows::leaving);
    rows.request("HEAD `/<locator>`")
        .row(
            "on a volume",
            "200, empty, `Content-Length: 18`",
            "all: the block is read and verified",
            HEAD.showing("Content-Length"))
        .row("on no volume", "404, empty", "2.7.4", Scene::missing, HEAD)
        .row(
            "a volume not available, no copy elsewhere",
            "503, empty",
            "2.7.4; before February 2019: 404",
            s -> s.twoVolumes().missing().faults(f -> f.on(READ, 1).unavailable()),
            HEAD)
        .row(
            "only damaged copies",
            "500, empty",
            "2.7.4",
            s -> s.containing(Scene.BLOCK.damagedAt(3)),
            HEAD);
    return rows;
  }

  private static String leaving(Scene scene) throws Exception {
    Hang hang = scene.faults.on(READ, 1).hang();
    var unused = scene.client().request("GET", scene.fill("/{hash}"), Map.of(), new byte[0]);
    hang.awaitHanging();
    scene.client().close();
    scene.awaitFinished(FinishedRequest.CLIENT_GONE);
    return "nobody to answer, logged as 499";
  }
}
