// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.Access.READ_ONLY;
import static org.keepvolume.Access.READ_TRASH;
import static org.keepvolume.Access.READ_WRITE;
import static org.keepvolume.Operation.TRASH;

/** What is answered to who deletes a block. */
final class DeleteRows {
  private static final Ask DELETE = Ask.of("DELETE", "/{hash}");
  private static final String FORBIDDEN = "403 `Forbidden`";
  private static final String GONE = "200 `{\"copies_deleted\":1,\"copies_failed\":0}`";

  private DeleteRows() {}

  static ApiSection section() {
    Ask admin = DELETE.admin();
    return new ApiSection("delete")
        .request("DELETE `/<hash>`")
        .row("on a volume", GONE, "2.7.4; 3.0: empty", then(admin, "404 `Not Found`"))
        .row(
            "the system token as `Bearer`",
            GONE,
            "2.7.4; before September 2018: 403",
            DELETE.header("Authorization", "Bearer the-system-token"))
        .row(
            "hints in the path", GONE, "3.0; 2.7.4: 400", Ask.of("DELETE", "/{hash}+18+Zx").admin())
        .row(
            "on two volumes",
            "200 `{\"copies_deleted\":2,\"copies_failed\":0}`",
            "2.7.4",
            Scene::twoVolumes,
            admin)
        .row("on one of two volumes", GONE, "2.7.4", s -> s.twoVolumes().onlyOn(0), admin)
        .row(
            "a volume that is trashed from, and not written to",
            GONE,
            "2.7.4, since there are such volumes (2.7.1)",
            s -> s.volumes(READ_TRASH),
            admin)
        .row(
            "younger than the signatures' TTL: it stays",
            "200 `{\"copies_deleted\":0,\"copies_failed\":0}`",
            "neither: 2.7.4 counts it as deleted, which it is not",
            Scene::young,
            then(admin, "200, the block"))
        .row(
            "on no volume",
            "404, empty",
            "2.7.4; 2015, of a container: 200, one copy failed",
            Scene::missing,
            admin)
        .row("in the trash already", "404, empty", "2.7.4", Scene::trashed, admin)
        .row("no volume is trashed from", "404, empty", "2.7.4", s -> s.volumes(READ_ONLY), admin)
        .row(
            "on a read-only volume only",
            "404, empty",
            "2.7.4",
            s -> s.volumes(READ_ONLY, READ_WRITE).onlyOn(0),
            admin)
        .row("no token", FORBIDDEN, "2.7.4; 3.0: 401", DELETE)
        .row("another token", FORBIDDEN, "all", DELETE.token())
        .row(
            "no system token configured",
            FORBIDDEN,
            "2.7.4; 3.0 lets everybody delete",
            s -> s.settings(service -> service.systemToken(null)),
            admin)
        .row(
            "deletion is off",
            "405 `Method disabled`",
            "2.7.4",
            s -> s.settings(service -> service.deletes(false)),
            admin)
        .row(
            "deletion is off, no token",
            FORBIDDEN,
            "2.7.4",
            s -> s.settings(service -> service.deletes(false)),
            DELETE)
        .row(
            "one of two volumes fails",
            "200 `{\"copies_deleted\":1,\"copies_failed\":1}`",
            "2.7.4; 3.0: an error",
            s -> s.twoVolumes().faults(f -> f.on(TRASH, 1).failure()),
            admin)
        .row(
            "one of two volumes fails, the copy on the other is too young",
            "200 `{\"copies_deleted\":0,\"copies_failed\":1}`",
            "neither: 2.7.4 counts the young one as deleted",
            s -> s.twoVolumes().young().faults(f -> f.on(TRASH, 1).failure()),
            admin)
        .row(
            "one of two volumes fails, not on the other",
            "500 `Volume failure`",
            "3.0; 2.7.4: 200, by which it seems done",
            s -> s.twoVolumes().missing().faults(f -> f.on(TRASH, 1).failure()),
            admin)
        .row(
            "all volumes fail for good",
            "500 `Volume failure`",
            "3.0; 2.7.4: 200, by which it seems done",
            s -> s.faults(f -> f.on(TRASH, 1).failure()),
            admin)
        .row(
            "all volumes not available",
            "503 `Volume backend busy`",
            "3.0; 2.7.4: 200",
            s -> s.faults(f -> f.on(TRASH, 1).unavailable()),
            admin)
        .row(
            "a volume not available, not on another",
            "503 `Volume backend busy`",
            "3.0; 2.7.4: 200, by which it seems done",
            s -> s.twoVolumes().missing().faults(f -> f.on(TRASH, 1).unavailable()),
            admin);
  }

  /** Looks behind the numbers: whether the block can be read afterwards. */
  private static Exchange then(Ask delete, String read) {
    return scene -> {
      String seen = delete.seen(scene);
      assertEquals(read, Ask.get("/{hash}").seen(scene));
      return seen;
    };
  }
}
