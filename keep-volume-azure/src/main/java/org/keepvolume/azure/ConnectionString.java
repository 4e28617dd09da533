// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.CheckReturnValue;
import org.keepvolume.config.Secret;

/** A connection string, as the portal shows it; no message shows a value of one. */
@CheckReturnValue
final class ConnectionString {
  private static final String PROTOCOL = "DefaultEndpointsProtocol";
  private static final String NAME = "AccountName";
  private static final String KEY = "AccountKey";
  private static final String SAS = "SharedAccessSignature";
  private static final String ENDPOINT = "BlobEndpoint";
  private static final String SUFFIX = "EndpointSuffix";
  private static final String EMULATOR = "UseDevelopmentStorage";
  private static final List<String> SETTINGS =
      List.of(PROTOCOL, NAME, KEY, SAS, ENDPOINT, SUFFIX, EMULATOR);

  private final Map<String, String> settings;

  private ConnectionString(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Takes a connection string apart, or throws an exception that says what is wrong with it. */
  static ConnectionString parse(Secret secret) {
    String text = secret.reveal().strip();
    checkArgument(!text.isEmpty(), "the connection string is empty");
    checkArgument(
        text.chars().noneMatch(c -> Character.isISOControl(c)),
        "the connection string has a line break or another control character in it");
    Map<String, String> settings = new HashMap<>();
    List<String> parts = Splitter.on(';').splitToList(text);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i).strip();
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        Optional<String> name = setting(equals < 0 ? "" : part.substring(0, equals));
        checkArgument(
            name.isPresent(),
            "part %s of the connection string begins with none of the names that are known; expected"
                + " %s, each with = and a value, and semicolons between them",
            i + 1,
            String.join(", ", SETTINGS));
        checkArgument(
            equals < part.length() - 1, "%s of the connection string is empty", name.get());
        checkArgument(
            settings.put(name.get(), part.substring(equals + 1)) == null,
            "%s stands twice in the connection string",
            name.get());
      }
    }
    return new ConnectionString(settings);
  }

  /** Finds a name whatever its case, as the service's own libraries do; other services' too. */
  private static Optional<String> setting(String name) {
    Optional<String> known =
        SETTINGS.stream().filter(one -> Ascii.equalsIgnoreCase(one, name)).findFirst();
    return known.isPresent() || !name.matches("[A-Za-z]{1,40}Endpoint")
        ? known
        : Optional.of(Ascii.toLowerCase(name));
  }

  private Optional<String> get(String setting) {
    return Optional.ofNullable(settings.get(setting));
  }

  /** Makes the account of it. */
  AzureAccount account() {
    if (settings.containsKey(EMULATOR)) {
      checkArgument(
          settings.size() == 1 && Ascii.equalsIgnoreCase(settings.get(EMULATOR), "true"),
          "%s of the connection string is not true, or other settings stand beside it",
          EMULATOR);
      return AzureAccount.emulator();
    }
    boolean hasKey = settings.containsKey(KEY);
    checkArgument(
        hasKey != settings.containsKey(SAS),
        hasKey
            ? "the connection string has both AccountKey and SharedAccessSignature; choose one"
            : "the connection string has neither AccountKey nor SharedAccessSignature; expected one");
    Optional<URI> endpoint = get(ENDPOINT).map(ConnectionString::uri);
    String name = get(NAME).or(() -> endpoint.flatMap(ConnectionString::account)).orElse("");
    checkArgument(
        !name.isEmpty(),
        "the connection string has no AccountName, and no BlobEndpoint that tells it");
    AzureAccount account =
        hasKey
            ? AzureAccount.withKey(name, Secret.of(settings.get(KEY)))
            : AzureAccount.withSas(name, Secret.of(settings.get(SAS)));
    if (endpoint.isPresent()) {
      return account.withEndpoint(endpoint.get());
    }
    return insecure(get(SUFFIX).map(account::withSuffix).orElse(account));
  }

  /** HTTP is for those who say so. */
  private AzureAccount insecure(AzureAccount account) {
    String protocol = Ascii.toLowerCase(get(PROTOCOL).orElse("https"));
    checkArgument(
        protocol.equals("http") || protocol.equals("https"),
        "%s of the connection string is neither http nor https",
        PROTOCOL);
    URI uri = account.blobEndpoint();
    return protocol.equals("http") && uri.getScheme().equals("https")
        ? account.withEndpoint(URI.create("http" + uri.toString().substring("https".length())))
        : account;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Not its message, which has the text, in which there may be a secret.
      throw new IllegalArgumentException(ENDPOINT + " of the connection string is no URL");
    }
  }

  /** Finds the account's name in the path of its endpoint, or else in its host. */
  private static Optional<String> account(URI endpoint) {
    String path = endpoint.getPath() == null ? "" : endpoint.getPath().replaceAll("^/+|/+$", "");
    if (!path.isEmpty()) {
      return Optional.of(path);
    }
    return Optional.ofNullable(endpoint.getHost()).map(host -> host.replaceFirst("\\..*", ""));
  }
}
