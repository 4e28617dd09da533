// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a load from several processes at once, so that clients are not what limits it. */
final class LoadProcesses {
  private LoadProcesses() {}

  /**
   * Runs it.
   *
   * @param port where the service listens
   * @param firstNumber of the blocks: what is put must be new; what is got begins with 0
   */
  static LoadResult run(int port, Load load, long firstNumber) throws IOException {
    List<ServerProcess> clients = new ArrayList<>();
    try {
      for (int i = 0; i < Load.processes(); i++) {
        Load share = load.share();
        // All may get any block; what is put is put by one.
        boolean gets = load.kind() == Load.Kind.GET;
        long first = firstNumber + (gets ? 0 : ((long) i << 48));
        List<String> args = new ArrayList<>(List.of(Integer.toString(port), Long.toString(first)));
        args.addAll(
            (gets
                    ? new Load(
                        load.kind(),
                        load.blockSize(),
                        load.blocks(),
                        share.clients(),
                        load.seconds())
                    : share)
                .toArgs());
        clients.add(ServerProcess.java(List.of("-Xmx512m"), LoadClient.class, args));
      }
      for (ServerProcess client : clients) {
        String unused = client.readLine();
      }
      for (ServerProcess client : clients) {
        client.writeLine("go");
      }
      List<String> results = new ArrayList<>();
      for (ServerProcess client : clients) {
        results.add(client.readLine());
      }
      return LoadResult.of(results);
    } finally {
      for (ServerProcess client : clients) {
        client.close();
      }
    }
  }
}
