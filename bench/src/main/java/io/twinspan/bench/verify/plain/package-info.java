/**
 * What {@code twinspan verify} is held against: programs that read both sides of a link as fast as they can, and do nothing with what they get.
 *
 * <p>{@link io.twinspan.bench.verify.plain.PlainReadMain} is the program, in a JVM of its own; {@link io.twinspan.bench.verify.plain.PlainReader} lists how it reads.
 * {@link io.twinspan.bench.verify.plain.BareFetch} shows what the brokers can give: it speaks Kafka's protocol over a blocking socket and looks at nothing but batch
 * headers. {@link io.twinspan.bench.verify.plain.ConsumerRead} shows what any client program can have: Kafka's own consumer.
 */
@NullMarked
package io.twinspan.bench.verify.plain;

import org.jspecify.annotations.NullMarked;
