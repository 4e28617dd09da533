// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;

/** What keep-balance learns of the mounts. */
class MountsPageTest {
  private static Object mounts(Scene scene) throws Exception {
    return JsonValue.parse(Ask.get("/mounts").send(scene).text());
  }

  private static Map<String, Object> mount(int number, boolean write, boolean trash) {
    return Map.of(
        "uuid",
        "zzzzz-nyw5e-00000000000000" + number,
        "device_id",
        "disk" + number,
        "read_only",
        !write,
        "allow_write",
        write,
        "allow_trash",
        trash,
        "replication",
        2L,
        "storage_classes",
        Map.of("default", true));
  }

  @Test
  void haveTheKeysOfAllVersionsAndNoOthers() throws Exception {
    try (Scene scene =
        new Scene()
            .volumes(Access.READ_WRITE, Access.READ_TRASH, Access.READ_ONLY)
            .replication(2)
            .start()) {
      assertEquals(
          List.of(mount(0, true, true), mount(1, false, true), mount(2, false, false)),
          mounts(scene));
    }
  }

  @Test
  void nothingIsTrashedWhereDeletionIsOff() throws Exception {
    try (Scene scene = new Scene().replication(2).settings(s -> s.deletes(false)).start()) {
      assertEquals(List.of(mount(0, true, false)), mounts(scene));
    }
  }

  @Test
  void eachIsListedByItsUuid() throws Exception {
    try (Scene scene = new Scene().twoVolumes().start()) {
      for (Object mount : (List<?>) mounts(scene)) {
        Object uuid = ((Map<?, ?>) mount).get("uuid");
        assertEquals(
            "200 `<hash>+18 <mtime>\\n\\n`",
            Ask.get("/mounts/" + uuid + "/blocks?prefix=910").admin().seen(scene));
      }
    }
  }
}
