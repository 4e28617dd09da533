// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.AzureAccount;
import org.keepvolume.azure.AzureOptions;
import org.keepvolume.azure.AzureVolume;
import org.keepvolume.config.Secret;

/**
 * The Azurite that the tests of keep-volume-azure find or start, which CONTRIBUTING.md explains.
 *
 * <p>Their classes are in no jar, so that it is asked by name.
 */
public final class TestAzurite {
  private static final String FINDER = "org.keepvolume.azure.azurite.Azurite";

  /**
   * An account of it.
   *
   * @param name its name
   * @param key its key in base64
   * @param endpoint its address, in path style
   */
  public record Account(String name, String key, URI endpoint) {
    /** Makes a container. */
    public void create(String container) throws IOException {
      AzureAccount account = AzureAccount.withKey(name, Secret.of(key)).withEndpoint(endpoint);
      AzureOptions options = AzureOptions.defaults().withCreateContainer(true);
      AzureVolume.open(account, container, options, VolumeContext.defaults()).close();
    }

    /** Writes the key to a file as an editor would: with a line break at its end. */
    public Path writeKey(Path file) throws IOException {
      return Files.writeString(file, key + "\n");
    }
  }

  private TestAzurite() {}

  /**
   * Returns an account of the one that the tests of this JVM share.
   *
   * @param name {@code devstoreaccount1}, or one that the manual of the original names: {@code
   *     exampleaccountname}, {@code firstaccount}, {@code secondaccount}
   */
  public static Account account(String name) throws Exception {
    Map<?, ?> environment = environment();
    String service = environment.get("KEEPVOLUME_AZURITE_ENDPOINT").toString();
    String accounts = environment.get("AZURITE_ACCOUNTS").toString();
    for (String account : Splitter.on(';').split(accounts)) {
      List<String> parts = Splitter.on(':').splitToList(account);
      if (parts.get(0).equals(name)) {
        return new Account(name, parts.get(1), URI.create(service + "/" + name));
      }
    }
    throw new IllegalStateException(
        "the Azurite at "
            + service
            + " has no account "
            + name
            + ": start it, and these tests, with one in AZURITE_ACCOUNTS (name:key;name:key)");
  }

  private static Map<?, ?> environment() throws Exception {
    Class<?> finder;
    try {
      finder = Class.forName(FINDER);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "no "
              + FINDER
              + ": compile the tests of keep-volume-azure, and run these by Maven, whose pom.xml"
              + " puts keep-volume-azure/target/test-classes on their class path",
          e);
    }
    try {
      Object azurite = finder.getMethod("shared").invoke(null);
      return (Map<?, ?>) finder.getMethod("environment").invoke(azurite);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }
}
