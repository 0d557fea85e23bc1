package io.twinspan.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    private static final int HEADROOM = 61;

    private final Random random = new Random(4);
    private final Codec.Buffers buffers = new Codec.Buffers();

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < length; i++) {
                bytes[i] &= 3;
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void opensWhatItCompressed(Codec codec) throws IOException {
        for (int length : new int[] {0, 1, 100, 65_535, 65_536, 65_537, 300_000, 3_000_000, 12_000_000, 200}) {
            byte[] payload = bytes(length);

            ByteBuffer compressed = codec.compress(payload, length, HEADROOM, buffers);
            assertThat(compressed.capacity()).isEqualTo(compressed.limit());
            ByteBuffer direct = ByteBuffer.allocateDirect(compressed.limit()).put(0, compressed, 0, compressed.limit());
            direct.position(HEADROOM);
            ByteBuffer opened = codec.decompress(direct, Math.max(1, length), buffers);

            assertThat(direct.position()).isEqualTo(HEADROOM);
            assertThat(opened.arrayOffset()).isZero();
            assertThat(opened.position()).isZero();
            assertThat(opened).isEqualTo(ByteBuffer.wrap(payload));
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void refusesToOpenMoreThanTheBound(Codec codec) {
        var payload = new byte[100_000];
        ByteBuffer compressed = codec.compress(payload, payload.length, 0, buffers);

        assertThatThrownBy(() -> codec.decompress(compressed, 99_999, buffers))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("99999");
    }

    @ParameterizedTest
    @EnumSource(value = Codec.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void failsTypedOnGarbage(Codec codec) {
        byte[] payload = bytes(4_000);
        byte[] valid = Utils.toArray(codec.compress(payload, payload.length, 0, buffers));
        int failures = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] changed = random.nextInt(4) == 0 ? bytes(random.nextInt(200)) : valid.clone();
            if (changed.length > 0) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                codec.decompress(ByteBuffer.wrap(changed), 1 << 20, buffers);
            } catch (IOException expected) {
                failures++;
            }
        }
        assertThat(failures).isGreaterThan(400);
    }

    @Test
    void readsSnappyWithoutFraming() throws IOException {
        // Raw snappy, as some clients write it: length 5, one literal of 5 bytes.
        byte[] raw = {5, 4 << 2, 'h', 'e', 'l', 'l', 'o'};

        ByteBuffer opened = Codec.SNAPPY.decompress(ByteBuffer.wrap(raw), 100, buffers);

        assertThat(new String(Utils.toArray(opened), StandardCharsets.US_ASCII)).isEqualTo("hello");
    }

    @Test
    void doesNotLetSnappyAllocateWhatItClaims() {
        byte[] raw = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 0, 0};

        assertThatThrownBy(() -> Codec.SNAPPY.decompress(ByteBuffer.wrap(raw), 100, buffers))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("claims to open to more");
    }

    @Test
    void knowsNamesAndNumbers() {
        for (Codec codec : Codec.values()) {
            assertThat(Codec.of(codec.id())).isSameAs(codec);
            assertThat(Codec.named(codec.text())).isSameAs(codec);
        }
        assertThat(Codec.isKnown(5)).isFalse();
        assertThatThrownBy(() -> Codec.of(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Codec.named("brotli")).isInstanceOf(IllegalArgumentException.class);
    }
}
