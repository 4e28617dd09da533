// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An account of the emulator.
 *
 * @param name its name, the first part of every path
 * @param key its key in base64
 */
public record AzuriteAccount(String name, String key) {
  /** The account that every Azurite has, with the key that Microsoft has published for it. */
  static final AzuriteAccount PUBLISHED =
      new AzuriteAccount(
          "devstoreaccount1",
          "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");

  /**
   * Those of an emulator that the tests start themselves: also all that the original's manual
   * names.
   */
  static final List<AzuriteAccount> STARTED =
      List.of(
          PUBLISHED,
          new AzuriteAccount("secondaccount", base64("key of the tests, no secret")),
          new AzuriteAccount("firstaccount", base64("another key of the tests")),
          new AzuriteAccount("exampleaccountname", base64("one more key of the tests")));

  /** Azurite's own variable: {@code name:key[:other key];name:key...}. */
  static final String VARIABLE = "AZURITE_ACCOUNTS";

  /**
   * Reads a value of {@code AZURITE_ACCOUNTS}; of two keys of an account it takes the first.
   *
   * @throws IllegalStateException if it has not the form that Azurite wants
   */
  static List<AzuriteAccount> parse(String value) {
    List<AzuriteAccount> accounts = new ArrayList<>();
    for (String account : value.strip().split(";", -1)) {
      if (account.isEmpty()) {
        continue;
      }
      String[] parts = account.split(":", -1);
      if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
        throw malformed();
      }
      accounts.add(new AzuriteAccount(parts[0], parts[1]));
    }
    if (accounts.isEmpty()) {
      throw malformed();
    }
    return List.copyOf(accounts);
  }

  /** Returns what {@link #parse} reads. */
  static String format(List<AzuriteAccount> accounts) {
    return accounts.stream()
        .map(account -> account.name + ":" + account.key)
        .collect(Collectors.joining(";"));
  }

  private static IllegalStateException malformed() {
    return new IllegalStateException(VARIABLE + " is malformed; expected name:key;name:key");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** Returns the name alone, since the key may be somebody's. */
  @Override
  public String toString() {
    return name;
  }
}
