package io.twinspan.link.protocol;

/** Where a broker listens. Immutable. */
record Address(String host, int port) {
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
