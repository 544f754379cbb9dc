package io.flowmeter.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A step knows core and itself; only the job class knows all steps. */
@AnalyzeClasses(packages = "io.flowmeter.job", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Admission and roll-up read the catalog's stream; no other step reads another's. */
    @ArchTest
    static final ArchRule ingestKnowsOnlyTheCatalog = step("ingest", "io.flowmeter.job.catalog..");

    @ArchTest static final ArchRule catalogStandsAlone = step("catalog");

    @ArchTest static final ArchRule deduplicateStandsAlone = step("deduplicate");

    @ArchTest
    static final ArchRule aggregateKnowsOnlyTheCatalog =
            step("aggregate", "io.flowmeter.job.catalog..");

    @ArchTest static final ArchRule countStandsAlone = step("count");

    @ArchTest static final ArchRule storeStandsAlone = step("store");

    @ArchTest
    static final ArchRule onlyStoreAndCatalogSpeakSql =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.flowmeter.job.store..", "io.flowmeter.job.catalog..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule jobAndApiMeetOnlyInTables =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.flowmeter.api..");

    private static ArchRule step(String name, String... alsoKnown) {
        String self = "io.flowmeter.job." + name + "..";
        String[] known = new String[alsoKnown.length + 2];
        known[0] = self;
        known[1] = "io.flowmeter.core..";
        System.arraycopy(alsoKnown, 0, known, 2, alsoKnown.length);
        return classes()
                .that()
                .resideInAPackage(self)
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.describe(
                                "are of the step itself, core or a library",
                                type ->
                                        !type.getPackageName().startsWith("io.flowmeter")
                                                || JavaClass.Predicates.resideInAnyPackage(known)
                                                        .test(type)));
    }
}
