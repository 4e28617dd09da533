// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.util.LinkedHashSet;
import java.util.Set;

/** What is answered to what is no route, or not yet one. */
final class OtherRows {
  /** How the original answers a method that a path does not have. */
  static final String WRONG_METHOD = "2.7.4; 2015 and 3.0: 400; 2016 and 1.4 not known";

  private static final String BAD = "400 `Bad Request`";

  private OtherRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("other");
    rows.request("any unknown path")
        .row("`GET /`", BAD, "all", Ask.get("/"))
        .row(
            "`POST /`", BAD, "all: keepproxy alone takes it", Ask.of("POST", "/").with(new byte[3]))
        .row("`GET /x`", BAD, "all: never 404", Ask.get("/x"))
        .row("31 digits", BAD, "all", Ask.get("/" + "0".repeat(31)))
        .row("33 digits", BAD, "all", Ask.get("/" + "0".repeat(33)))
        .row("upper-case digits", BAD, "all", Ask.get("/{HASH}"))
        .row("a hash and `+` alone", BAD, "all", Ask.get("/{hash}+"))
        .row("a hash and a path", BAD, "all", Ask.get("/{hash}/x"))
        .row("a hash and `%2Fx`", BAD, "all", Ask.get("/{hash}%2Fx"))
        .row("`/index//`", BAD, "3.0", Ask.get("/index//").admin())
        .row("`/untrash/x`", BAD, "all", Ask.of("PUT", "/untrash/x").admin())
        .row("a path that cannot be decoded", BAD, "all", Ask.get("/%zz"))
        .row("`PUT /<31 digits>`, unread", BAD, "all", Ask.put("/" + "0".repeat(31)));
    rows.request("`/<locator>`, another method")
        .row("POST", "405, empty", WRONG_METHOD, Ask.of("POST", "/{hash}"))
        .row("PATCH", "405, empty", WRONG_METHOD, Ask.of("PATCH", "/{hash}"))
        .row("`get`", "405, empty", WRONG_METHOD, Ask.of("get", "/{hash}"));
    for (String path : new String[] {"/pull", "/trash"}) {
      rows.request("PUT `" + path + "`")
          .row(
              "any",
              "501 `" + path + " is not implemented by this keepstore`",
              "none yet: lists to work off are to come; nothing is kept that would not be done",
              Ask.of("PUT", path).admin().with(new byte[] {'[', ']'}))
          .row(
              "no token",
              "501 `" + path + " is not implemented by this keepstore`",
              "none yet; 2.7.4: 401",
              Ask.of("PUT", path).with(new byte[] {'[', ']'}))
          .request("GET, POST, DELETE `" + path + "`")
          .row(
              "any",
              "501 `" + path + " is not implemented by this keepstore`",
              "none yet; 2.7.4: 405",
              ofEach(path, "GET", "POST", "DELETE"));
    }
    for (String path : new String[] {"/debug.json", "/metrics.json"}) {
      rows.request("GET `" + path + "`")
          .row(
              "any",
              "501 `" + path + " is not implemented by this keepstore`",
              "none: `/metrics` and `/status.json` tell what is to be told",
              Ask.get(path));
    }
    String allowed =
        "200, empty, `Access-Control-Allow-Origin: *`,"
            + " `Access-Control-Allow-Methods: GET, HEAD, PUT, OPTIONS`,"
            + " `Access-Control-Allow-Headers: Authorization, Content-Length, Content-Type,"
            + " X-Keep-Desired-Replicas, X-Keep-Signature, X-Keep-Storage-Classes`,"
            + " `Access-Control-Expose-Headers: X-Keep-Locator, X-Keep-Replicas-Stored,"
            + " X-Keep-Storage-Classes-Confirmed`,"
            + " `Access-Control-Max-Age: 86486400`";
    String[] headers = {
      "Access-Control-Allow-Origin",
      "Access-Control-Allow-Methods",
      "Access-Control-Allow-Headers",
      "Access-Control-Expose-Headers",
      "Access-Control-Max-Age"
    };
    rows.request("OPTIONS")
        .row(
            "a locator",
            allowed,
            "3.0; 2.7.4: 405; 2015: 400",
            Ask.of("OPTIONS", "/{hash}").showing(headers))
        .row("any path", allowed, "3.0", Ask.of("OPTIONS", "/index").showing(headers));
    return rows;
  }

  /** Sends a request by each method, which are answered alike. */
  private static Exchange ofEach(String path, String... methods) {
    return scene -> {
      Set<String> seen = new LinkedHashSet<>();
      for (String method : methods) {
        seen.add(Ask.of(method, path).admin().seen(scene));
      }
      return String.join(", ", seen);
    };
  }
}
