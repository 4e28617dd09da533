// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.store.MountOptions;

/** Providers by type, and the judgement of what they are to open. */
class VolumeProvidersTest {
  private static final ConfigKey<Integer> THREADS =
      ConfigKey.integer("threads", "How many", 1, 9).withDefault(1);

  private static final String JAR =
      VolumeProvidersTest.class.getProtectionDomain().getCodeSource().getLocation().toString();

  private final FakeProvider fake = new FakeProvider("fake");
  private final FakeProvider azure = new FakeProvider("azure");
  private final VolumeProviders providers = VolumeProviders.of(fake, azure);

  private static VolumeSpec spec(FakeProvider provider, String place) throws Exception {
    return new VolumeSpec(provider.at(place), MountOptions.defaults());
  }

  private static String refused(VolumeProvider... of) {
    return assertThrows(IllegalStateException.class, () -> VolumeProviders.of(of)).getMessage();
  }

  @Test
  void providersComeInTheOrderOfTheirTypes() {
    assertEquals(List.of(azure, fake), List.copyOf(providers.all()));
    assertEquals(Optional.of(fake), providers.find("fake"));
    assertEquals(Optional.empty(), providers.find("s3"));
    assertEquals(List.of(), providers.broken());
    assertSame(azure.schema(), providers.schemas().find("azure").orElseThrow());
    assertThrows(UnsupportedOperationException.class, () -> providers.all().clear());
  }

  @Test
  void twoOfOneTypeAreRefusedAndBothNamedWithWhereTheyComeFrom() {
    FakeProvider second = new FakeProvider("fake", "fake-second") {};
    assertEquals(
        "two providers have the type fake: "
            + FakeProvider.class.getName()
            + " of "
            + JAR
            + " and "
            + second.getClass().getName()
            + " of "
            + JAR
            + "; remove one from the class path",
        refused(fake, azure, second));
  }

  @Test
  void flagOfTwoTypesIsRefusedAndBothAreNamed() {
    FakeProvider first = new FakeProvider("fake", "volume") {};
    FakeProvider second = new FakeProvider("azure", "volume") {};
    assertEquals(
        "the flag -volume is declared by azure and by fake: "
            + ProviderSearch.describe(second)
            + " and "
            + ProviderSearch.describe(first)
            + "; remove one from the class path",
        refused(first, second));
    FakeProvider ours = new FakeProvider("fake", "readonly") {};
    assertEquals(
        "the flag -readonly is declared by mount and by fake: " + ProviderSearch.describe(ours),
        refused(ours));
  }

  @Test
  void driverOfTwoTypesIsRefusedAndBothAreNamed() {
    VolumeProvider named =
        provider(
            ConfigSchema.ofVolume("other", "Others")
                .driver("Fake")
                .volumeKey(ConfigKey.string("place", "Where it is"))
                .build(),
            config -> List.of());
    assertEquals(
        "fake and other have one driver name, Fake: "
            + ProviderSearch.describe(fake)
            + " and "
            + ProviderSearch.describe(named)
            + "; remove one from the class path",
        refused(named, fake));
  }

  private static VolumeProvider provider(
      ConfigSchema schema, Function<VolumeConfig, List<ConfigProblem>> judge) {
    return new VolumeProvider() {
      @Override
      public String type() {
        return schema.type();
      }

      @Override
      public ConfigSchema schema() {
        return schema;
      }

      @Override
      public List<ConfigProblem> validate(VolumeConfig config, Consumer<String> warnings) {
        return judge.apply(config);
      }

      @Override
      public Volume open(VolumeConfig config, VolumeContext context) {
        throw new AssertionError("opened " + config);
      }
    };
  }

  @Test
  void typeThatIsNotThatOfTheSchemaIsRefused() {
    FakeProvider confused =
        new FakeProvider("fake") {
          @Override
          public String type() {
            return "other";
          }
        };
    assertEquals(
        confused.getClass().getName()
            + " of "
            + JAR
            + " is of type other, and its schema of type fake",
        refused(confused));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    VolumeProviders without = VolumeProviders.of(fake);
    List<VolumeSpec> specs =
        List.of(
            spec(fake, "good"),
            spec(fake, "bad and far"),
            spec(azure, "good"),
            spec(fake, "good"),
            spec(fake, "bad"));
    ConfigException e =
        assertThrows(ConfigException.class, () -> without.validate(specs, warning -> {}));
    assertEquals(
        List.of(
            "volume 2, fake{place=bad and far}: bad and far is a bad place",
            "volume 2, fake{place=bad and far}: place: expected a nearer one",
            "volume 3, azure{place=good}: there is no provider of type azure; known types are fake",
            "volume 4, fake{place=good}: is volume 1 once more",
            "volume 5, fake{place=bad}: bad is a bad place"),
        e.problems().stream().map(ConfigProblem::toString).toList());
  }

  @Test
  void oneVolumeInTwoMountsIsNamedTwiceWhateverTheirOptions() throws Exception {
    List<VolumeSpec> specs =
        List.of(
            spec(fake, "good"),
            new VolumeSpec(fake.at("good"), MountOptions.defaults().withPriority(3)));
    ConfigException e =
        assertThrows(ConfigException.class, () -> providers.validate(specs, warning -> {}));
    assertEquals("volume 2, fake{place=good}: is volume 1 once more", e.getMessage());
  }

  @Test
  void volumesAreToldApartByTheKeysThatNoneCanDoWithout() throws Exception {
    ConfigKey<String> account = ConfigKey.string("account", "Whose it is").required();
    ConfigKey<Path> path = ConfigKey.path("path", "Where it is");
    assertFourthShelfIsTheFirst(
        account,
        path,
        ConfigSchema.ofVolume("shelf", "Shelves")
            .key(account)
            .volumeKey(path)
            .key(THREADS)
            .build());
  }

  @Test
  void volumesAreToldApartByKeysThatAreDeclaredSo() throws Exception {
    ConfigKey<String> account = ConfigKey.string("account", "Whose it is, if anybody's");
    ConfigKey<Path> path = ConfigKey.path("path", "Where it is");
    assertFourthShelfIsTheFirst(
        account,
        path,
        ConfigSchema.ofVolume("shelf", "Shelves")
            .namingKey(account)
            .volumeKey(path)
            .key(THREADS)
            .build());
  }

  private static void assertFourthShelfIsTheFirst(
      ConfigKey<String> account, ConfigKey<Path> path, ConfigSchema schema) throws Exception {
    List<VolumeSpec> specs = new ArrayList<>();
    for (List<Object> volume :
        List.<List<Object>>of(
            List.of("a", "/x/y", 1),
            List.of("b", "/x/y", 1),
            List.of("a", "/x/z", 1),
            List.of("a", "/x/./z/../y", 2))) {
      VolumeConfig config =
          VolumeConfig.builder(schema)
              .set(account, (String) volume.get(0))
              .set(path, Path.of((String) volume.get(1)))
              .set(THREADS, (Integer) volume.get(2))
              .build();
      specs.add(new VolumeSpec(config, MountOptions.defaults()));
    }
    VolumeProviders shelves = VolumeProviders.of(provider(schema, config -> List.of()));
    ConfigException e =
        assertThrows(ConfigException.class, () -> shelves.validate(specs, warning -> {}));
    assertEquals(
        List.of("is volume 1 once more"), e.problems().stream().map(ConfigProblem::what).toList());
    assertTrue(e.getMessage().startsWith("volume 4, "), e.getMessage());
  }

  @Test
  void providerThatThrowsIsAProblemOfItsVolumeAndHidesNoOther() throws Exception {
    ConfigKey<String> place = ConfigKey.string("place", "Where it is");
    ConfigSchema schema = ConfigSchema.ofVolume("odd", "Odd ones").volumeKey(place).build();
    VolumeProvider throwing =
        provider(
            schema,
            config -> {
              throw new IllegalStateException("no idea");
            });
    VolumeConfig config = VolumeConfig.builder(schema).set(place, "here").build();
    List<VolumeSpec> specs =
        List.of(new VolumeSpec(config, MountOptions.defaults()), spec(fake, "bad"));
    VolumeProviders both = VolumeProviders.of(fake, throwing);
    ConfigException e =
        assertThrows(ConfigException.class, () -> both.validate(specs, warning -> {}));
    assertEquals(
        List.of(
            "volume 1, odd{place=here}: cannot be judged, since "
                + ProviderSearch.describe(throwing)
                + " threw java.lang.IllegalStateException: no idea",
            "volume 2, fake{place=bad}: bad is a bad place"),
        e.problems().stream().map(ConfigProblem::toString).toList());
  }

  @Test
  void onePlaceOfTwoTypesIsTwoVolumesAndWarningsSayWhichOnesTheyAreOf() throws Exception {
    List<String> warnings = new ArrayList<>();
    providers.validate(List.of(spec(fake, "odd"), spec(azure, "odd")), warnings::add);
    assertEquals(
        List.of(
            "volume 1, fake{place=odd}: odd is an odd place",
            "volume 2, azure{place=odd}: odd is an odd place"),
        warnings);
  }
}
