package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.ControlRecord.Unknown;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlRecordsTest {
    private static final LaneOrder ORDER = new LaneOrder("t", 300, 2, "é");
    private static final LinkHold HOLD = new LinkHold(Level.HELD, "f1", 2, "w");

    @Test
    void orderHasTheDrawnBytes() {
        assertThat(HexFormat.of().formatHex(ControlRecords.encodeKey(ORDER))).isEqualTo("01010174ac02");
        assertThat(HexFormat.of().formatHex(ControlRecords.encodeValue(ORDER))).isEqualTo("01000000000000000202c3a9");
        assertThat(ControlRecords.decode(ControlRecords.encodeKey(ORDER), ControlRecords.encodeValue(ORDER)))
                .isEqualTo(ORDER);
    }

    @Test
    void holdHasTheDrawnBytes() {
        assertThat(HexFormat.of().formatHex(ControlRecords.encodeKey(HOLD))).isEqualTo("0102");
        assertThat(HexFormat.of().formatHex(ControlRecords.encodeValue(HOLD)))
                .isEqualTo("010200000000000000020266310177");
        for (Level level : Level.values()) {
            var hold = new LinkHold(level, "f1", 2, "w");
            assertThat(ControlRecords.decode(ControlRecords.encodeKey(hold), ControlRecords.encodeValue(hold)))
                    .isEqualTo(hold);
        }
        byte[] value = ControlRecords.encodeValue(HOLD);
        value[1] = 3;
        assertThat(ControlRecords.decode(ControlRecords.encodeKey(HOLD), value)).isInstanceOf(Unknown.class);
    }

    @Test
    void whatItCannotReadIsUnknown() {
        byte[] key = ControlRecords.encodeKey(ORDER);
        byte[] value = ControlRecords.encodeValue(ORDER);

        assertThat(ControlRecords.decode(null, value)).isInstanceOf(Unknown.class);
        assertThat(ControlRecords.decode(key, null)).isInstanceOf(Unknown.class);
        assertThat(ControlRecords.decode(key, new byte[0])).isInstanceOf(Unknown.class);
        assertThat(ControlRecords.decode(key, new byte[] {2})).isInstanceOf(Unknown.class);
        assertThat(ControlRecords.decode(new byte[] {1, 9}, value)).isInstanceOf(Unknown.class);
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            boolean isHold = random.nextBoolean();
            byte[] key = mutated(isHold ? ControlRecords.encodeKey(HOLD) : ControlRecords.encodeKey(ORDER), random);
            byte[] value =
                    mutated(isHold ? ControlRecords.encodeValue(HOLD) : ControlRecords.encodeValue(ORDER), random);

            assertThat(ControlRecords.decode(key, value)).as("seed %d", seed).isNotNull();
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
        for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return mutated;
    }
}
