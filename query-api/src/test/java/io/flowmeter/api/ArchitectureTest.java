package io.flowmeter.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.library.Architectures;

@AnalyzeClasses(
        packages = {"io.flowmeter.api", "io.flowmeter.core"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    void coreKnowsNothingButTheJdk(JavaClasses classes) {
        classes()
                .that()
                .resideInAPackage("io.flowmeter.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.flowmeter.core..", "java..", "org.jspecify.annotations")
                .check(classes);
    }

    @ArchTest
    void resourcesDoNotKnowEachOther(JavaClasses classes) {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.flowmeter.api..")
                .layer("main")
                .definedBy("io.flowmeter.api")
                .layer("openmeter")
                .definedBy("io.flowmeter.api.openmeter")
                .layer("usage")
                .definedBy("io.flowmeter.api.usage")
                .layer("event")
                .definedBy("io.flowmeter.api.event")
                .layer("catalog")
                .definedBy("io.flowmeter.api.catalog")
                .layer("limit")
                .definedBy("io.flowmeter.api.limit")
                .layer("entitlement")
                .definedBy("io.flowmeter.api.entitlement")
                .layer("leaves")
                .definedBy(
                        "io.flowmeter.api.crossing",
                        "io.flowmeter.api.deadletter",
                        "io.flowmeter.api.webhook",
                        "io.flowmeter.api.email",
                        "io.flowmeter.api.health",
                        "io.flowmeter.api.docs")
                .layer("notification")
                .definedBy("io.flowmeter.api.notification")
                .layer("auth")
                .definedBy("io.flowmeter.api.auth")
                .layer("database")
                .definedBy("io.flowmeter.api.database")
                .layer("eventlog")
                .definedBy("io.flowmeter.api.eventlog")
                .layer("http")
                .definedBy("io.flowmeter.api.http")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("leaves")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("openmeter")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("usage")
                .mayOnlyBeAccessedByLayers("main", "openmeter")
                .whereLayer("event")
                .mayOnlyBeAccessedByLayers("main", "openmeter")
                .whereLayer("catalog")
                .mayOnlyBeAccessedByLayers(
                        "main", "openmeter", "usage", "entitlement", "notification")
                .whereLayer("entitlement")
                .mayOnlyBeAccessedByLayers("main", "event")
                .whereLayer("notification")
                .mayOnlyBeAccessedByLayers("main", "leaves")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers(
                        "main",
                        "openmeter",
                        "usage",
                        "event",
                        "catalog",
                        "entitlement",
                        "notification",
                        "leaves")
                .check(classes);
    }

    @ArchTest
    void allSqlGoesThroughNamespaceTransactions(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.flowmeter.api.database")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.jdbi.v3.core.Jdbi")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.Connection")
                .check(classes);
    }
}
