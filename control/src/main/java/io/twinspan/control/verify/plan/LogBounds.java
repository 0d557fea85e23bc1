package io.twinspan.control.verify.plan;

/**
 * Where the two logs of a partition begin and end, and what was asked for. Immutable.
 *
 * @param sourceFirst the first offset that the source still has
 * @param sourceEnd the source's readable end
 * @param targetFirst the first offset that the target still has
 * @param wantedFrom source offsets below are not asked for
 * @param wantedTo source offsets from here on are not asked for
 */
public record LogBounds(long sourceFirst, long sourceEnd, long targetFirst, long wantedFrom, long wantedTo) {}
