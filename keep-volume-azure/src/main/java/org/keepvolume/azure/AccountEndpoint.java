// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkArgument;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobUrlParts;
import com.google.common.base.Ascii;
import com.google.common.net.InetAddresses;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where the blob service of one account is.
 *
 * @param uri scheme, host, port if there is one, and the account's name behind a host that serves
 *     several; without a slash at the end
 */
record AccountEndpoint(URI uri) {
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final String BLOB = "blob.";

  /** No name below it is ever found, should a request miss its policy. */
  private static final String STAND_IN = ".blob.keep-volume.invalid";

  /** Reads what a person wrote; refuses what the storage client would misread in silence. */
  static AccountEndpoint of(URI given, String account) {
    String scheme = given.getScheme() == null ? "" : Ascii.toLowerCase(given.getScheme());
    checkArgument(
        given.getRawUserInfo() == null
            && given.getRawQuery() == null
            && given.getRawFragment() == null,
        "the endpoint has a user, a query or a fragment; expected scheme, host and path alone, and"
            + " a SAS token in a setting of its own");
    checkArgument(
        (scheme.equals("http") || scheme.equals("https")) && given.getHost() != null,
        "the endpoint is not http or https and a host; expected it as https://%s.blob.%s",
        account,
        AzureAccount.PUBLIC_SUFFIX);
    String host = Ascii.toLowerCase(given.getHost());
    String path = withoutSlashes(given.getRawPath());
    checkArgument(
        path.isEmpty() || path.equals(account),
        "the endpoint is %s; expected nothing behind the host but the account's name, %s",
        given,
        account);
    checkArgument(
        !path.isEmpty() || !isOfSeveral(host),
        "the endpoint is %s; expected the account's name behind this host, as in %s/%s",
        given,
        scheme + "://" + authority(host, given.getPort()),
        account);
    String[] labels = host.split("\\.", 3);
    checkArgument(
        labels.length < 3 || !labels[1].equals("blob") || labels[0].equals(account),
        "the endpoint is %s, which is of another account than %s",
        given,
        account);
    // Written or not, it is one place.
    boolean isUsual = given.getPort() == (scheme.equals("https") ? 443 : 80);
    return new AccountEndpoint(
        URI.create(
            scheme
                + "://"
                + authority(host, isUsual ? -1 : given.getPort())
                + (path.isEmpty() ? "" : "/" + path)));
  }

  static AccountEndpoint ofSuffix(String account, String suffix) {
    return new AccountEndpoint(URI.create("https://" + account + "." + BLOB + suffix));
  }

  static String checkSuffix(String suffix) {
    String lower = Ascii.toLowerCase(suffix);
    checkArgument(
        HOST.matcher(lower).matches() && lower.contains("."),
        "the endpoint suffix %s; expected the end of a host name, such as %s",
        ContainerNames.shown(suffix),
        AzureAccount.PUBLIC_SUFFIX);
    checkArgument(
        !lower.startsWith(BLOB),
        "the endpoint suffix %s; expected it without blob, as %s",
        ContainerNames.shown(suffix),
        lower.replaceFirst("^blob\\.", ""));
    return lower;
  }

  private static String withoutSlashes(String path) {
    return path.replaceAll("^/+|/+$", "");
  }

  private static String authority(String host, int port) {
    return port < 0 ? host : host + ":" + port;
  }

  /** Hosts in whose name no account can stand. */
  private static boolean isOfSeveral(String host) {
    return !host.contains(".") || InetAddresses.isUriInetAddress(host);
  }

  /** Tells a builder where to send requests. */
  void applyTo(BlobContainerClientBuilder builder, String account) {
    if (isReadRight()) {
      builder.endpoint(uri.toString());
    } else {
      String standIn = uri.getScheme() + "://" + account + STAND_IN;
      builder.endpoint(standIn).addPolicy(new EndpointPolicy(standIn, uri.toString()));
    }
  }

  /**
   * Asks the storage client how it reads a container of this endpoint. It takes the account's name
   * in the path for a container behind some hosts, and the container's for an account behind
   * others.
   */
  private boolean isReadRight() {
    String container = "container";
    String url = uri + "/" + container;
    if (uri.getHost().startsWith("[")) {
      return false; // its parser of URLs does not know IPv6
    }
    BlobUrlParts parts = BlobUrlParts.parse(url);
    return container.equals(parts.getBlobContainerName()) && url.equals(parts.toUrl().toString());
  }

  /** Returns the place without the account: the suffix of a cloud, or host and port. */
  String device(String account) {
    String host = uri.getHost();
    String begin = account + "." + BLOB;
    boolean isOwn = host.startsWith(begin) && (uri.getPort() < 0 || uri.getPort() == 443);
    return isOwn ? host.substring(begin.length()) : authority(host, uri.getPort());
  }
}
