// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.IOException;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;

/**
 * Makes fixtures for volumes of one type that somebody has configured, so that programs can run the
 * kit on them: {@code keepvolume check} does.
 *
 * <p>A jar with {@code META-INF/services/org.keepvolume.testkit.VolumeFixtureProvider}, or a module
 * that provides this interface, is found by {@link java.util.ServiceLoader}. It may be the jar that
 * has the {@link org.keepvolume.spi.VolumeProvider} of the type, or another one, so that the
 * backend need not depend on the kit. An implementation has a public constructor without parameters
 * that does nothing.
 */
public interface VolumeFixtureProvider {
  /**
   * Returns the type of volume.
   *
   * @return the type of the provider that opens the volumes, the same at each call
   */
  String type();

  /**
   * Prepares the check of a volume. What it holds is not touched: fixtures are beside it, on the
   * same kind of device, in a sub-directory or a container of their own, and the volumes that they
   * open have the settings that were given, but for the name of the device.
   *
   * @param spec a volume of the {@link #type}, valid and writable, that can be opened
   * @param providers the providers that were found, for {@link VolumeProviders#find} and its open
   * @return what makes the fixtures; the caller closes it
   * @throws Exception if the check cannot be made; the message is for whoever asked for it
   */
  Fixtures prepare(VolumeSpec spec, VolumeProviders providers) throws Exception;

  /** The fixtures of one check. Called from one thread at a time. */
  @FunctionalInterface
  interface Fixtures extends AutoCloseable {
    /**
     * Makes an empty device.
     *
     * @return a new fixture at each call, which the caller closes
     * @throws Exception if that fails, which fails the test
     */
    VolumeFixture fixture() throws Exception;

    /**
     * Removes what the preparation made, after all fixtures were closed. Not called if the process
     * is ended by a signal.
     *
     * @throws IOException if something was left behind; the message says what
     */
    @Override
    default void close() throws IOException {}
  }
}
