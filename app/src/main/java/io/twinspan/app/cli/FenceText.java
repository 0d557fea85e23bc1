package io.twinspan.app.cli;

import io.twinspan.control.fence.FenceKind;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Fences as people write them: acl, quota, hook, stopped. Thread-safe. */
final class FenceText implements ITypeConverter<FenceKind> {
    @Override
    public FenceKind convert(String text) {
        return Arrays.stream(FenceKind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(FenceKind.values()).map(FenceKind::text).collect(Collectors.joining(", "))));
    }
}
