// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.annotation.CheckReturnValue;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;

/**
 * The providers that an application has, by type, and why others could not be loaded. Immutable.
 */
@CheckReturnValue
public final class VolumeProviders {
  private final ImmutableSortedMap<String, VolumeProvider> byType;
  private final ImmutableList<String> broken;
  private final VolumeSchemas schemas;

  private VolumeProviders(Collection<VolumeProvider> providers, List<String> broken) {
    TreeMap<String, VolumeProvider> sorted = new TreeMap<>();
    List<ConfigSchema> declared = new ArrayList<>();
    for (VolumeProvider provider : providers) {
      String mismatch = ProviderSearch.mismatch(provider);
      checkState(mismatch.isEmpty(), mismatch);
      VolumeProvider other = sorted.put(provider.type(), provider);
      checkState(
          other == null,
          "two providers have the type %s: %s and %s; remove one from the class path",
          provider.type(),
          other == null ? "" : ProviderSearch.describe(other),
          ProviderSearch.describe(provider));
      declared.add(provider.schema());
    }
    checkNames(ImmutableList.copyOf(sorted.values()));
    byType = ImmutableSortedMap.copyOf(sorted);
    this.broken = ImmutableList.copyOf(broken);
    schemas = VolumeSchemas.of(declared, broken);
  }

  /** Names the classes of a clash: those who declare a schema know only its type. */
  private static void checkNames(List<VolumeProvider> providers) {
    for (int i = 0; i < providers.size(); i++) {
      VolumeProvider one = providers.get(i);
      String alone = ProviderSearch.clash(one.schema());
      checkState(alone.isEmpty(), "%s: %s", alone, ProviderSearch.describe(one));
      for (VolumeProvider other : providers.subList(0, i)) {
        String clash = ProviderSearch.clash(other.schema(), one.schema());
        checkState(
            clash.isEmpty(),
            "%s: %s and %s; remove one from the class path",
            clash,
            ProviderSearch.describe(other),
            ProviderSearch.describe(one));
      }
    }
  }

  /**
   * Takes providers as they are.
   *
   * @param providers one for each type
   * @return a set of them
   * @throws IllegalStateException if two have one type, driver or flag, or one has a name that all
   *     volumes have, and the message names their classes; or if the type of one is not that of its
   *     schema
   */
  public static VolumeProviders of(VolumeProvider... providers) {
    return new VolumeProviders(Arrays.asList(providers), List.of());
  }

  /**
   * Finds the providers of the class path and module path. One that cannot be loaded, or declares a
   * flag, key or parameter that all volumes have, does not hide the others: {@link #broken} says
   * what became of it.
   *
   * @param loader where to look; usually that of the application's own class, since the loader of a
   *     thread may not see everything
   * @return a set of them
   * @throws IllegalStateException if two have one type, driver or flag; the message names both,
   *     with where they come from
   */
  public static VolumeProviders load(ClassLoader loader) {
    ProviderSearch search =
        ProviderSearch.in(ServiceLoader.load(VolumeProvider.class, loader).iterator());
    return new VolumeProviders(search.found(), search.broken());
  }

  /**
   * Returns all providers.
   *
   * @return the providers, in the order of their types; not to be changed
   */
  public Collection<VolumeProvider> all() {
    return byType.values();
  }

  /**
   * Returns the provider of a type.
   *
   * @param type the type
   * @return its provider; empty if there is none
   */
  public Optional<VolumeProvider> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /**
   * Returns why providers could not be loaded.
   *
   * @return a sentence for each; not to be changed
   */
  public List<String> broken() {
    return broken;
  }

  /**
   * Returns the declarations of all providers.
   *
   * @return what flags, maps and help are made of
   */
  public VolumeSchemas schemas() {
    return schemas;
  }

  /**
   * Judges names and files of volumes that are to be opened. Asks no service and changes nothing.
   *
   * @param specs the volumes
   * @param warnings takes what a person should look at, without secrets
   * @throws ConfigException with everything that is wrong: names and files that a provider refuses,
   *     types without a provider, and volumes that are named twice: of one type, with equal values
   *     of all {@linkplain org.keepvolume.config.ConfigSchema#namingKeys naming keys}, whatever
   *     else is set. Paths are equal if they are so when made absolute and normalized; links are
   *     not followed. What a provider throws is a problem of that volume
   */
  public void validate(List<VolumeSpec> specs, Consumer<String> warnings) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    Map<VolumeIdentity, Integer> positions = new HashMap<>();
    for (int i = 0; i < specs.size(); i++) {
      VolumeSpec spec = specs.get(i);
      String where = "volume " + (i + 1) + ", " + spec.config();
      Integer earlier = positions.putIfAbsent(VolumeIdentity.of(spec.config()), i + 1);
      if (earlier != null) {
        problems.add(new ConfigProblem(where, "is volume " + earlier + " once more"));
      }
      Optional<VolumeProvider> provider = find(spec.type());
      if (provider.isEmpty()) {
        problems.add(new ConfigProblem(where, unknown(spec.type())));
      } else {
        List<String> noted = new ArrayList<>();
        for (String problem : judged(provider.get(), spec.config(), noted)) {
          problems.add(new ConfigProblem(where, problem));
        }
        noted.forEach(warning -> warnings.accept(where + ": " + warning));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** Returns what a provider says is wrong, and what it throws. */
  private static List<String> judged(
      VolumeProvider provider, VolumeConfig config, List<String> warnings) {
    List<String> problems = new ArrayList<>();
    try {
      provider.validate(config, warnings::add).forEach(problem -> problems.add(problem.toString()));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      problems.add("cannot be judged, since " + ProviderSearch.describe(provider) + " threw " + e);
    }
    return problems;
  }

  private String unknown(String type) {
    return "there is no provider of type " + type + "; " + schemas.known();
  }

  /**
   * Opens a volume in its layers.
   *
   * @param spec the volume
   * @param context clock, trash policy, threads and observer of the application
   * @return a new volume, in the layers of {@link Layers#standard} with the access of the spec,
   *     which the caller closes or mounts
   * @throws VolumeException if that fails; nothing is left open
   * @throws IllegalArgumentException if no provider has the type; the message says which there are,
   *     and which could not be loaded
   */
  public Volume open(VolumeSpec spec, VolumeContext context) throws VolumeException {
    VolumeProvider provider =
        find(spec.type()).orElseThrow(() -> new IllegalArgumentException(unknown(spec.type())));
    LayerOptions layers =
        LayerOptions.defaults()
            .withAccess(spec.options().access())
            .withSerialized(spec.options().serialized());
    Volume backend =
        requireNonNull(
            provider.open(spec.config(), context),
            () -> ProviderSearch.describe(provider) + " opened no volume");
    try {
      return Layers.standard(backend, layers);
    } catch (RuntimeException | Error e) {
      closeAfter(e, backend);
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, Volume volume) {
    try {
      volume.close();
    } catch (VolumeException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
