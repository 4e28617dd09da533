// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.keepvolume.Operation.INDEX;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.testkit.TestBlock;

/** What is answered to who lists blocks. */
final class IndexRows {
  private static final String UNAUTHORIZED = "401 `Unauthorized`";
  private static final String LINE = "<hash>+18 <mtime>\\n";
  private static final String ALL = "200 `" + LINE + "\\n`";
  private static final String NONE = "200 `\\n`";
  private static final String CUT = "200, the connection is cut";

  private static final String SINCE_QUERIES = "2.7.4; 2015 and 2016 do not look at the query";
  private static final String HALF =
      "3.0; 2.7.4: 200, and no empty line; before April 2019 the error's text among the lines";

  private IndexRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("index");
    index(rows.request("GET `/index`, `/index/<prefix>`"));
    rows.request("HEAD `/index`")
        .row(
            "any",
            "200, empty",
            "all; the blocks are not listed for it",
            Ask.of("HEAD", "/index").admin())
        .row("no token", "401, empty", "all", Ask.of("HEAD", "/index"));
    rows.request("POST `/index`")
        .row("any", "405, empty", OtherRows.WRONG_METHOD, Ask.of("POST", "/index").admin());
    ofMount(rows.request("GET `/mounts/<uuid>/blocks`"));
    return rows;
  }

  private static void index(ApiSection rows) {
    Ask index = Ask.get("/index");
    Ask admin = index.admin();
    rows.row(
            "a block",
            ALL + ", `Content-Type: text/plain; charset=utf-8`",
            "all since 2016: the empty line says that this was all; before, times were seconds",
            admin.showing("Content-Type"))
        .row("no block", NONE, "all", Scene::missing, admin)
        .row(
            "a block on two volumes: twice",
            "200 `" + LINE + LINE + "\\n`",
            "all",
            Scene::twoVolumes,
            admin)
        .row("a block in the trash", NONE, "all", Scene::trashed, admin)
        .row("`/index/`", ALL, "all", Ask.get("/index/").admin())
        .row("a prefix of the block", ALL, "all", Ask.get("/index/910e4").admin())
        .row("the whole hash", ALL, "all", Ask.get("/index/{hash}").admin())
        .row("another prefix", NONE, "all", Ask.get("/index/910e5").admin())
        .row("`?prefix=`", NONE, SINCE_QUERIES, Ask.get("/index?prefix=910e5").admin())
        .row(
            "`?prefix=`, with `%`",
            ALL, SINCE_QUERIES, Ask.get("/index?prefix=%39%31%30e4").admin())
        .row(
            "a prefix in the path and in the query",
            ALL,
            "2.7.4: the path counts; 3.0: the query",
            Ask.get("/index/910e4?prefix=910e5").admin())
        .row("33 digits", "400 `Bad Request`", "all", Ask.get("/index/{hash}0").admin())
        .row("upper-case digits", "400 `Bad Request`", "all", Ask.get("/index/910E").admin())
        .row(
            "no digits in the query",
            "400 `Bad Request: block prefix \"xyz\": character 1, 'x', is not a hex digit; expected"
                + " lower-case hex digits, 0-9 and a-f`",
            "neither: it would list nothing, as if there were no blocks",
            Ask.get("/index?prefix=xyz").admin())
        .row("no token", UNAUTHORIZED, "all", index)
        .row("no token, no digits in the query", UNAUTHORIZED, "all", Ask.get("/index?prefix=xyz"))
        .row("another token", UNAUTHORIZED, "2.7.4; 3.0: 403", index.token())
        .row(
            "no system token configured",
            UNAUTHORIZED,
            "2.7.4; 3.0 shows everybody",
            s -> s.settings(service -> service.systemToken(null)),
            admin)
        .row(
            "a volume not available, before the first line is sent",
            "503 `Volume backend busy`",
            HALF,
            s -> s.faults(f -> f.on(INDEX, 1).unavailable()),
            admin)
        .row(
            "a volume fails for good, before the first line is sent",
            "500 `Volume failure`",
            HALF,
            s -> s.faults(f -> f.on(INDEX, 1).failure()),
            admin)
        .row(
            "a volume fails when lines have been sent",
            CUT,
            "3.0; the end of the chunks is missing, too",
            Scene::missing,
            scene -> cut(scene, "/index"));
  }

  private static void ofMount(ApiSection rows) {
    Ask blocks = Ask.get("/mounts/{mount}/blocks");
    Ask admin = blocks.admin();
    rows.row("a block", ALL, "2.7.4", Scene::twoVolumes, admin)
        .row("with a slash", ALL, "2.7.4", Ask.get("/mounts/{mount}/blocks/").admin())
        .row("`?prefix=`", NONE, "2.7.4", Ask.get("/mounts/{mount}/blocks?prefix=0").admin())
        .row("`/<prefix>`", NONE, "3.0", Ask.get("/mounts/{mount}/blocks/0").admin())
        .row("no such mount", "404 `mount not found`", "2.7.4", Ask.get("/mounts/x/blocks").admin())
        .row("no token", UNAUTHORIZED, "all", blocks)
        .row("another token", UNAUTHORIZED, "2.7.4; 3.0: 403", blocks.token())
        .row("no token, no such mount", UNAUTHORIZED, "2.7.4", Ask.get("/mounts/x/blocks"))
        .row(
            "a prefix without a slash",
            "400 `Bad Request`",
            "all",
            Ask.get("/mounts/{mount}/blocks0").admin())
        .row(
            "its volume not available, the other is",
            "503 `Volume backend busy`",
            "3.0",
            s -> s.twoVolumes().faults(f -> f.on(INDEX, 1).unavailable()),
            admin)
        .row(
            "a volume fails when lines have been sent",
            CUT,
            "3.0",
            Scene::missing,
            scene -> cut(scene, "/mounts/{mount}/blocks"));
  }

  /** Breaks a listing off behind the first piece that is sent. */
  private static String cut(Scene scene, String path) throws Exception {
    int lines = 2000;
    for (int i = 0; i < lines; i++) {
      TestBlock block = TestBlock.of(Integer.toString(i).getBytes(US_ASCII));
      var unused = scene.service().store().write(block.buffer());
    }
    scene.faults.on(INDEX, 1).breakOffAfter(lines - 1);
    Ask ask = Ask.get(path).admin();
    var unused = scene.client().request(ask.method(), scene.fill(path), ask.headers(), new byte[0]);
    return told(scene.client());
  }

  private static String told(RawConnection client) throws IOException {
    InputStream in = client.socket().getInputStream();
    String status = new String(in.readNBytes("HTTP/1.1 200".length()), US_ASCII);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        rest.write(next);
      }
    } catch (SocketException e) {
      // Reset, which is an end, too.
    }
    String text = rest.toString(US_ASCII);
    boolean whole = text.endsWith("\r\n0\r\n\r\n") || text.contains("\n\n");
    return status.substring("HTTP/1.1 ".length()) + (whole ? ", all" : ", the connection is cut");
  }
}
