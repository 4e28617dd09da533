// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.Operation.STATUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.keepvolume.examples.keepstore.RawConnection;

/** What is answered to who watches the service. */
final class ServiceRows {
  private static final String TOKEN = "the-management-token";

  private ServiceRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("service");
    rows.request("GET `/mounts`")
        .row(
            "any",
            "200, application/json",
            "2.7.4, without the volumes' settings and keys, which that one shows and 1.4 does not;"
                + " 3.0 wants the system token",
            Scene::twoVolumes,
            Ask.get("/mounts"))
        .request("PUT `/mounts`")
        .row("any", "405, empty", "2.7.4; 3.0: 400; 1.4 not known", Ask.of("PUT", "/mounts"))
        .request("GET `/status.json`")
        .row(
            "any",
            "200, application/json",
            "2.7.4, without `InternalStats`; 2015 and 2016 with other names, see below; 3.0: 400",
            Scene::twoVolumes,
            Ask.get("/status.json"))
        .row(
            "a volume that cannot tell its space",
            "200, application/json",
            "2.7.4: the others are shown",
            s -> s.twoVolumes().faults(f -> f.on(STATUS, 1).unavailable()),
            Ask.get("/status.json"))
        .row(
            "eight of them are worked on",
            "503 `Too many requests`",
            "neither: a volume that hangs must not take all threads",
            ServiceRows::crowded)
        .request("GET `/metrics`");
    String metrics = "200, text/plain; version=0.0.4; charset=utf-8";
    rows.row("no management token configured", metrics, "all", Ask.get("/metrics"));
    token(rows, "the management token", metrics, Ask.get("/metrics"), "Bearer " + TOKEN);
    token(rows, "another token", "403 `authorization error`", Ask.get("/metrics"), "Bearer x");
    rows.row(
        "no token, one configured",
        "401 `authorization required`",
        "all",
        ServiceRows::watched,
        Ask.get("/metrics"));
    Ask health = Ask.get("/_health/ping");
    rows.request("GET `/_health/ping`")
        .row("no management token configured", "404 `disabled`", "all", health)
        .row(
            "no token, one configured",
            "401 `authorization required`",
            "all",
            ServiceRows::watched,
            health);
    token(
        rows,
        "the management token",
        "200 `{\"health\":\"OK\"}`, `Content-Type: application/json`",
        health.showing("Content-Type"),
        "Bearer " + TOKEN);
    token(rows, "another token", "403 `authorization error`", health, "Bearer x");
    token(rows, "`OAuth2`", "403 `authorization error`", health, "OAuth2 " + TOKEN);
    return rows;
  }

  private static Scene watched(Scene scene) {
    return scene.settings(service -> service.managementToken(TOKEN));
  }

  private static void token(
      ApiSection rows, String condition, String answer, Ask ask, String header) {
    var unused =
        rows.row(
            condition, answer, "all", ServiceRows::watched, ask.header("Authorization", header));
  }

  private static String crowded(Scene scene) throws Exception {
    int most = 8;
    Semaphore arrived = new Semaphore(0);
    CountDownLatch go = new CountDownLatch(1);
    List<RawConnection> others = new ArrayList<>();
    try {
      for (int i = 1; i <= most; i++) {
        scene
            .faults
            .on(STATUS, i)
            .run(
                () -> {
                  arrived.release();
                  go.await();
                });
        RawConnection other = new RawConnection(scene.service().port());
        others.add(other.request("GET", "/status.json", Map.of(), new byte[0]));
      }
      arrived.acquire(most);
      String seen = Ask.get("/status.json").seen(scene);
      go.countDown();
      for (RawConnection other : others) {
        assertEquals(200, other.answer().status());
      }
      return seen;
    } finally {
      go.countDown();
      for (RawConnection other : others) {
        other.close();
      }
    }
  }
}
