package io.twinspan.testkit.record;

/**
 * A sequence in which every so many records are a tombstone: the key of the original, and no value.
 *
 * <p>Immutable.
 *
 * @param original the sequence without tombstones
 * @param every how often one comes
 */
public record SometimesTombstone(RecordGenerator original, int every) implements RecordGenerator {

    @Override
    public Content at(long index) {
        Content content = original.at(index);
        return index % every == every - 1
                ? new Content(content.timestamp(), content.key(), null, content.headers())
                : content;
    }
}
