// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.keepvolume.BlockLocator;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.WriteOptions;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Blocks over HTTP, through the buffers of the store in both directions. */
@RestController
class BlockController {
  private final BlockStore store;

  BlockController(BlockStore store) {
    this.store = store;
  }

  /** Stores the body of the request; answers with its locator. */
  @PutMapping("/blocks")
  String put(HttpServletRequest request) throws IOException {
    long size = request.getContentLengthLong();
    if (size < 0) {
      throw new ResponseStatusException(HttpStatus.LENGTH_REQUIRED);
    }
    if (size > Volume.MAX_BLOCK_SIZE) {
      throw new ResponseStatusException(HttpStatus.PAYLOAD_TOO_LARGE);
    }
    var body = Channels.newChannel(request.getInputStream());
    return store.write(body, (int) size, WriteOptions.defaults()).locator() + "\n";
  }

  /** Sends a block; nothing is sent before the whole block was verified. */
  @GetMapping("/blocks/{locator}")
  void get(@PathVariable("locator") String locator, HttpServletResponse response)
      throws IOException {
    int unused = store.read(BlockLocator.parse(locator).hash(), new ResponseSink(response));
  }

  /** Tells the size of a block without reading it: else Spring would make a HEAD of the GET. */
  @RequestMapping(path = "/blocks/{locator}", method = RequestMethod.HEAD)
  void head(@PathVariable("locator") String locator, HttpServletResponse response)
      throws IOException {
    response.setContentLengthLong(store.stat(BlockLocator.parse(locator).hash()).size());
  }

  /** Tells the size before the first byte, as HTTP wants it. */
  private record ResponseSink(HttpServletResponse response, BlockSink body) implements BlockSink {
    private ResponseSink(HttpServletResponse response) throws IOException {
      this(response, BlockSinks.into(response.getOutputStream()));
    }

    @Override
    public void begin(int size) throws IOException {
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setContentLength(size);
      body.begin(size);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      body.write(src, position);
    }
  }
}
