package io.twinspan.model.option;

/** Where in a dedicated file an option may be written, and so what it applies to. Immutable. */
public enum Scope {
    /** At top level, for the process. */
    PROCESS("top level"),
    /** At top level for every cluster, or for one. */
    CLUSTER("`<cluster>.`, or top level for every cluster"),
    /** At top level for every link, or for one, which wins. */
    LINK("`<source>-><target>.`, or top level for every link"),
    /** For one link; MirrorMaker 2 drops it at top level. */
    LINK_ONLY("`<source>-><target>.` only"),
    /** For the Connect workers of one target cluster; MirrorMaker 2 drops it elsewhere. */
    WORKER("`<target>.` only"),
    /** For the Connect workers of one target cluster, or at top level for all, which wins. */
    WORKER_OR_TOP("top level, or `<target>.`");

    private final String where;

    Scope(String where) {
        this.where = where;
    }

    /** For the reference: the places, in words. */
    public String where() {
        return where;
    }

    /** Whether a connector reads it. */
    boolean ofLink() {
        return this == LINK || this == LINK_ONLY;
    }

    /** Whether a Connect worker reads it. */
    boolean ofWorker() {
        return this == WORKER || this == WORKER_OR_TOP;
    }
}
