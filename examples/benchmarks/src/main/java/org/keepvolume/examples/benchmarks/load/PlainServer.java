// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.keepvolume.BlockHash;

/**
 * A baseline for large blocks: a thread for each connection, which reads a block into memory,
 * hashes it, and sends it, or the other way round, and does nothing else that a service does.
 */
public final class PlainServer {
  private static final int MAX_BLOCK = 1 << 26;
  private static final int SLICE = 1 << 20;
  private static final String LENGTH = "content-length:";

  private final FileBlocks files;
  private final SocketChannel socket;
  private final ByteBuffer block;
  private final ByteBuffer head = ByteBuffer.allocate(1 << 16).limit(0);

  private PlainServer(FileBlocks files, SocketChannel socket, ByteBuffer block) {
    this.files = files;
    this.socket = socket;
    this.block = block;
  }

  /**
   * Prints its port and serves until it is killed.
   *
   * @param args the directory of the blocks, and whether they are to be durable
   */
  public static void main(String[] args) throws Exception {
    FileBlocks files = new FileBlocks(Path.of(args[0]), Boolean.parseBoolean(args[1]));
    // Taken again by the connections of later rounds, so that none is made while times are taken.
    Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
      while (true) {
        SocketChannel socket = server.accept();
        new Thread(() -> serve(files, socket, buffers)).start();
      }
    }
  }

  private static void serve(FileBlocks files, SocketChannel socket, Queue<ByteBuffer> buffers) {
    ByteBuffer used = buffers.poll();
    ByteBuffer block = used == null ? ByteBuffer.allocateDirect(MAX_BLOCK) : used;
    try {
      new PlainServer(files, socket, block).serve();
    } finally {
      buffers.add(block);
    }
  }

  private void serve() {
    try (socket) {
      while (true) {
        String request = head();
        BlockHash hash = BlockHash.parse(request.substring(5, 37));
        if (request.startsWith("GET")) {
          send(hash);
        } else {
          receive(hash, request);
        }
      }
    } catch (IOException e) {
      // the client has left, or a block is damaged: so is the measurement
    }
  }

  private String head() throws IOException {
    head.compact();
    while (true) {
      String text = new String(head.array(), 0, head.position(), ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        head.flip().position(end + 4);
        return text.substring(0, end + 4);
      }
      fill(head);
    }
  }

  private void send(BlockHash hash) throws IOException {
    files.read(hash, block.clear());
    verify(hash, block.flip());
    write(ByteBuffer.wrap(answer(block.remaining())));
    write(block);
  }

  private void receive(BlockHash hash, String request) throws IOException {
    String lower = request.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(LENGTH) + LENGTH.length();
    int size = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).trim());
    block.clear().limit(size).put(head);
    while (block.hasRemaining()) {
      fill(block);
    }
    verify(hash, block.flip());
    files.write(hash, block);
    write(ByteBuffer.wrap(answer(0)));
  }

  private static void verify(BlockHash hash, ByteBuffer block) throws IOException {
    if (!BlockHash.of(block).equals(hash)) {
      throw new IOException(hash + " is damaged");
    }
  }

  private void fill(ByteBuffer buffer) throws IOException {
    int limit = buffer.limit();
    buffer.limit(Math.min(limit, buffer.position() + SLICE));
    if (socket.read(buffer) < 0) {
      throw new IOException("the client has left");
    }
    buffer.limit(limit);
  }

  private void write(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      int unused = socket.write(buffer);
    }
  }

  private static byte[] answer(int length) {
    return ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1);
  }
}
