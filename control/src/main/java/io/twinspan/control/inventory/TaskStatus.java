package io.twinspan.control.inventory;

/**
 * One task of a link, as its signs of life tell. Immutable.
 *
 * @param task its number
 * @param pulseAgeMs how long ago it gave the last one
 * @param lives whether that is short enough to take it for alive
 * @param obeys whether it rests by the order that holds the link, and nothing of its being is under way
 * @param partitions of how many partitions it has told where the source ends
 */
public record TaskStatus(int task, long pulseAgeMs, boolean lives, boolean obeys, int partitions) {}
