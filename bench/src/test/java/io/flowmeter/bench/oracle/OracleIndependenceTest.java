package io.flowmeter.bench.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.flowmeter.bench.oracle",
        importOptions = ImportOption.DoNotIncludeTests.class)
class OracleIndependenceTest {

    /** Above all: no class of io.flowmeter but its own. */
    @ArchTest
    static final ArchRule THE_ORACLE_SHARES_NO_CODE_WITH_WHAT_IT_CHECKS =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.flowmeter.bench.oracle",
                            "java..",
                            "org.jspecify..",
                            "com.fasterxml.jackson..",
                            "org.apache.kafka..",
                            "org.apache.datasketches..",
                            "picocli..");
}
