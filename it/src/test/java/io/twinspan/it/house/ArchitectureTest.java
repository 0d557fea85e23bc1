package io.twinspan.it.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.link.protocol.ProtocolSupport;
import io.twinspan.link.protocol.SharedTls;
import io.twinspan.model.error.ReplicationException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The rules of the code: who may depend on whom, and what may be used where. One rule per test, each with its reason.
 *
 * <p>A rule that a class cannot keep yet names that class in a constant here, with the reason; the list may only get shorter.
 */
class ArchitectureTest {
    private static final String KAFKA = "org.apache.kafka.";

    private static final JavaClasses PRODUCTION = Codebase.production();
    private static final JavaClasses TESTS = Codebase.tests();

    // ---- 1 to 3: who may depend on whom
    // --------------------------------------------------------------------------------------

    @Test
    void modulesDependOnEachOtherAsDrawn() {
        ArchRule rule = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.twinspan.model..")
                .layer("client")
                .definedBy("io.twinspan.client..")
                .layer("link")
                .definedBy("io.twinspan.link..")
                .layer("connect")
                .definedBy("io.twinspan.connect..")
                .layer("control")
                .definedBy("io.twinspan.control..")
                .layer("testkit")
                .definedBy("io.twinspan.testkit..")
                .layer("app")
                .definedBy("io.twinspan.app..")
                .layer("app.demo")
                .definedBy("io.twinspan.app.demo..")
                .withOptionalLayers(true)
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("client")
                .mayOnlyAccessLayers("model")
                .whereLayer("link")
                .mayOnlyAccessLayers("model")
                .whereLayer("connect")
                .mayOnlyAccessLayers("model", "client", "link")
                .whereLayer("control")
                .mayOnlyAccessLayers("model", "client", "link")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("model", "link", "control")
                .whereLayer("testkit")
                .mayOnlyBeAccessedByLayers("app.demo")
                .whereLayer("app")
                .mayOnlyBeAccessedByLayers("app.demo")
                .because(
                        "ARCHITECTURE.md draws them so: the vocabulary knows nothing, what an application uses (client) needs nothing but"
                                + " it and Kafka's clients, the plug-in (model, client, link, connect) carries"
                                + " nothing that a worker does not need, and only the demo of the app uses the test kit");

        rule.check(PRODUCTION);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.twinspan.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        resideInAPackage("io.twinspan.link.."), belongToAnyOf(LinkConfig.class, LaneSpec.class))
                .because(
                        "a reader must be able to read packages one after the other; the two values that tell a link what to"
                                + " do are in its root package, since that is its public API, and all of it reads them")
                .check(PRODUCTION);
    }

    @Test
    void othersSeeOnlyTheRootOfLink() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.twinspan.link..", "io.twinspan.testkit.sim..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.twinspan.link..")
                        .and(not(resideInAPackage("io.twinspan.link")))
                        .and(not(belongToAnyOf(KafkaExchange.class, ProtocolSupport.class, SharedTls.class))))
                .because(
                        "the rest of the data plane must be free to change; a host also makes the exchange with real brokers"
                                + " (KafkaExchange), asks whether that can work (ProtocolSupport) and has its clients share TLS"
                                + " (SharedTls), and the simulator implements the seam link.exchange")
                .check(PRODUCTION);
    }

    // ---- 4 and 5: which libraries where
    // --------------------------------------------------------------------------------------

    @Test
    void kafkaInternalsStayInLinkProtocol() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.twinspan.link.protocol..", "io.twinspan.testkit..")
                .should()
                .dependOnClassesThat(KAFKA_INTERNALS)
                .because(
                        "they are no public API and move between releases (trap T1, ADR 0002), so one package is to be changed"
                                + " at the next version; the test kit's brokers are Kafka's own server code")
                .check(PRODUCTION);
    }

    private static final DescribedPredicate<JavaClass> KAFKA_INTERNALS = resideInAnyPackage(
                    KAFKA + "common.requests..",
                    KAFKA + "common.message..",
                    KAFKA + "common.protocol..",
                    KAFKA + "common.network..",
                    KAFKA + "common.memory..",
                    KAFKA + "common.record.internal..")
            .or(DescribedPredicate.describe(
                    "are internals of the clients",
                    type -> type.getName().startsWith(KAFKA + "clients.NetworkClient")
                            || type.getName().equals(KAFKA + "clients.ClientUtils")
                            || type.getName().equals(KAFKA + "clients.NodeApiVersions")
                            || type.getName().equals(KAFKA + "clients.FetchSessionHandler")));

    @Test
    void onlyThePlugInAndTheRunnerKnowConnect() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.twinspan.connect..", "io.twinspan.app.runner..", "io.twinspan.testkit.cluster..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(KAFKA + "connect..").and(not(resideInAPackage(KAFKA + "connect.mirror.."))))
                .because(
                        "Connect is the engine around the link, not in it; connect.mirror is not Connect but MirrorMaker 2's"
                                + " public interfaces (ReplicationPolicy, TopicFilter), which everything shares; and the test kit"
                                + " starts whole workers for tests of the plug-in")
                .check(PRODUCTION);
    }

    @Test
    void eachLibraryHasOneHome() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.twinspan.app.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("parsing a command line is the command's business; what it calls returns records")
                .check(PRODUCTION);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.twinspan.control.json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .because(
                        "what is printed as JSON, and what operators' journals and reports are stored as, is one and the same;"
                                + " all else returns records")
                .check(PRODUCTION);
    }

    @Test
    void serversAndLoggingBackEndsAreNotImported() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..",
                        "javax.ws.rs..",
                        "org.eclipse.jetty..",
                        "io.prometheus..",
                        "org.apache.logging.log4j..")
                .because(
                        "REST is the worker's, and everything logs through SLF4J; only the command's own class path has a back end")
                .check(PRODUCTION);
    }

    // ---- 6: what is pure
    // -----------------------------------------------------------------------------------------------------

    private static final String[] PURE = {
        "io.twinspan.model..",
        "io.twinspan.link.lane..",
        "io.twinspan.link.rewrite..",
        "io.twinspan.link.batch..",
        "io.twinspan.control.verify.compare.."
    };

    @Test
    void logicHasNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should(callMethod(System.class, "currentTimeMillis").as("call System.currentTimeMillis()"))
                .orShould(callMethod(System.class, "nanoTime").as("call System.nanoTime()"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.time.Clock.class)
                .because("time is an argument: the simulator replays a whole link from one seed")
                .check(PRODUCTION);
    }

    @Test
    void logicHasNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .because("state has one writer, the thread that calls; there is nothing to lock")
                .check(PRODUCTION);
    }

    @Test
    void logicDoesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.io.File.class, java.io.FileInputStream.class, java.io.FileOutputStream.class)
                .because("input and output live at the rim (link.protocol, app), where a fake can take their place")
                .check(PRODUCTION);
    }

    @Test
    void logicHasNoChanceOfItsOwn() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callConstructor(Random.class)
                .orShould(callMethod(Math.class, "random").as("call Math.random()"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.concurrent.ThreadLocalRandom.class, java.security.SecureRandom.class)
                .because("randomness is seeded (new Random(seed)), so that a run can be repeated")
                .check(PRODUCTION);
    }

    // ---- 7 to 9: types
    // -------------------------------------------------------------------------------------------------------

    @Test
    void typesOfTheVocabularyAreClosed() {
        classes()
                .that()
                .resideInAPackage("io.twinspan.model..")
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and(not(belongToAnyOf(ReplicationException.class)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("a word of the vocabulary means one thing: records, enums, final classes and interfaces;"
                        + " ReplicationException is sealed, which serves the same end")
                .check(PRODUCTION);
    }

    @Test
    void whatTheVocabularyHoldsDoesNotChange() {
        fields().that()
                .areDeclaredInClassesThat(
                        resideInAPackage("io.twinspan.model..").and(not(WORK_IN_PROGRESS)))
                .should()
                .beFinal()
                .because("values of the model are shared between threads and modules")
                .check(PRODUCTION);
    }

    /** Package-private and used up inside one call: they read or build a value, and are none themselves. */
    private static final DescribedPredicate<JavaClass> WORK_IN_PROGRESS = DescribedPredicate.describe(
            "are not public", type -> !type.getModifiers().contains(JavaModifier.PUBLIC));

    @Test
    void noTypeHasANameThatSaysNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Info|Data)")
                .because("such a name does not say what the thing is, so everything ends up in it")
                .check(PRODUCTION);
    }

    @Test
    void nothingStaticChanges() {
        noFields()
                .that()
                .areStatic()
                .should()
                .notBeFinal()
                .orShould()
                .haveRawType(DescribedPredicate.describe(
                        "that is made to be changed",
                        type -> type.isAssignableTo(ConcurrentMap.class)
                                || type.isAssignableTo(ThreadLocal.class)
                                || type.getPackageName().equals("java.util.concurrent.atomic")))
                .because(
                        "two links live in one process, and tests in one JVM; state belongs to an object that somebody owns")
                .check(PRODUCTION);
    }

    // ---- 10 and 11: what crosses borders
    // -------------------------------------------------------------------------------------

    @Test
    void errorsThatCrossAModuleBorderAreOfOneFamily() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .and()
                .resideInAnyPackage(
                        "io.twinspan.model..",
                        "io.twinspan.client..",
                        "io.twinspan.link",
                        "io.twinspan.connect..",
                        "io.twinspan.control..",
                        "io.twinspan.app..")
                .should()
                .beAssignableTo(ReplicationException.class)
                .because(
                        "a caller decides by four kinds (try again, stand down, change a key, look at it) and no others")
                .check(PRODUCTION);
    }

    @Test
    void thePlugInUsesOnlyTheOldApiOfSlf4j() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.twinspan.model..", "io.twinspan.client..", "io.twinspan.link..", "io.twinspan.connect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j.spi..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.slf4j.event.Level")
                .because("inside Connect, SLF4J is the worker's, and that is 1.7 (trap T2)")
                .check(PRODUCTION);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : PRODUCTION) {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(home.getName());
            }
        }

        assertThat(unmarked)
                .as("packages without a package-info.java that is @NullMarked: what may be null is said, not guessed")
                .isEmpty();
    }

    // ---- 12: tests
    // -----------------------------------------------------------------------------------------------------------

    @Test
    void noTestSleeps() {
        noClasses()
                .should(callMethod(Thread.class, "sleep", long.class).as("call Thread.sleep(long)"))
                .orShould(callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                        .as("call TimeUnit.sleep(long)"))
                .because(
                        "a pause is either too short on a busy machine or too long on a quiet one; wait for what must happen")
                .check(TESTS);
    }

    @Test
    void classesOfTestsAreNamedAfterTheirRing() {
        classes()
                .that(DescribedPredicate.describe("have tests", ArchitectureTest::hasTests))
                .should()
                .haveNameMatching(".*(Test|SimTest|IT)(\\$.*)?")
                .because(
                        "the build runs *Test and *SimTest as unit tests and *IT as integration tests, and nothing else")
                .check(TESTS);
    }

    private static boolean hasTests(JavaClass type) {
        return type.getMethods().stream().anyMatch(ArchitectureTest::isTest);
    }

    private static boolean isTest(JavaMethod method) {
        return method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class);
    }

    @Test
    void namesOfTestsAreSentences() {
        methods()
                .that(DescribedPredicate.describe("are tests", ArchitectureTest::isTest))
                .should()
                .haveNameNotMatching("test.*")
                .andShould()
                .notBeAnnotatedWith(DisplayName.class)
                .because("the name of a test says what holds: resumesAfterLeaderMoveWithoutGap()")
                .check(TESTS);
    }
}
