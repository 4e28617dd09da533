// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes system calls on one block as words without numbers that differ between runs. */
final class CallText {
  private final Path root;
  private final Path directory;
  private final Path file;

  CallText(Path root, TestBlock block) {
    this.root = root;
    directory = block.directory(root);
    file = block.file(root);
  }

  List<String> of(List<SystemCall> calls) {
    return calls.stream().map(this::of).toList();
  }

  private String of(SystemCall call) {
    String where = call.paths().stream().map(this::name).collect(Collectors.joining(" "));
    String text = verb(call) + " " + where;
    if (call.name().equals("readv") || call.isWrite()) {
      text += " " + call.result();
    }
    return call.succeeded() ? text : text + " = " + call.error();
  }

  private String verb(SystemCall call) {
    if (call.isStat()) {
      return "stat";
    }
    if (call.name().equals("fcntl")) {
      return lockVerb(call.arguments());
    }
    if (!call.name().equals("openat")) {
      return call.name();
    }
    String arguments = call.arguments();
    if (arguments.contains("O_WRONLY|O_CREAT|O_EXCL")) {
      return "create";
    }
    if (arguments.endsWith(" O_WRONLY|O_NOFOLLOW")) {
      return "open-to-write";
    }
    if (arguments.matches(".*(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC).*")) {
      return arguments;
    }
    return arguments.contains("O_NOFOLLOW") ? "open-nofollow" : "open";
  }

  /**
   * The byte of the block's directory alone is worth the word; other arguments stay as they are.
   */
  private String lockVerb(String arguments) {
    String command = arguments.substring(arguments.indexOf(", ") + 2);
    int first = Integer.parseInt(directory.getFileName().toString(), 16);
    String range = ", l_whence=SEEK_SET, l_start=" + first + ", l_len=1}";
    return switch (command.replace(range, "")) {
      case "F_SETLK, {l_type=F_WRLCK" -> "lock";
      case "F_SETLK, {l_type=F_UNLCK" -> "unlock";
      default -> command;
    };
  }

  private String name(Path path) {
    if (path.equals(root)) {
      return "root";
    }
    if (path.equals(directory)) {
      return "directory";
    }
    if (path.equals(file)) {
      return "block";
    }
    if (path.equals(root.resolve(Listing.LOCK_FILE))) {
      return "lock-file";
    }
    String name = path.startsWith(directory) ? path.getFileName().toString() : "";
    if (name.matches(file.getFileName() + "\\.trash\\.\\d+")) {
      return "copy";
    }
    return name.matches("tmp" + file.getFileName() + "\\d+") ? "temporary" : path.toString();
  }
}
