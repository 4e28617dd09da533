// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;

/** Providers that cannot be loaded are passed by, whatever they throw, and noted. */
class ProviderSearchTest {
  private static final String PREFIX = "a provider could not be loaded: ";
  private static final VolumeProvider GOOD = new FakeProvider("good");
  private static final VolumeProvider BETTER = new FakeProvider("better");

  /** An iterator, each element of which is made or fails when it comes. */
  private static Iterator<VolumeProvider> of(List<Supplier<VolumeProvider>> elements) {
    Iterator<Supplier<VolumeProvider>> left = elements.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left.hasNext();
      }

      @Override
      public VolumeProvider next() {
        return left.next().get();
      }
    };
  }

  private static Supplier<VolumeProvider> error(Error error) {
    return () -> {
      throw error;
    };
  }

  @Test
  void everyKindOfFailureIsNotedWithItsCausesAndHidesNoOtherProvider() {
    ProviderSearch search =
        ProviderSearch.in(
            of(
                List.of(
                    () -> GOOD,
                    error(new ServiceConfigurationError("no such class")),
                    error(new ServiceConfigurationError("not made", new IOException("no file"))),
                    error(new NoClassDefFoundError("com/example/Client")),
                    () -> {
                      throw new IllegalStateException("odd loader");
                    },
                    () -> BETTER)));
    assertEquals(List.of(GOOD, BETTER), search.found());
    assertEquals(
        List.of(
            PREFIX + "no such class",
            PREFIX + "not made, caused by java.io.IOException: no file",
            PREFIX + "java.lang.NoClassDefFoundError: com/example/Client",
            PREFIX + "odd loader"),
        search.broken());
  }

  @Test
  void providerWhoseMethodsFailIsBrokenAndNamedWithItsJar() {
    VolumeProvider failing =
        new FakeProvider("failing") {
          @Override
          public ConfigSchema schema() {
            throw new IllegalStateException("no schema");
          }
        };
    VolumeProvider nameless =
        new FakeProvider("nameless") {
          @Override
          @SuppressWarnings("NullAway") // what a careless provider may do
          public String type() {
            return null;
          }
        };
    VolumeProvider other =
        new FakeProvider("one") {
          @Override
          public String type() {
            return "another";
          }
        };
    ProviderSearch search =
        ProviderSearch.in(of(List.of(() -> failing, () -> nameless, () -> other, () -> GOOD)));
    assertEquals(List.of(GOOD), search.found());
    String jar = getClass().getProtectionDomain().getCodeSource().getLocation().toString();
    assertEquals(
        List.of(
            PREFIX
                + failing.getClass().getName()
                + " of "
                + jar
                + " threw java.lang.IllegalStateException: no schema",
            PREFIX
                + nameless.getClass().getName()
                + " of "
                + jar
                + " is of type null, and its schema of type nameless",
            PREFIX
                + other.getClass().getName()
                + " of "
                + jar
                + " is of type another, and its schema of type one"),
        search.broken());
  }

  @Test
  void providerThatDeclaresANameOfAllVolumesIsBrokenAndHidesNoOther() {
    VolumeProvider flag = new FakeProvider("flag", "readonly");
    VolumeProvider key = declaring(ConfigKey.string("type", "A type"));
    VolumeProvider parameter =
        declaring(ConfigKey.string("in-turn", "A turn").withParameter("Serialize"));
    ProviderSearch search =
        ProviderSearch.in(of(List.of(() -> flag, () -> key, () -> parameter, () -> GOOD)));
    assertEquals(List.of(GOOD), search.found());
    assertEquals(
        List.of(
            PREFIX
                + "the flag -readonly is declared by mount and by flag: "
                + ProviderSearch.describe(flag),
            PREFIX
                + "the key type is declared by odd and for all volumes: "
                + ProviderSearch.describe(key),
            PREFIX
                + "the parameter Serialize is declared by odd and for all volumes: "
                + ProviderSearch.describe(parameter)),
        search.broken());
  }

  private static VolumeProvider declaring(ConfigKey<String> key) {
    ConfigSchema schema = ConfigSchema.ofVolume("odd", "Odd ones").volumeKey(key).build();
    return new FakeProvider("odd") {
      @Override
      public ConfigSchema schema() {
        return schema;
      }
    };
  }

  @Test
  void causesInARingAreToldOnce() {
    IllegalStateException one = new IllegalStateException("one");
    IllegalStateException two = new IllegalStateException("two", one);
    one.initCause(two);
    Supplier<VolumeProvider> failing =
        () -> {
          throw one;
        };
    ProviderSearch search = ended(of(List.of(failing, () -> GOOD)));
    assertEquals(
        List.of(PREFIX + "one, caused by java.lang.IllegalStateException: two"), search.broken());
    assertEquals(List.of(GOOD), search.found());
  }

  @Test
  void failedAssertionsOfProvidersAreNoted() {
    VolumeProvider failing =
        new FakeProvider("failing") {
          @Override
          public ConfigSchema schema() {
            throw new AssertionError("cannot be");
          }
        };
    ProviderSearch search =
        ProviderSearch.in(
            of(List.of(error(new AssertionError("not so")), () -> failing, () -> GOOD)));
    assertEquals(List.of(GOOD), search.found());
    assertEquals(
        List.of(
            PREFIX + "not so",
            PREFIX
                + ProviderSearch.describe(failing)
                + " threw java.lang.AssertionError: cannot be"),
        search.broken());
  }

  @Test
  void manyBrokenOnesBeforeAGoodOneDoNotHideIt() {
    List<Supplier<VolumeProvider>> elements = new ArrayList<>();
    IntStream.range(0, 99)
        .forEach(i -> elements.add(error(new ServiceConfigurationError("broken " + i))));
    elements.add(() -> GOOD);
    elements.addAll(List.copyOf(elements));
    assertEquals(List.of(GOOD, GOOD), ProviderSearch.in(of(elements)).found());
  }

  @Test
  void iteratorThatFailsForEverEndsTheSearchAndIsNotedOnce() {
    Iterator<VolumeProvider> inHasNext =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw new ServiceConfigurationError("stuck");
          }

          @Override
          public VolumeProvider next() {
            throw new AssertionError();
          }
        };
    String given = "the search for providers ended after 100 failures in a row; there may be more";
    assertEquals(List.of(PREFIX + "stuck", given), ended(inHasNext).broken());
    Iterator<VolumeProvider> inNext =
        Stream.<VolumeProvider>generate(error(new ServiceConfigurationError("stuck"))).iterator();
    assertEquals(List.of(PREFIX + "stuck", given), ended(inNext).broken());
  }

  private static ProviderSearch ended(Iterator<VolumeProvider> providers) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> ProviderSearch.in(providers), "the search does not end");
  }

  @Test
  void classLoaderThatCannotReadServicesFilesIsNoted() {
    ClassLoader unreadable =
        new ClassLoader(null) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    VolumeProviders providers =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> VolumeProviders.load(unreadable), "no end");
    assertEquals(List.of(), List.copyOf(providers.all()));
    assertEquals(2, providers.broken().size(), "the failure, and that the search ended");
    assertTrue(
        providers.broken().get(0).contains("the disk is gone"), providers.broken().toString());
    assertEquals(providers.broken(), providers.schemas().notes());
  }
}
