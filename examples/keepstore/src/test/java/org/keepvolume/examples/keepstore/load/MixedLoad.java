// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;

/**
 * Clients of 64 MiB, half of whom write new blocks and half read, and clients of 4 KiB.
 *
 * <p>What was written is removed at once, so that no disk is filled.
 */
final class MixedLoad {
  private static final int LARGE_CLIENTS = 64;
  private static final int SMALL_CLIENTS = 4;
  private static final int PATIENCE_MILLIS = 120_000;

  /** The JVM's compiler has little time beside so many who hash. */
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  private static final byte[] LARGE = new byte[Volume.MAX_BLOCK_SIZE];
  private static final BlockHash LARGE_HASH = BlockHash.of(LARGE);

  /** Blocks differ in their last bytes, so that one hashes the rest for all. */
  private static final int REST = LARGE.length - Long.BYTES;

  private final int port;
  private final Path volume;
  private final AtomicLong written = new AtomicLong();
  private final AtomicIntegerArray smallAnswers = new AtomicIntegerArray(SMALL_CLIENTS);
  private final Latencies large = new Latencies();
  private final Latencies small = new Latencies();
  private final AtomicInteger withoutAnswer = new AtomicInteger();
  private final MessageDigest hashOfRest;
  private volatile long begin;
  private volatile long end;

  /** Makes a load for a service with one volume, which is a directory. */
  MixedLoad(int port, Path volume) throws NoSuchAlgorithmException {
    this.port = port;
    this.volume = volume;
    hashOfRest = MessageDigest.getInstance("MD5");
    hashOfRest.update(LARGE, 0, REST);
  }

  /** Runs for some time after a warm-up, and until the requests under way are answered. */
  void run(Duration time) throws Exception {
    try (Socket first = connect()) {
      put(first, LARGE_HASH, new byte[Long.BYTES]);
    }
    begin = System.nanoTime() + WARM_UP.toNanos();
    end = begin + time.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(LARGE_CLIENTS + SMALL_CLIENTS);
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < LARGE_CLIENTS + SMALL_CLIENTS; i++) {
        int number = i;
        clients.add(
            threads.submit(
                () -> {
                  if (number < SMALL_CLIENTS) {
                    beSmall(number);
                  } else {
                    beLarge(number % 2 == 0);
                  }
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void beSmall(int number) throws IOException {
    byte[] block = new byte[4096];
    block[0] = (byte) number;
    try (GoodClient client = new GoodClient(port, block)) {
      client.put();
      for (int i = 0; System.nanoTime() < end; i++) {
        long start = System.nanoTime();
        if (i % 4 == 0) {
          client.put();
        } else {
          client.get();
        }
        add(small, start);
        if (start > begin && System.nanoTime() < end) {
          smallAnswers.incrementAndGet(number);
        }
      }
    }
  }

  private void beLarge(boolean writes) throws Exception {
    int answers = 0;
    try (Socket client = connect()) {
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        if (writes) {
          putNew(client);
        } else {
          getLarge(client);
        }
        long now = System.nanoTime();
        add(large, start);
        answers += now < end ? 1 : 0;
      }
    }
    if (answers == 0) {
      withoutAnswer.incrementAndGet();
    }
  }

  private void add(Latencies latencies, long start) {
    if (start > begin) {
      latencies.add(System.nanoTime() - start);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Puts a block that nobody has put before. */
  private void putNew(Socket client) throws Exception {
    byte[] last = ByteBuffer.allocate(Long.BYTES).putLong(written.incrementAndGet()).array();
    byte[] md5 = ((MessageDigest) hashOfRest.clone()).digest(last);
    String hash = HexFormat.of().formatHex(md5);
    put(client, BlockHash.parse(hash), last);
    Files.delete(volume.resolve(hash.substring(0, 3)).resolve(hash));
  }

  private static void put(Socket client, BlockHash hash, byte[] last) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(head("PUT", hash, "Content-Length: " + LARGE.length + "\r\n"));
    out.write(LARGE, 0, REST);
    out.write(last);
    skipAnswer(client.getInputStream());
  }

  private static void getLarge(Socket client) throws IOException {
    client.getOutputStream().write(head("GET", LARGE_HASH, ""));
    int length = skipAnswer(client.getInputStream());
    if (length != LARGE.length) {
      throw new EOFException("GET gave " + length + " bytes");
    }
  }

  private static byte[] head(String method, BlockHash hash, String more) {
    return (method + " /" + hash + "+67108864 HTTP/1.1\r\nHost: x\r\n" + more + "\r\n")
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Reads an answer, which must be good, and returns the size of its body. */
  private static int skipAnswer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after \"" + head + "\"");
      }
      head.append((char) next);
    }
    String text = head.toString();
    if (!text.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(text);
    }
    String field = "Content-Length: ";
    int at = text.indexOf(field) + field.length();
    int length = Integer.parseInt(text.substring(at, text.indexOf('\r', at)));
    in.skipNBytes(length);
    return length;
  }

  Latencies large() {
    return large;
  }

  Latencies small() {
    return small;
  }

  /** Returns how many answers the small client had, while the time ran, that had fewest. */
  int fewestSmallAnswers() {
    return IntStream.range(0, SMALL_CLIENTS).map(smallAnswers::get).min().orElse(0);
  }

  /** Returns how many large clients had no answer while the time ran. */
  int clientsWithoutAnswer() {
    return withoutAnswer.get();
  }

  @Override
  public String toString() {
    return "large: %s, p99 %s ms; without an answer: %s; small: %s, p99 %s ms, each of %s"
        .formatted(
            large.count(),
            large.text(990),
            withoutAnswer,
            small.count(),
            small.text(990),
            smallAnswers);
  }
}
