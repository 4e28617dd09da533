// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.config.TestSchemas.posix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.store.MountOptions;

/** Volumes in our own form of a config file. */
final class VolumeMapsTest {
  private static List<VolumeSpec> parse(List<Map<String, ?>> volumes) throws ConfigException {
    return VolumeMaps.parse(volumes, TestSchemas.ALL);
  }

  private static List<VolumeSpec> parse(Map<String, ?> volume) throws ConfigException {
    return parse(List.of(volume));
  }

  private static List<String> problems(Map<String, ?> volume) {
    return assertThrows(ConfigException.class, () -> parse(volume)).problems().stream()
        .map(ConfigProblem::toString)
        .toList();
  }

  @Test
  void aVolumeNeedsATypeAndItsRequiredKeys() throws ConfigException {
    assertEquals(
        List.of(new VolumeSpec(posix("/data/disk0"), MountOptions.defaults())),
        parse(Map.of("type", "posix", "root", "/data/disk0")));
    assertEquals(List.of(), parse(List.of()));
  }

  @Test
  void everyKeyOfAMountIsTaken() throws ConfigException {
    Map<String, Object> volume = new HashMap<>();
    volume.put("type", "posix");
    volume.put("root", "/a");
    volume.put("id", "zzzzz-nyw5e-000000000000000");
    volume.put("readonly", true);
    volume.put("allow-trash-when-readonly", true);
    volume.put("serialize", "T");
    volume.put("replication", 2);
    volume.put("storage-classes", List.of("hot", "new"));
    volume.put("priority", -3L);
    assertEquals(
        List.of(
            new VolumeSpec(
                posix("/a"),
                MountOptions.defaults()
                    .withId("zzzzz-nyw5e-000000000000000")
                    .withAccess(Access.READ_TRASH)
                    .withSerialized(true)
                    .withReplication(2)
                    .withStorageClasses(Set.of("hot", "new"))
                    .withPriority(-3))),
        parse(volume));
  }

  @Test
  void everyKeyOfATypeIsTaken() throws ConfigException {
    VolumeConfig posix =
        parse(
                Map.of(
                    "type",
                    "posix",
                    "root",
                    "/a",
                    "durability",
                    "none",
                    "min-free",
                    1024,
                    "linked-directories",
                    true))
            .get(0)
            .config();
    assertEquals(
        "posix{root=/a, durability=none, min-free=1KiB, linked-directories=true}",
        posix.toString());
    VolumeSpec azure =
        parse(
                Map.of(
                    "type", "azure",
                    "storage-account-name", "a",
                    "storage-account-key-file", "./k",
                    "container-name", "c",
                    "storage-base-url", "core.windows.net",
                    "request-timeout", "30s",
                    "list-blobs-max-attempts", 10,
                    "max-get-bytes", "1MiB"))
            .get(0);
    assertEquals(
        "azure{storage-account-name=a, storage-account-key-file=./k"
            + ", container-name=c, storage-base-url=core.windows.net, request-timeout=30s,"
            + " list-blobs-max-attempts=10, max-get-bytes=1MiB}",
        azure.config().toString());
    assertEquals(3, azure.options().replication());
  }

  @Test
  void storageClassesAreAListATextOrAMap() throws ConfigException {
    Map<String, Boolean> map = new LinkedHashMap<>();
    map.put("hot", true);
    map.put("cold", false);
    map.put("new", true);
    for (Object classes : List.of(List.of("hot", "new"), "hot,new", "hot, new", map)) {
      assertEquals(
          Set.of("hot", "new"),
          parse(Map.of("type", "posix", "root", "/a", "storage-classes", classes))
              .get(0)
              .options()
              .storageClasses(),
          classes.toString());
    }
  }

  @Test
  void storageClassesOfOtherFormsAreRefusedUnseen() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    String list =
        "volume 1: storage-classes is a list; expected a list of names, or a map from names to true or false";
    String map =
        "volume 1: storage-classes is a map; expected a list of names, or a map from names to true or false";
    assertEquals(
        List.of(list), problems(Map.of("type", "posix", "root", "/a", "storage-classes", itself)));
    assertEquals(
        List.of(map),
        problems(Map.of("type", "posix", "root", "/a", "storage-classes", Map.of("hot", "yes"))));
    assertEquals(
        List.of(
            "volume 1: storage-classes is \"\": expected names of letters, digits, dots,"
                + " underlines and dashes, with commas between them"),
        problems(Map.of("type", "posix", "root", "/a", "storage-classes", List.of())));
  }

  @Test
  void aKeyWithoutAValueIsNotSet() throws ConfigException {
    Map<String, Object> volume = new HashMap<>();
    volume.put("type", "posix");
    volume.put("root", "/a");
    volume.put("durability", null);
    volume.put("storage-classes", null);
    assertEquals(List.of(new VolumeSpec(posix("/a"), MountOptions.defaults())), parse(volume));
    volume.put("root", null);
    assertEquals(List.of("volume 1: root is not set; expected a path"), problems(volume));
  }

  @Test
  void unknownKeysAreRefusedWithWhatWasMeant() {
    assertEquals(
        List.of(
            "volume 1: unknown key durabilty; did you mean durability?; known keys are type, root,"
                + " durability, min-free, linked-directories, id, readonly,"
                + " allow-trash-when-readonly, serialize, replication, storage-classes, priority"),
        problems(Map.of("type", "posix", "root", "/a", "durabilty", "none")));
  }

  @Test
  void aKeyThatIsNoTextIsRefusedUnseen() {
    Map<Object, Object> volume = new HashMap<>(Map.of("type", "posix", "root", "/a"));
    volume.put(List.of("MARKER"), 1);
    @SuppressWarnings("unchecked") // a parser of YAML does not look either
    Map<String, Object> map = (Map<String, Object>) (Map<?, ?>) volume;
    assertEquals(
        "volume 1: unknown key <a list>; known keys", problems(map).get(0).substring(0, 42));
  }

  @Test
  void aTypoOfARequiredKeyIsOneMistake() {
    assertEquals(1, problems(Map.of("type", "posix", "rot", "/a")).size());
    assertEquals(
        List.of("volume 1: root is \"\": it is empty, expected a path"),
        problems(Map.of("type", "posix", "root", "")));
    assertEquals(
        List.of("volume 1: root is a list; expected one value"),
        problems(Map.of("type", "posix", "root", List.of("/a", "/b"))));
  }

  @Test
  void theTypeIsOneThatThereIs() {
    assertEquals(
        List.of("volume 1: type is not set; known types are azure, posix"),
        problems(Map.of("root", "/a")));
    assertEquals(
        List.of("volume 1: type is \"possix\"; did you mean posix?; known types are azure, posix"),
        problems(Map.of("type", "possix", "root", "/a")));
    assertEquals(
        List.of("volume 1: type is a map; expected one value"), problems(Map.of("type", Map.of())));
  }

  @Test
  void everyVolumesMistakesAreReported() {
    ConfigException thrown =
        assertThrows(
            ConfigException.class,
            () ->
                parse(
                    List.of(
                        Map.of("type", "posix", "root", "disk0"),
                        Map.of("type", "posix", "root", "/a"),
                        Map.of("type", "azure", "storage-account-name", "a"))));
    assertEquals(
        """
        volume 1: root is "disk0"; expected an absolute path
        volume 3: container-name is not set; expected a text""",
        thrown.getMessage());
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what a parser of YAML makes of a wrong file
  void whatIsNoMapIsRefused() {
    List<Map<String, ?>> texts = (List) Collections.singletonList("posix");
    assertEquals(
        "volume 1: expected keys and values, not one value",
        assertThrows(ConfigException.class, () -> parse(texts)).getMessage());
    List<Map<String, ?>> nothing = Collections.singletonList(null);
    assertEquals(
        "volume 1: type is not set; known types are azure, posix",
        assertThrows(ConfigException.class, () -> parse(nothing)).getMessage());
  }

  @Test
  void aTypoOfTheKeyTypeIsOneMistake() {
    for (String typo : List.of("typ", "Type")) {
      assertEquals(
          List.of(
              "volume 1: unknown key "
                  + typo
                  + "; did you mean type?; known types are azure, posix"),
          problems(Map.of(typo, "posix", "root", "/a")));
    }
  }

  @Test
  void aDriverOfTheOriginalSuggestsItsType() {
    assertEquals(
        List.of(
            "volume 1: type is \"Directory\"; did you mean posix?; known types are azure, posix"),
        problems(Map.of("type", "Directory", "root", "/a")));
  }
}
