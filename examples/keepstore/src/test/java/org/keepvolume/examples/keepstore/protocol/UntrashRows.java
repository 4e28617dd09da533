// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.keepvolume.Access.READ_ONLY;
import static org.keepvolume.Operation.UNTRASH;

/** What is answered to who brings a block back. */
final class UntrashRows {
  private static final String UNAUTHORIZED = "401 `Unauthorized`";
  private static final String FIRST = "label of " + Scene.id(0);
  private static final String SECOND = "label of " + Scene.id(1);
  private static final String DONE = "200 `Successfully untrashed on: " + FIRST;
  private static final String ON_ALL = " `Failed to untrash on all writable volumes`";

  private UntrashRows() {}

  static ApiSection section() {
    Ask untrash = Ask.of("PUT", "/untrash/{hash}");
    Ask admin = untrash.admin();
    return new ApiSection("untrash")
        .request("PUT `/untrash/<hash>`")
        .row(
            "in the trash",
            DONE + "`",
            "2.7.4; 2016 without the line feed; 3.0: empty",
            Scene::trashed,
            admin)
        .row(
            "hints in the path",
            DONE + "`",
            "3.0; 2.7.4: 400",
            Scene::trashed,
            Ask.of("PUT", "/untrash/{hash}+18").admin())
        .row(
            "in the trash of two volumes",
            DONE + ", " + SECOND + "`",
            "2.7.4; 2016 with `,` alone between them",
            s -> s.twoVolumes().trashed(),
            admin)
        .row(
            "in the trash of one of two",
            DONE + "`",
            "2.7.4",
            s -> s.twoVolumes().onlyOn(0).trashed(),
            admin)
        .row(
            "live already",
            "200 `Nothing to untrash, the block is live on: " + FIRST + "`",
            "neither: 2.7.4 says 404, or puts an older copy in its place; asking twice does no"
                + " harm",
            admin)
        .row(
            "neither live nor in the trash",
            "404 `Block not found on any of the writable volumes`",
            "2.7.4; 2015: 500",
            Scene::missing,
            admin)
        .row(
            "no volume is trashed from",
            "404 `No writable volumes`",
            "2.7.4",
            s -> s.volumes(READ_ONLY),
            admin)
        .row("no token", UNAUTHORIZED, "all", untrash)
        .row("another token", UNAUTHORIZED, "2.7.4; 3.0: 403", untrash.token())
        .row(
            "no system token configured",
            UNAUTHORIZED,
            "2.7.4; 3.0 lets everybody untrash",
            s -> s.trashed().settings(service -> service.systemToken(null)),
            admin)
        .row(
            "one of two volumes fails",
            "500 `Successfully untrashed on: " + SECOND + "; Failed to untrash on: " + FIRST + "`",
            "2.7.4; 2016: 200",
            s -> s.twoVolumes().trashed().faults(f -> f.on(UNTRASH, 1).failure()),
            admin)
        .row(
            "all volumes fail for good",
            "500" + ON_ALL,
            "2.7.4",
            s -> s.trashed().faults(f -> f.on(UNTRASH, 1).failure()),
            admin)
        .row(
            "all volumes not available",
            "503" + ON_ALL,
            "neither: 2.7.4 says 500, and asking later helps",
            s -> s.trashed().faults(f -> f.on(UNTRASH, 1).unavailable()),
            admin)
        .request("GET `/untrash/<hash>`")
        .row(
            "any",
            "405, empty",
            "2.7.4; 3.0: 400; 2016 and 1.4 not known",
            Ask.get("/untrash/{hash}").admin());
  }
}
