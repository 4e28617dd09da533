// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URI;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;
import org.keepvolume.config.Secret;

/**
 * A storage account: its name, where its service is, and what opens it.
 *
 * <p>Without {@link #withEndpoint} or {@link #withSuffix} it is an account of the public cloud, or
 * for {@code devstoreaccount1} that of an emulator on this machine. No message or text shows a
 * secret (SE-1).
 */
@Immutable
@CheckReturnValue
public final class AzureAccount {
  /** The account of emulators, with a published key. */
  public static final String EMULATOR_ACCOUNT = "devstoreaccount1";

  static final String PUBLIC_SUFFIX = "core.windows.net";

  /** What follows the prefix in a device id. */
  private static final String SHARDED = ";sharded";

  private static final String PLAIN = ";plain";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]{3,24}");

  /** Published with each emulator; it opens nothing else. */
  private static final String EMULATOR_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final URI EMULATOR = URI.create("http://127.0.0.1:10000/" + EMULATOR_ACCOUNT);

  private final String name;
  private final Object credential;
  private final @Nullable AccountEndpoint endpoint;
  private final @Nullable String suffix;

  private AzureAccount(
      String name, Object credential, @Nullable AccountEndpoint endpoint, @Nullable String suffix) {
    this.name = checkName(name);
    this.credential = requireNonNull(credential, "credential");
    this.endpoint = endpoint;
    this.suffix = suffix;
    if (endpoint != null) {
      checkScheme(endpoint.uri());
    }
  }

  static String checkName(String name) {
    checkArgument(
        NAME.matcher(name).matches(),
        "account name %s; expected 3 to 24 lower-case letters and digits",
        name.length() <= 40 && name.matches("[A-Za-z0-9._-]+")
            ? "is \"" + name + "\""
            : "has " + name.length() + " characters, some of them others");
    return name;
  }

  private void checkScheme(URI uri) {
    checkArgument(
        !(credential instanceof TokenCredential) || uri.getScheme().equals("https"),
        "the endpoint is %s; expected https, since a token sent over http can be read and used by"
            + " everybody on the way",
        uri);
  }

  /**
   * Makes an account that is opened by one of its two keys. Volumes keep it while they are open:
   * where the account gets another key, they are to be opened again.
   *
   * @param name the account's name, 3 to 24 lower-case letters and digits
   * @param key the key, in base64; white space around it is taken off
   * @return the account
   * @throws IllegalArgumentException if the name has another form, or the key is no base64
   */
  public static AzureAccount withKey(String name, Secret key) {
    return of(checkName(name), sharedKey(name, key));
  }

  private static AzureAccount of(String name, Object credential) {
    return new AzureAccount(name, credential, null, null);
  }

  private static StorageSharedKeyCredential sharedKey(String name, Secret key) {
    String text = key.reveal().strip();
    checkArgument(!text.isEmpty(), "the account key is empty");
    try {
      byte[] unused = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // Not its message or the cause, which show parts of the key.
      throw new IllegalArgumentException(
          "the account key is no base64: "
              + (text.chars().allMatch(AzureAccount::isBase64)
                  ? "its end is missing, or something follows it"
                  : "a character in it is none of A-Z, a-z, 0-9, +, / and =")
              + "; expected it as the portal shows it, some 88 characters");
    }
    return new StorageSharedKeyCredential(name, text);
  }

  private static boolean isBase64(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=');
  }

  /**
   * Makes an account that is opened by a shared access signature.
   *
   * @param name the account's name, 3 to 24 lower-case letters and digits
   * @param token the signature's parameters, {@code sig} among them, with or without the question
   *     mark; white space around it is taken off
   * @return the account
   * @throws IllegalArgumentException if the name has another form, or the token has none of a token
   */
  public static AzureAccount withSas(String name, Secret token) {
    String text = token.reveal().strip();
    String query = text.startsWith("?") ? text.substring(1) : text;
    checkArgument(!query.isEmpty(), "the SAS token is empty");
    checkArgument(
        query.chars().allMatch(c -> c > ' ' && c < 127),
        "the SAS token has white space or other characters that no token has");
    checkArgument(
        !query.contains("://"), "the SAS token is a URL; expected what follows its question mark");
    checkArgument(
        ("&" + query).contains("&sig="),
        "the SAS token has no signature; expected parameters with & between them, sig= among them");
    return withSasCredential(name, new AzureSasCredential(query));
  }

  /**
   * Makes an account that is opened by a shared access signature which the application renews.
   *
   * @param name the account's name, 3 to 24 lower-case letters and digits
   * @param credential asked for the signature at each request
   * @return the account
   * @throws IllegalArgumentException if the name has another form
   */
  public static AzureAccount withSasCredential(String name, AzureSasCredential credential) {
    return of(name, credential);
  }

  /**
   * Makes an account that is opened by tokens, as azure-identity makes them.
   *
   * @param name the account's name, 3 to 24 lower-case letters and digits
   * @param credential asked for a token when one is needed
   * @return the account, whose endpoint must be https
   * @throws IllegalArgumentException if the name has another form
   */
  public static AzureAccount withToken(String name, TokenCredential credential) {
    return of(name, credential);
  }

  /**
   * Makes the account of an emulator, whose key is published.
   *
   * @return {@code devstoreaccount1} at {@code http://127.0.0.1:10000/devstoreaccount1}
   */
  public static AzureAccount emulator() {
    return withKey(EMULATOR_ACCOUNT, Secret.of(EMULATOR_KEY));
  }

  /**
   * Makes an account of a connection string, as the portal shows it.
   *
   * @param connectionString settings with semicolons between them, such as {@code
   *     DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...}; white space around it is
   *     taken off
   * @return the account
   * @throws IllegalArgumentException if it has no account, or not exactly one of key and SAS token;
   *     the message says which setting is wrong and shows no value
   */
  public static AzureAccount fromConnectionString(Secret connectionString) {
    return ConnectionString.parse(connectionString).account();
  }

  /**
   * Returns this account at another place than the public cloud: behind a private link, in a cloud
   * of one's own, or an emulator. Replaces a suffix.
   *
   * @param endpoint the blob service of the account: http or https, a host, and behind a host that
   *     serves several accounts the account's name, such as {@code
   *     http://azurite:10000/devstoreaccount1}
   * @return the changed account
   * @throws IllegalArgumentException if it has another form, belongs to another account, or is http
   *     while tokens open the account
   */
  public AzureAccount withEndpoint(URI endpoint) {
    return new AzureAccount(name, credential, AccountEndpoint.of(endpoint, name), null);
  }

  /**
   * Returns this account in another cloud of Azure. Replaces an endpoint.
   *
   * @param suffix what follows {@code <account>.blob.}, such as {@code core.chinacloudapi.cn};
   *     {@code core.windows.net} unless changed
   * @return the changed account
   * @throws IllegalArgumentException if it is no host name
   */
  public AzureAccount withSuffix(String suffix) {
    return new AzureAccount(name, credential, null, AccountEndpoint.checkSuffix(suffix));
  }

  /**
   * Returns the account's name.
   *
   * @return 3 to 24 lower-case letters and digits
   */
  public String name() {
    return name;
  }

  /** Returns the URL of the account's blob service, without a slash at its end. */
  URI blobEndpoint() {
    URI uri = place().uri();
    checkScheme(uri);
    return uri;
  }

  private AccountEndpoint place() {
    if (endpoint != null) {
      return endpoint;
    }
    if (suffix == null && name.equals(EMULATOR_ACCOUNT)) {
      return AccountEndpoint.of(EMULATOR, name);
    }
    return AccountEndpoint.ofSuffix(name, suffix == null ? PUBLIC_SUFFIX : suffix);
  }

  /**
   * Tells a builder of the storage client where this account is and what opens it, before or after
   * it is told its container.
   *
   * @throws IllegalArgumentException if the endpoint is http while tokens open the account
   */
  void applyTo(BlobContainerClientBuilder builder) {
    URI unused = blobEndpoint();
    place().applyTo(builder, name);
    if (credential instanceof StorageSharedKeyCredential key) {
      builder.credential(key);
    } else if (credential instanceof AzureSasCredential sas) {
      builder.credential(sas);
    } else {
      builder.credential((TokenCredential) credential);
    }
  }

  /** Returns what names the device: the same for each way to write one place. */
  String deviceId(String container, BlobNaming naming) {
    return "azure://"
        + place().device(name)
        + "/"
        + name
        + "/"
        + container
        + (naming.prefix().isEmpty() ? "" : "/" + naming.prefix())
        + kind(naming);
  }

  /** Returns nothing for plain names, unless their prefix ends as if it were followed by a kind. */
  private static String kind(BlobNaming naming) {
    if (naming.isSharded()) {
      return SHARDED;
    }
    String prefix = naming.prefix();
    return prefix.endsWith(SHARDED) || prefix.endsWith(PLAIN) ? PLAIN : "";
  }

  /** Returns name, kind of credential and endpoint, without secrets. */
  @Override
  public String toString() {
    String by = "token";
    if (credential instanceof StorageSharedKeyCredential) {
      by = "account key";
    } else if (credential instanceof AzureSasCredential) {
      by = "SAS token";
    }
    return name + " at " + place().uri() + ", opened by " + by;
  }
}
