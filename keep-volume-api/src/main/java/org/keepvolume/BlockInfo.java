// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.primitives.Longs;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.CheckReturnValue;

/**
 * What a volume knows of a stored block without reading it; one line of an index.
 *
 * <p>The line is that of Arvados Keep's index, {@code hash+size mtime}: the hash, a plus sign, the
 * size, one space and the mtime, both numbers in decimal without sign or leading zeros. The mtime
 * is in nanoseconds since 1970 in UTC. Until 2016 keepstore wrote seconds there; Keep's own readers
 * tell them apart by their magnitude, and so does {@link #parseLine}: below 10<sup>12</sup> are
 * seconds. {@link #toLine} writes nanoseconds alone.
 *
 * @param hash the block's name
 * @param size the stored object's size in bytes, 0 or more; above {@link Volume#MAX_BLOCK_SIZE} for
 *     an object that no read would deliver, which is shown with its true size (RD-8)
 * @param mtime when the block was last written, touched or untrashed, as precisely as the device
 *     keeps it; {@code stat} and {@code index} report the identical time (TM-4)
 */
@CheckReturnValue
public record BlockInfo(BlockHash hash, long size, Instant mtime) {
  private static final Pattern LINE =
      Pattern.compile("([^+]*)\\+(0|[1-9][0-9]{0,18}) (0|[1-9][0-9]{0,18})");
  private static final long NANOS_IN_SECOND = 1_000_000_000L;
  private static final long LEAST_NANOS = 1_000_000_000_000L;
  private static final Instant FIRST = instant(LEAST_NANOS);
  private static final Instant LAST = instant(Long.MAX_VALUE);

  /**
   * Checks the ranges given above.
   *
   * @param hash as given above
   * @param size as given above
   * @param mtime as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BlockInfo {
    requireNonNull(hash, "hash");
    requireNonNull(mtime, "mtime");
    checkArgument(size >= 0, "size of block %s is negative: %s", hash, size);
  }

  /**
   * Reads a line of an index, as {@link #toLine} and every keepstore write it.
   *
   * @param line a line in the form given above, without its line break. Its mtime is
   *     10<sup>12</sup> to 2<sup>63</sup> - 1 nanoseconds, 1000 to 9223372036 seconds, or 0
   * @return what the line says; {@link #toLine} of it gives a line that says the same, and {@code
   *     line} itself if that was in nanoseconds
   * @throws IllegalArgumentException if the line has another form, or a number in it is out of
   *     range; the message shows the line, says what is wrong and what was expected
   */
  public static BlockInfo parseLine(String line) {
    Matcher parts = LINE.matcher(line);
    checkArgument(
        parts.matches(),
        "index line %s: expected hash+size mtime, such as"
            + " acbd18db4cc2f85cedef654fccc4a4d8+3 1441396800000000000, with the size in bytes and"
            + " the mtime in nanoseconds since 1970",
        Quoted.text(line));
    Long size = Longs.tryParse(parts.group(2));
    Long mtime = Longs.tryParse(parts.group(3));
    checkArgument(
        size != null, "index line %s: the size is above %s", Quoted.text(line), Long.MAX_VALUE);
    checkArgument(
        mtime != null && isWritable(time(mtime)),
        "index line %s: the mtime is out of range; expected %s or more nanoseconds since 1970, or"
            + " %s to %s seconds",
        Quoted.text(line),
        LEAST_NANOS,
        FIRST.getEpochSecond(),
        LAST.getEpochSecond());
    return new BlockInfo(BlockHash.parse(parts.group(1)), size, time(mtime));
  }

  /** Tells seconds from nanoseconds by their magnitude. */
  private static Instant time(long number) {
    return number < LEAST_NANOS ? Instant.ofEpochSecond(number) : instant(number);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS_IN_SECOND, nanos % NANOS_IN_SECOND);
  }

  /**
   * Returns the line of an index, with the mtime in nanoseconds.
   *
   * @return the line in the form given above, without a line break; {@link #parseLine} makes an
   *     equal object of it
   * @throws IllegalArgumentException if no reader would take the mtime for what it is: it is before
   *     1970-01-01T00:16:40Z, where nanoseconds look like seconds, and not 1970-01-01T00:00:00Z,
   *     which is 0 in both; or it is after 2262-04-11T23:47:16.854775807Z, the last one that fits
   *     into 64 bits
   */
  public String toLine() {
    checkArgument(
        isWritable(mtime),
        "mtime %s of block %s does not fit into an index line; expected %s to %s",
        mtime,
        hash,
        FIRST,
        LAST);
    return hash + "+" + size + " " + (mtime.getEpochSecond() * NANOS_IN_SECOND + mtime.getNano());
  }

  /** Tells whether a reader takes the nanoseconds of a time for what they are. */
  private static boolean isWritable(Instant time) {
    return time.equals(Instant.EPOCH) || (!time.isBefore(FIRST) && !time.isAfter(LAST));
  }
}
