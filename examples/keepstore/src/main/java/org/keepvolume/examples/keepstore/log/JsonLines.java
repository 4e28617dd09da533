// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/** A line for programs: an object in JSON, flat, with the original's names where it has them. */
final class JsonLines extends LayoutBase<ILoggingEvent> {
  /**
   * Other characters than ASCII as codes: some readers take more than a line feed for a line's end.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final long PID = ProcessHandle.current().pid();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      write(json, event);
    } catch (IOException e) {
      throw new AssertionError("a text cannot fail to be written", e);
    }
    return line.append('\n').toString();
  }

  private static void write(JsonGenerator json, ILoggingEvent event) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    json.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    json.writeNumberField("PID", PID);
    json.writeStringField("msg", event.getFormattedMessage());
    for (KeyValuePair field : Fields.of(event)) {
      json.writeFieldName(field.key);
      if (field.value instanceof Number number) {
        json.writeNumber(number.toString());
      } else {
        json.writeString(String.valueOf(field.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      json.writeStringField("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    json.writeEndObject();
  }
}
