package io.twinspan.model.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "reference", "configuration.md");

    @Test
    void committedReferenceIsUpToDate() throws IOException {
        String reference = ConfigurationReference.markdown();
        if (Boolean.getBoolean("regenerate")) {
            java.nio.file.Files.createDirectories(FILE.getParent());
            java.nio.file.Files.writeString(FILE, reference);
        }

        assertThat(java.nio.file.Files.readString(FILE))
                .as("docs/reference/configuration.md is stale; write it again with"
                        + " mvn -pl model test -Dtest=ConfigurationReferenceTest -Dregenerate=true")
                .isEqualTo(reference);
    }

    @Test
    void everyOptionSaysWhatItMeansAndHasAPossibleDefault() {
        assertThat(Catalogue.all()).isNotEmpty().allSatisfy(option -> {
            assertThat(option.doc()).as(option.name()).matches(Pattern.compile(".*\\.", Pattern.DOTALL));
            if (option.defaultValue() != null) {
                assertThat(option.range().accepts().test(option.defaultValue()))
                        .as(option.name())
                        .isTrue();
            }
        });
    }

    @Test
    void namesTheReferenceInEveryRow() {
        assertThat(Catalogue.all())
                .allSatisfy(option ->
                        assertThat(ConfigurationReference.markdown()).contains("\n| `" + option.name() + "` |"));
    }
}
