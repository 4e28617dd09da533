// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.keepvolume.Access.READ_ONLY;
import static org.keepvolume.Access.READ_WRITE;
import static org.keepvolume.Operation.TOUCH;

/** What is answered to who touches a block. */
final class TouchRows {
  private static final String UNAUTHORIZED = "401 `Unauthorized`";

  private TouchRows() {}

  static ApiSection section() {
    Ask touch = Ask.of("TOUCH", "/{hash}");
    Ask admin = touch.admin();
    return new ApiSection("touch")
        .request("TOUCH `/<hash>`")
        .row("on a volume", "200, empty", "2.7.4", admin)
        .row(
            "hints in the path",
            "200, empty",
            "3.0; 2.7.4: 400",
            Ask.of("TOUCH", "/{hash}+18").admin())
        .row("on no volume", "404 `Not Found`", "2.7.4", Scene::missing, admin)
        .row("in the trash", "404 `Not Found`", "2.7.4", Scene::trashed, admin)
        .row(
            "no volume takes writes", "404 `no volumes`", "2.7.4", s -> s.volumes(READ_ONLY), admin)
        .row(
            "on a read-only volume only",
            "404 `Not Found`",
            "2.7.4",
            s -> s.volumes(READ_ONLY, READ_WRITE).onlyOn(0),
            admin)
        .row("no token", UNAUTHORIZED, "all", touch)
        .row("another token", UNAUTHORIZED, "2.7.4; 3.0: 403", touch.token())
        .row(
            "no system token configured",
            UNAUTHORIZED,
            "2.7.4; 3.0 lets everybody touch",
            s -> s.settings(service -> service.systemToken(null)),
            admin)
        .row(
            "one of two volumes fails",
            "200, empty",
            "all: one copy that counts as new is enough",
            s -> s.twoVolumes().faults(f -> f.on(TOUCH, 1).failure()),
            admin)
        .row(
            "all volumes fail for good",
            "500 `Volume failure`",
            "2.7.4",
            s -> s.faults(f -> f.on(TOUCH, 1).failure()),
            admin)
        .row(
            "a volume not available, not on another",
            "503 `Volume backend busy`",
            "3.0; 2.7.4: 500",
            s -> s.twoVolumes().missing().faults(f -> f.on(TOUCH, 1).unavailable()),
            admin);
  }
}
