// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.testkit.TestBlocks;

/** A request, and how its answer is told in the table. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Ask(String method, String path, Map<String, String> headers, byte[] body, List<String> shown)
    implements Exchange {

  static Ask of(String method, String path) {
    return new Ask(method, path, Map.of(), new byte[0], List.of());
  }

  static Ask get(String path) {
    return of("GET", path);
  }

  /** Puts the block of all scenes. */
  static Ask put(String path) {
    return of("PUT", path).with(Scene.BLOCK.bytes());
  }

  Ask with(byte[] bytes) {
    return new Ask(method, path, headers, bytes, shown);
  }

  Ask header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, path, more, body, shown);
  }

  Ask token() {
    return header("Authorization", "Bearer " + Scene.TOKEN);
  }

  Ask admin() {
    return header("Authorization", "OAuth2 " + TestService.SYSTEM_TOKEN);
  }

  /** Tells a header of the answer, too. */
  Ask showing(String... names) {
    List<String> more = new ArrayList<>(shown);
    more.addAll(List.of(names));
    return new Ask(method, path, headers, body, more);
  }

  RawConnection.Answer send(Scene scene) throws IOException {
    Map<String, String> filled = new LinkedHashMap<>();
    headers.forEach((name, value) -> filled.put(name, scene.fill(value)));
    return scene
        .client()
        .request(method, scene.fill(path), filled, body)
        .answer(method.equals("HEAD"));
  }

  @Override
  public String seen(Scene scene) throws IOException {
    try {
      return told(send(scene), shown);
    } catch (EOFException e) {
      return "the connection is cut";
    }
  }

  /** Tells an answer: its status, its body, and some headers. */
  static String told(RawConnection.Answer answer, List<String> shown) {
    StringBuilder told = new StringBuilder().append(answer.status());
    told.append(body(answer));
    for (String name : shown) {
      String value = words(answer.header(name));
      told.append(value.isEmpty() ? ", no `" + name + "`" : ", `" + name + ": " + value + "`");
    }
    return told.toString();
  }

  private static String body(RawConnection.Answer answer) {
    String text = answer.text();
    if (text.equals(ISO_8859_1.decode(Scene.BLOCK.buffer()).toString())) {
      return ", the block";
    } else if (text.isEmpty()) {
      return ", empty";
    } else if (text.length() > 200) {
      return ", " + answer.header("Content-Type");
    }
    boolean oneLine = text.indexOf('\n') == text.length() - 1 && text.length() > 1;
    String line = oneLine ? text.strip() : text.replace("\n", "\\n");
    return " `" + words(line) + (text.endsWith("\n") ? "`" : "` without LF");
  }

  /** Says what changes from run to run by name. */
  private static String words(String text) {
    return text.replace(Scene.BLOCK.hash().toString(), "<hash>")
        .replace(TestBlocks.empty().hash().toString(), "<hash of nothing>")
        .replaceAll("\\+A[0-9a-f]{40}@[0-9a-f]{8}", "+A<signature>@<expiry>")
        .replaceAll("\\b[0-9]{19}\\b", "<mtime>")
        .replaceAll("req-[0-9a-z]{20}", "<made>");
  }
}
