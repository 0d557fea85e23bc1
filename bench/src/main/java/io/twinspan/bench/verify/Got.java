package io.twinspan.bench.verify;

/**
 * What a program got of both sides. Immutable.
 *
 * @param bytes stored bytes of both sides together
 * @param seconds for reading, by the program's own clock; without its start and its questions to the clusters
 * @param wholeBatches batches that were compared as bytes; 0 for a program that compares nothing
 * @param openedBatches batches that were compared record by record
 */
public record Got(long bytes, double seconds, long wholeBatches, long openedBatches) {}
