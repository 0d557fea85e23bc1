package io.twinspan.app.cli;

import io.twinspan.control.failover.FailoverOptions.Verify;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is compared before clients move, as people write it: tail, all, none. Thread-safe. */
final class VerifyChoice implements ITypeConverter<Verify> {
    @Override
    public Verify convert(String text) {
        return Arrays.stream(Verify.values())
                .filter(choice -> choice.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(Verify.values()).map(Verify::text).collect(Collectors.joining(", "))));
    }
}
