package io.tiercel.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.util.List;

/** What may reach what below a base package; nothing points back up. */
final class Rules {

  private Rules() {}

  static List<ArchRule> below(String base) {
    String internal = base + ".internal..";
    String jcache = base + ".internal.jcache..";
    String stack = base + ".internal.stack..";
    String tiers = base + ".tiers..";
    String spi = base + ".tiers.spi..";
    return List.of(
        classes()
            .that()
            .resideInAPackage(stack)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.failsafe..", spi, stack)
            .because("a stack knows tiers, and nothing of JCache"),
        classes()
            .that()
            .resideInAPackage(spi)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", spi)
            .because("the author of a tier takes on nothing else"),
        noClasses()
            .that()
            .resideInAPackage(tiers)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(internal)
            .because("a tier knows only the SPI"),
        noClasses()
            .that(resideInAPackage(internal).and(resideInAPackage(jcache).negate()))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(jcache)
            .because("every chapter is below the JCache operations, none above"),
        slices().matching(base + ".internal.(*)..").should().beFreeOfCycles(),
        slices().matching(base + ".tiers.(*)..").should().beFreeOfCycles(),
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("System.Logger lets the application choose"),
        noClasses()
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .because("a library does not print"),
        noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .because("time comes in as an InstantSource, so that tests can move it"));
  }
}
