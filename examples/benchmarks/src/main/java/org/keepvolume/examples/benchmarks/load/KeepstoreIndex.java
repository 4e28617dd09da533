// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keepvolume.examples.benchmarks.Benchmarks;
import org.keepvolume.examples.benchmarks.IndexListing;

/** The index over HTTP beside the library's own, each in a JVM of the same small heap. */
public final class KeepstoreIndex implements Benchmarks.Benchmark {
  private static final int BLOCKS = 200_000;
  private static final int WARM_UP_ROUNDS = 2;
  private static final double TARGET = 0.8;
  private static final String TOKEN = "the-token-of-a-benchmark";
  private static final List<String> HEAP = List.of("-Xmx256m", "-XX:MaxDirectMemorySize=512m");

  @Override
  public void run(Benchmarks.Settings settings, Path directory) throws Exception {
    Path root = directory.resolve("index");
    IndexListing.makeBlocks(root, BLOCKS);
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    try (ServerProcess library =
            ServerProcess.java(HEAP, IndexLister.class, List.of(root.toString()));
        Contender service =
            Contender.keepstore(
                root,
                false,
                HEAP,
                "-max-memory",
                "128MiB",
                "-data-manager-token-file",
                token.toString())) {
      double[] ratios = new double[settings.pairs()];
      for (int i = -WARM_UP_ROUNDS; i < ratios.length; i++) {
        double own = listed(library);
        double served = got(service.port());
        if (i >= 0) {
          ratios[i] = own / served;
        }
      }
      print(settings.out(), ratios, service.process());
    }
  }

  private static void print(PrintStream out, double[] ratios, ServerProcess service)
      throws IOException {
    Arrays.sort(ratios);
    double ratio = ratios[ratios.length / 2];
    out.printf(
        Locale.ROOT,
        "/index of %d blocks: ratio %.2f (%.2f-%.2f), %d pairs, target %.2f %s; peak memory %d MiB%n",
        BLOCKS,
        ratio,
        ratios[ratios.length / 4],
        ratios[ratios.length * 3 / 4],
        ratios.length,
        TARGET,
        ratio >= TARGET ? "reached" : "MISSED",
        service.peakMebibytes());
  }

  /** Returns the seconds that the library took. */
  private static double listed(ServerProcess library) throws IOException {
    library.writeLine("go");
    String[] answer = library.readLine().split(" ", 2);
    checkState(Integer.parseInt(answer[0]) == BLOCKS, "%s blocks are listed", answer[0]);
    return Double.parseDouble(answer[1]);
  }

  /** Returns the seconds until the last line of the service was here. */
  private static double got(int port) throws IOException {
    long start = System.nanoTime();
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/index").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
    int lines = 0;
    byte[] end = new byte[2];
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = connection.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
          end[0] = end[1];
          end[1] = buffer[i];
        }
      }
    }
    checkState(
        lines == BLOCKS + 1 && new String(end, US_ASCII).equals("\n\n"),
        "the index has %s lines, or no end",
        lines);
    return (System.nanoTime() - start) / 1e9;
  }
}
