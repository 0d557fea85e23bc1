package io.twinspan.testkit.cluster;
/** Stub. */
public final class Kafka { private Kafka() {} }
