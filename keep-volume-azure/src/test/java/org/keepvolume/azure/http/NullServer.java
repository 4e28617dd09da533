// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.AtomicLongMap;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;

/**
 * A server that stores nothing and answers as if it had everything, to measure a client alone.
 *
 * <p>A blob is as long as it was registered, else as the number behind the last dash of its name
 * says, else as the settings say, and all its bytes are zero unless they were registered. Every
 * request of the volume succeeds whatever its conditions and signature.
 */
@ThreadSafe
public final class NullServer extends LoopbackServer {
  private static final String ACCOUNT = "/devstoreaccount1";
  private static final Duration AGE = Duration.ofDays(100);

  private final NullSettings settings;
  private final NullListing listing;
  private final Clock clock;
  private final String lastModified;
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final AtomicLongMap<RequestName> counts = AtomicLongMap.create();

  private NullServer(NullSettings settings, Clock clock) throws IOException {
    this.settings = requireNonNull(settings);
    this.clock = clock;
    this.lastModified = httpDate(clock.instant().minus(AGE));
    this.listing = new NullListing(settings, lastModified);
  }

  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(UTC)).replace(" 1 ", " 01 ");
  }

  /**
   * Starts a server.
   *
   * @param settings what it claims to have
   * @param clock tells when it answers; its blobs are a hundred days older than the server
   * @return the server, to be closed by the caller
   * @throws IOException if there is no port
   */
  public static NullServer start(NullSettings settings, Clock clock) throws IOException {
    NullServer server = new NullServer(settings, clock);
    server.start();
    return server;
  }

  /**
   * Serves until its input ends, as a process of its own; prints the port as its first line.
   *
   * @param args names and values in turn: {@code blobs}, {@code page}, {@code delay} in
   *     milliseconds, {@code trashed-every}, {@code prefix}, {@code sharded}, {@code size}
   * @throws IOException if there is no port
   */
  public static void main(String[] args) throws IOException {
    try (NullServer server = start(settings(List.of(args)), Clock.systemUTC())) {
      System.out.write((server.port() + "\n").getBytes(UTF_8));
      System.out.flush();
      while (System.in.read() >= 0) {
        // until whoever started this is gone
      }
    }
  }

  /** Reads the arguments of main. */
  static NullSettings settings(List<String> args) {
    NullSettings made = NullSettings.defaults();
    Iterator<String> words = args.iterator();
    while (words.hasNext()) {
      String name = words.next();
      String value = words.next();
      made =
          switch (name) {
            case "blobs" -> made.withBlobs(Integer.parseInt(value), made.pageSize());
            case "page" -> made.withBlobs(made.blobs(), Integer.parseInt(value));
            case "delay" -> made.withPageDelay(Duration.ofMillis(Long.parseLong(value)));
            case "trashed-every" -> made.withTrashedEvery(Integer.parseInt(value));
            case "prefix" -> made.withNames(value, made.sharded());
            case "sharded" -> made.withNames(made.prefix(), Boolean.parseBoolean(value));
            case "size" -> made.withBlobSize(Integer.parseInt(value));
            default -> throw new IllegalArgumentException(name);
          };
    }
    return made;
  }

  /**
   * Returns the address of the development account here.
   *
   * @return the address for the client
   */
  public URI endpoint() {
    return uri(ACCOUNT);
  }

  /**
   * Registers a blob, in every container.
   *
   * @param blob its name
   * @param content its bytes; copied
   */
  public void register(String blob, byte[] content) {
    contents.put(blob, content.clone());
  }

  /**
   * Returns the name of a blob in the listings.
   *
   * @param number 0 to the settings' blobs - 1, in the order of names
   * @return the name with prefix and directories
   */
  public String listedName(int number) {
    return listing.name(number);
  }

  /**
   * Tells how many requests have come.
   *
   * @param name what the documentation calls them
   * @return 0 or more
   */
  public long count(RequestName name) {
    return counts.get(name);
  }

  @Override
  void serve(HttpConnection client, int number) throws IOException, InterruptedException {
    NullConnection connection = new NullConnection(this, client);
    while (true) {
      HttpHead head = client.readHead();
      if (head == null) {
        return;
      }
      RecordedRequest request = new RecordedRequest(head, number);
      long unused = counts.incrementAndGet(request.name());
      BodyReader.ofRequest(client, head).drain();
      connection.answer(request);
      if (head.has("Connection", "close")) {
        return;
      }
    }
  }

  NullSettings settings() {
    return settings;
  }

  NullListing listing() {
    return listing;
  }

  String date() {
    return httpDate(clock.instant());
  }

  String lastModified() {
    return lastModified;
  }

  /** Returns what was registered under a name; null if nothing was. */
  @Nullable
  byte[] content(String blob) {
    return contents.get(blob);
  }
}
