// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.process.OtherProcess;

/**
 * One empty device of a backend, with everything the kit needs to test a volume on it.
 *
 * <p>The kit asks for a new fixture for each test and closes it afterwards. Name, capabilities,
 * waivers and secrets are the same for every fixture of a backend. All methods are called from the
 * test's thread. What they throw fails the test.
 */
public interface VolumeFixture extends AutoCloseable {
  /** A place where a device could be and is none, for LC-1. */
  interface MissingDevice {
    /**
     * Returns the name that the exception must contain, such as a path or a container's name.
     *
     * @return the name
     */
    String name();

    /**
     * Opens a volume there, which must fail.
     *
     * @param context as for {@link VolumeFixture#open}
     * @return never, if the backend keeps LC-1
     * @throws Exception as the backend's open throws it
     */
    Volume open(VolumeContext context) throws Exception;

    /**
     * Tells whether there is anything at the place now.
     *
     * @return true if opening has created something
     * @throws Exception if that fails, which fails the test
     */
    boolean exists() throws Exception;
  }

  /**
   * Returns the name of the backend's report.
   *
   * @return letters, digits, {@code -} and {@code _}, such as {@code posix}
   */
  String name();

  /**
   * Returns the capabilities that the backend is meant to have. A volume that claims another set
   * breaks CP-1.
   *
   * @return the capabilities, all else being absent
   */
  Set<Capability> capabilities();

  /**
   * Opens a volume on the device: the backend itself, in no layer.
   *
   * @param context clock, trash policy and threads, all of which the volume must be opened with
   * @return another volume object at each call; the kit closes it
   * @throws Exception if that fails, which fails the test
   */
  Volume open(VolumeContext context) throws Exception;

  /**
   * Returns a place where no device is.
   *
   * @return a place that nothing else uses
   * @throws Exception if that fails, which fails the test
   */
  MissingDevice missingDevice() throws Exception;

  /**
   * Returns the way to the device behind the volume's back.
   *
   * @return the same object at each call
   */
  RawAccess raw();

  /**
   * Returns the time of this fixture.
   *
   * @return the same object at each call
   */
  TimeControl time();

  /**
   * Returns the clauses that the backend is known not to keep or not to show.
   *
   * @return at most one for each clause
   */
  default List<Waiver> waivers() {
    return List.of();
  }

  /**
   * Tells whether reads wait for each other, as under {@link
   * org.keepvolume.layer.Layers#serialized}: then a test that holds several of them open at once
   * holds one, and the others wait for their turn.
   *
   * @return false unless overridden
   */
  default boolean readsTakeTurns() {
    return false;
  }

  /**
   * Returns how many blocks take more than one request, read or page of a listing, so that the kit
   * stores as many where that matters.
   *
   * @return 5001 unless overridden, which is more than the largest page of the services known;
   *     fewer where the volumes of this fixture are opened with shorter pages
   */
  default int moreThanAPage() {
    return 5001;
  }

  /**
   * Returns what must not show up in messages, names and logs (SE-1).
   *
   * @return the secrets that {@link #open} hands to the backend; empty if it needs none
   */
  default List<String> secrets() {
    return List.of();
  }

  /**
   * Returns the class loader that finds the backend's provider, with which the kit calls {@link
   * VolumeProviders#load}.
   *
   * @return that of the fixture's class unless overridden
   */
  default ClassLoader providerLoader() {
    return getClass().getClassLoader();
  }

  /**
   * Names this device as a config file does, in the form of {@link
   * org.keepvolume.config.VolumeMaps#parse}: the type and the settings that a volume on this device
   * needs, each a valid text. Needed for PR-1 and CF-1.
   *
   * @param providers what the kit has found by {@link #providerLoader}, for a backend whose devices
   *     belong to its provider object
   * @return {@code type}, and the names and values of settings; empty if the backend has no
   *     provider, or this fixture's volumes are not what it opens
   * @throws Exception if that fails, which fails the test
   */
  default Optional<Map<String, String>> configuration(VolumeProviders providers) throws Exception {
    return Optional.empty();
  }

  /**
   * Returns how the names begin of threads that belong to a client library's process-wide pools and
   * outlive a volume, which the backend's documentation lists (LC-5).
   *
   * @return the beginnings of their names
   */
  default List<String> processWideThreads() {
    return List.of();
  }

  /**
   * Tells whether threads and descriptors of a closed volume end seconds after the garbage
   * collection that follows, as those of some client libraries do. The kit then waits for them in
   * the test of LC-5 alone, and not after each test.
   *
   * @return false unless overridden
   */
  default boolean endsAfterCollection() {
    return false;
  }

  /**
   * Tells what stands behind the volume when a clause is tested.
   *
   * @param clause the clause
   * @return the kind of proof
   */
  default Proof provenBy(Clause clause) {
    return Proof.REAL_DEVICE;
  }

  /**
   * Starts another process that can open volumes on this device. Needed where {@link
   * Capability#SHARED} is declared.
   *
   * @return the process, which the kit closes; empty if there is no such thing
   * @throws Exception if that fails, which fails the test
   */
  default Optional<OtherProcess> otherProcess() throws Exception {
    return Optional.empty();
  }

  /**
   * Runs what can show about a clause that a call from this process cannot. Needed for WR-10 and
   * TM-5 where {@link Capability#DURABLE} is declared, and for clauses whose {@link DeviceFault}
   * the fixture cannot inject.
   *
   * @param clause the clause
   * @return what was found; empty if there is no such run
   * @throws Exception if that fails, which fails the test
   */
  default Optional<Evidence> evidence(Clause clause) throws Exception {
    return Optional.empty();
  }

  /**
   * Removes the device and all that the fixture made.
   *
   * @throws IOException if that fails, which fails the test
   */
  @Override
  void close() throws IOException;
}
