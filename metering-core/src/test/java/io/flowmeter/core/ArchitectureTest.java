package io.flowmeter.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.time.Clock;
import java.util.Set;

@AnalyzeClasses(packages = "io.flowmeter.core", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> BINARY_FLOATS =
            Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    @ArchTest
    static final ArchRule CORE_NEEDS_THE_JDK_ONLY =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.flowmeter.core..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule CORE_DOES_NO_INPUT_OR_OUTPUT =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "java.io..",
                                            "java.net..",
                                            "java.nio.file..",
                                            "java.sql..")
                                    .and(not(equivalentTo(Serializable.class))))
                    .because("what a number means depends on its inputs alone");

    @ArchTest
    static final ArchRule NO_FIELD_IS_A_BINARY_FLOAT =
            fields().that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackage("..forecast..")
                    .should()
                    .notHaveRawType(isBinaryFloat())
                    .because("quantities are exact decimals");

    @ArchTest
    static final ArchRule NO_METHOD_TAKES_OR_GIVES_A_BINARY_FLOAT =
            methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackage("..forecast..")
                    .should(takeAndGiveNoBinaryFloat())
                    .because("quantities are exact decimals");

    @ArchTest
    static final ArchRule NOBODY_ASKS_WHAT_TIME_IT_IS =
            noClasses()
                    .should()
                    .callMethodWhere(readsTheClock())
                    .because("a replay of the log must repeat every number");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.flowmeter.core.(*)..").should().beFreeOfCycles();

    private static DescribedPredicate<JavaClass> isBinaryFloat() {
        return DescribedPredicate.describe(
                "double or float",
                type -> BINARY_FLOATS.contains(type.getBaseComponentType().getName()));
    }

    private static ArchCondition<JavaMethod> takeAndGiveNoBinaryFloat() {
        return new ArchCondition<>("take and give no double or float") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean isExact =
                        !isBinaryFloat().test(method.getRawReturnType())
                                && method.getRawParameterTypes().stream()
                                        .noneMatch(isBinaryFloat());
                events.add(new SimpleConditionEvent(method, isExact, method.getDescription()));
            }
        };
    }

    private static DescribedPredicate<JavaCall<?>> readsTheClock() {
        return DescribedPredicate.describe(
                "reads the clock", call -> readsTheClock(call.getTarget()));
    }

    private static boolean readsTheClock(CodeUnitCallTarget target) {
        String name = target.getName();
        boolean isNow =
                name.equals("now") && target.getOwner().getPackageName().startsWith("java.time");
        boolean isSystemTime =
                target.getOwner().isEquivalentTo(System.class)
                        && (name.equals("currentTimeMillis") || name.equals("nanoTime"));
        boolean isClock = target.getOwner().isEquivalentTo(Clock.class);
        return isNow || isSystemTime || isClock;
    }
}
