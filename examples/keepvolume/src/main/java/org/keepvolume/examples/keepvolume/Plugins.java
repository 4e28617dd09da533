// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.VolumeFixtureProvider;

/**
 * What the jars of the class path bring: types of volumes, and fixtures to check them with.
 *
 * @param providers the types of volumes
 * @param fixtures the fixtures, by type
 * @param notes what could not be loaded, and why
 */
record Plugins(
    VolumeProviders providers,
    SortedMap<String, VolumeFixtureProvider> fixtures,
    List<String> notes) {
  /** The flags of the command itself: none stands among those of the volume. */
  static final ConfigSchema NO_FLAGS =
      ConfigSchema.ofApplication("keepvolume", "Flags that name a volume").build();

  /** A loader of services that fails and does not go on fails for ever. */
  private static final int MOST_FAILURES = 100;

  /**
   * Finds all; what cannot be loaded does not hide the rest.
   *
   * @throws IllegalStateException if two have one type or flag; the message names both
   */
  static Plugins load(ClassLoader loader) {
    VolumeProviders providers = VolumeProviders.load(loader);
    List<String> notes = new ArrayList<>(providers.broken());
    SortedMap<String, VolumeFixtureProvider> fixtures = new TreeMap<>();
    Iterator<VolumeFixtureProvider> found =
        ServiceLoader.load(VolumeFixtureProvider.class, loader).iterator();
    for (Optional<VolumeFixtureProvider> next = next(found, notes);
        next.isPresent();
        next = next(found, notes)) {
      VolumeFixtureProvider other = fixtures.putIfAbsent(next.get().type(), next.get());
      if (other != null) {
        throw new IllegalStateException(
            "two jars have fixtures for the type %s: %s and %s; remove one from the class path"
                .formatted(next.get().type(), describe(other), describe(next.get())));
      }
    }
    return new Plugins(providers, Collections.unmodifiableSortedMap(fixtures), notes);
  }

  private static Optional<VolumeFixtureProvider> next(
      Iterator<VolumeFixtureProvider> found, List<String> notes) {
    for (int failures = 0; failures < MOST_FAILURES; failures++) {
      try {
        return found.hasNext() ? Optional.of(typed(found.next())) : Optional.empty();
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        String reason = e.getCause() == null ? "" : ", caused by " + e.getCause();
        notes.add("fixtures could not be loaded: " + Mistakes.text(e) + reason);
      }
    }
    return Optional.empty();
  }

  /** Calls what is called later, so that a provider that fails there is one that is broken. */
  private static VolumeFixtureProvider typed(VolumeFixtureProvider provider) {
    if (provider.type() == null) {
      throw new IllegalStateException(describe(provider) + " has no type");
    }
    return provider;
  }

  private static String describe(VolumeFixtureProvider provider) {
    var source = provider.getClass().getProtectionDomain().getCodeSource();
    return provider.getClass().getName()
        + (source == null || source.getLocation() == null ? "" : " of " + source.getLocation());
  }

  /** Names the types that flags can make. */
  String types() {
    return String.join(", ", providers.schemas().all().stream().map(ConfigSchema::type).toList());
  }
}
