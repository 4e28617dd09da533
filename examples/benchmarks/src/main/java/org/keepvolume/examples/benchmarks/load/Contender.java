// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service that is measured.
 *
 * @param name what it is, for people
 * @param process its JVM
 * @param port where it listens
 */
record Contender(String name, ServerProcess process, int port) implements AutoCloseable {
  private static final Path JAR =
      Path.of(System.getProperty("keepstore", "../keepstore/target/keepstore.jar"));
  private static final String MAIN = "org.keepvolume.examples.keepstore.Keepstore";

  /** By its name, since its parts are on the class path of the process only. */
  private static final String FILES = Contender.class.getPackageName() + ".FileService";

  private static final int ATTEMPTS = 600;

  /** Starts keepstore. */
  static Contender keepstore(Path root, boolean durable, List<String> options, String... more)
      throws Exception {
    checkState(
        Files.exists(JAR),
        "no %s: run mvn package in the root first, and this in examples/benchmarks or with"
            + " -Dkeepstore=",
        JAR);
    int port = freePort();
    List<String> args =
        new ArrayList<>(
            List.of("-posix-durability", durable ? "full" : "none", "-volume", root.toString()));
    args.addAll(List.of("-listen", "127.0.0.1:" + port));
    args.addAll(List.of(more));
    ServerProcess process = ServerProcess.silent(options, JAR.toString(), MAIN, args);
    awaitListening(process, port);
    return new Contender("keepstore", process, port);
  }

  /** Starts the plain server for large blocks. */
  static Contender plain(Path root, boolean durable) throws IOException {
    return ofMain(
        "plain sockets",
        System.getProperty("java.class.path"),
        PlainServer.class.getName(),
        root,
        Boolean.toString(durable));
  }

  /**
   * Starts the same HTTP server with files behind it.
   *
   * @param bare whether it opens files without a look and sets no times, so that a FIFO in place of
   *     a block stops it for good, and no block's age can be trusted
   */
  static Contender files(Path root, boolean durable, boolean bare) throws IOException {
    return ofMain(
        bare ? "same server, bare files" : "same server, files by hand",
        ServerProcess.withService(JAR),
        FILES,
        root,
        Boolean.toString(durable),
        Boolean.toString(bare));
  }

  private static Contender ofMain(
      String name, String classPath, String main, Path root, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(root.toString()));
    args.addAll(List.of(more));
    ServerProcess process =
        ServerProcess.java(
            List.of("-Xmx512m", "-XX:MaxDirectMemorySize=2g"), classPath, main, args);
    return new Contender(name, process, Integer.parseInt(process.readLine()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(ServerProcess process, int port) throws Exception {
    for (int i = 0; i < ATTEMPTS; i++) {
      checkState(process.isAlive(), "keepstore did not start; see above");
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(50); // another process listens when it does: nothing tells of it
      }
    }
    throw new IOException("keepstore does not listen");
  }

  @Override
  public void close() {
    process.close();
  }
}
