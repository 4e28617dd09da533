// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.store.MountOptions;

/** Providers by type, and the judgement of what they are to open. */
class VolumeProvidersTest {
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
    assertEquals(
        "the flag -volume is declared by azure and by fake",
        refused(new FakeProvider("fake", "volume"), new FakeProvider("azure", "volume")));
    assertTrue(
        refused(new FakeProvider("fake", "readonly")).startsWith("the flag -readonly is declared"));
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
