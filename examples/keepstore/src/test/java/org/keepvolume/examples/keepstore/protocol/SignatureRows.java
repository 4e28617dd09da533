// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

/** What signatures are taken for, where they are enforced. */
final class SignatureRows {
  private static final String FORBIDDEN = "403 `Forbidden`";
  private static final String EXPIRED = "401 `Expired permission signature`";

  private SignatureRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("signatures");
    rows.request("GET `/<locator>`, enforced");
    read(
        rows,
        "good",
        "200, the block",
        "all; before September 2018 with `OAuth2` alone",
        Ask.get("/{signed}").token());
    read(
        rows,
        "good, without a size",
        "200, the block",
        "2.7.4; 3.0: 405",
        Ask.get("/{bare signed}").token());
    read(
        rows,
        "good, with another size",
        "200, the block",
        "2.7.4; it is no part of what is signed",
        Ask.get("/{wrong size signed}").token());
    read(
        rows,
        "good, between other hints",
        "200, the block",
        "all",
        Ask.get("/{hash}+18+Zx{signature}+K@zzzzz").token());
    read(rows, "good, `@` as `%40`", "200, the block", "all", Ask.get("/{escaped signed}").token());
    read(
        rows,
        "good, `OAuth2` in place of `Bearer`",
        "200, the block",
        "all",
        Ask.get("/{signed}").header("Authorization", "OAuth2 " + Scene.TOKEN));
    read(
        rows,
        "good, `bearer` in small letters",
        FORBIDDEN,
        "2.7.4; no client writes it so",
        Ask.get("/{signed}").header("Authorization", "bearer " + Scene.TOKEN));
    read(
        rows,
        "good, the token in `?api_token=`",
        FORBIDDEN,
        "2.7.4; 3.0 takes it, and it would be in logs",
        Ask.get("/{signed}?api_token=" + Scene.TOKEN));
    read(
        rows,
        "good, the token by `Basic`",
        FORBIDDEN,
        "2.7.4; 3.0 takes it, and no client sends it",
        Ask.get("/{signed}").header("Authorization", "Basic eDp5"));
    read(rows, "no token", FORBIDDEN, "2.7.4; 3.0: 401", Ask.get("/{signed}"));
    read(rows, "no signature", FORBIDDEN, "2.7.4; 3.0: 400", Ask.get("/{hash}+18").token());
    read(
        rows,
        "no signature, the system token",
        FORBIDDEN,
        "all: it is no key to blocks",
        Ask.get("/{hash}+18").admin());
    read(
        rows,
        "the signature for another token",
        FORBIDDEN,
        "2.7.4; 3.0: 400",
        Ask.get("/{signed}").admin());
    read(rows, "forged", FORBIDDEN, "2.7.4; 3.0: 400", Ask.get("/{hash}+18{forged}").token());
    read(
        rows,
        "two signatures",
        FORBIDDEN,
        "2.7.4; 2015 looks at one of them; 3.0: 400",
        Ask.get("/{signed}{signature}").token());
    read(
        rows,
        "a hint that begins with a small letter",
        FORBIDDEN,
        "2.7.4; 2015 takes it; 3.0: 400",
        Ask.get("/{signed}+z").token());
    read(rows, "expired", EXPIRED, "2.7.4", Ask.get("/{expired}").token());
    read(
        rows,
        "expired and forged",
        EXPIRED,
        "all: the time is looked at first",
        Ask.get("/{hash}+18{expired and forged}").token());
    read(
        rows,
        "of another cluster (`+R`) only",
        FORBIDDEN,
        "neither: blocks are not fetched from other clusters",
        Ask.get("/{hash}+18+Rzzzzz-" + "0".repeat(40) + "@ffffffff").token());
    read(
        rows,
        "no signature, a block that is not there",
        FORBIDDEN,
        "2.7.4",
        Ask.get("/" + "0".repeat(32)).token());
    rows.request("HEAD `/<locator>`, enforced");
    read(rows, "good", "200, empty", "all", Ask.of("HEAD", "/{signed}").token());
    read(rows, "expired", "401, empty", "2.7.4", Ask.of("HEAD", "/{expired}").token());
    read(rows, "no token", "403, empty", "2.7.4; 3.0: 401", Ask.of("HEAD", "/{signed}"));
    rows.request("GET `/<locator>`, not enforced")
        .row(
            "forged or expired",
            "200, the block",
            "all",
            s -> s.signing(false),
            Ask.get("/{hash}+18{expired and forged}"));
    return rows;
  }

  private static void read(ApiSection rows, String what, String answer, String like, Ask ask) {
    var unused = rows.row(what, answer, like, scene -> scene.signing(true), ask);
  }
}
