// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;

/** Has the classes of another loader, and one services file of its own in place of all others. */
final class ServicesLoader extends ClassLoader {
  private final String file;
  private final String line;

  ServicesLoader(ClassLoader parent, Class<?> service, String line) {
    super(parent);
    file = "META-INF/services/" + service.getName();
    this.line = line;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(file)
        ? Collections.enumeration(Collections.singleton(url()))
        : super.getResources(name);
  }

  private URL url() throws IOException {
    return new URL(null, "line:" + file, new LineHandler());
  }

  private final class LineHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(line.getBytes(UTF_8));
        }
      };
    }
  }
}
